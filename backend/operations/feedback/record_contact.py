"""Record that a manager has contacted the customer: the text as a comment, the label, close."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.text import inline, quote
from backend.operations.engine.documents import Body, FreeText, RecordNumber
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request
from backend.operations.steps.change_issue import IssueChange, change_issue
from backend.operations.steps.issue import IssueContext, about, feedback_issue
from backend.operations.steps.note import issue_note
from backend.operations.steps.us_government import keep_names_in


class RecordContact(Body):
    """The feedback issue, and the text of the communication."""

    iid: RecordNumber
    text: FreeText


Contacting = Operation[RecordContact, IssueContext]


class RecordContactKind(Kind[RecordContact, IssueContext]):
    """Comment first, then label and close."""

    name = "record_contact"
    Body = RecordContact
    Context = IssueContext

    def prepare(self, request: Request, body: RecordContact) -> IssueContext:
        """Find the issue; keep the names of US Government customers in Zendesk."""
        keep_names_in(request.snapshot, request.deps.handbook, [body.text])
        return about(feedback_issue(request, body.iid))

    def claim_key(self, context: IssueContext) -> str:
        """Record one contact an issue."""
        return f"contact-{context.iid}"

    def steps(self, operation: Contacting) -> Sequence[Step[Contacting]]:
        """Comment, close."""
        return [
            issue_note("feedback", _comment, _keep),
            change_issue("feedback", "close", _change, lambda op: "Contact recorded, issue closed"),
        ]


def _comment(deps: Deps, operation: Contacting) -> str:
    return f"Customer contacted by {inline(operation.agent_name)}:\n\n{quote(operation.body.text)}"


def _keep(deps: Deps, operation: Contacting) -> None:
    deps.mirror.contacts.record(operation.context.iid, operation.agent_name, deps.clock())


def _change(deps: Deps, operation: Contacting) -> IssueChange:
    return IssueChange(close=True, label=deps.handbook.gitlab.labels.contacted)
