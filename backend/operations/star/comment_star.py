"""Comment on the ticket's STAR issue: a question to the initiator, or the disposition."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.text import inline, quote
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Request, Step
from backend.operations.steps.issue import iid_of, of_issue, open_star
from backend.operations.steps.note import issue_note
from backend.operations.steps.us_government import keep_names_in
from backend.store.operation_rows import OperationRow


class CommentStar(Body):
    """What to say."""

    text: FreeText


def facts(request: Request, body: CommentStar) -> Facts:
    """Find the STAR; keep the names of US Government customers in Zendesk."""
    keep_names_in(request.snapshot, request.deps.handbook, [body.text])
    return of_issue(open_star(request))


def steps(operation: OperationRow) -> Sequence[Step]:
    """Add one comment."""
    return [issue_note("star", iid_of, _words)]


def _words(deps: Deps, operation: OperationRow) -> str:
    return f"{inline(operation.agent_name)} writes:\n\n{quote(operation.body['text'])}"


KIND = Kind(name="comment_star", body=CommentStar, facts=facts, steps=steps)
