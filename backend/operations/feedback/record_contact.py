"""Record that a manager has contacted the customer: the text as a comment, the label, close."""

from collections.abc import Sequence

from pydantic import PositiveInt

from backend.deps import Deps
from backend.domain.text import inline, quote
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Request, Step
from backend.operations.steps.issue import change_issue, feedback_issue, iid_of, of_issue
from backend.operations.steps.note import issue_note
from backend.operations.steps.us_government import keep_names_in
from backend.store.operation_rows import OperationRow


class RecordContact(Body):
    """The feedback issue, and the text of the communication."""

    iid: PositiveInt
    text: FreeText


def facts(request: Request, body: RecordContact) -> Facts:
    """Find the issue; keep the names of US Government customers in Zendesk."""
    keep_names_in(request.snapshot, request.deps.handbook, [body.text])
    return of_issue(feedback_issue(request, body.iid))


def steps(operation: OperationRow) -> Sequence[Step]:
    """Comment first, then label and close."""
    return [
        issue_note("feedback", iid_of, _words),
        change_issue("feedback", "close", _changes, lambda op: "Contact recorded, issue closed"),
    ]


def _words(deps: Deps, operation: OperationRow) -> str:
    return f"Customer contacted by {inline(operation.agent_name)}:\n\n{quote(operation.body['text'])}"


def _changes(deps: Deps, operation: OperationRow) -> dict[str, str]:
    return {"add_labels": deps.handbook.gitlab.labels.contacted, "state_event": "close"}


KIND = Kind(
    name="record_contact",
    body=RecordContact,
    facts=facts,
    steps=steps,
    purpose=lambda facts: f"contact-{facts['iid']}",
)
