"""Note a later action on a feedback issue, closed or not."""

from collections.abc import Sequence

from pydantic import PositiveInt

from backend.deps import Deps
from backend.domain.text import inline, quote
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Request, Step
from backend.operations.steps.issue import feedback_issue, iid_of, of_issue
from backend.operations.steps.note import issue_note
from backend.operations.steps.us_government import keep_names_in
from backend.store.operation_rows import OperationRow


class NoteFeedback(Body):
    """The feedback issue, and what to note."""

    iid: PositiveInt
    text: FreeText


def facts(request: Request, body: NoteFeedback) -> Facts:
    """Find the issue; keep the names of US Government customers in Zendesk."""
    keep_names_in(request.snapshot, request.deps.handbook, [body.text])
    return of_issue(feedback_issue(request, body.iid))


def steps(operation: OperationRow) -> Sequence[Step]:
    """Add one comment."""
    return [issue_note("feedback", iid_of, _words)]


def _words(deps: Deps, operation: OperationRow) -> str:
    return f"{inline(operation.agent_name)} notes:\n\n{quote(operation.body['text'])}"


KIND = Kind(name="note_feedback", body=NoteFeedback, facts=facts, steps=steps)
