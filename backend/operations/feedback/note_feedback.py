"""Note a later action on a feedback issue, closed or not."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.text import inline, quote
from backend.operations.engine.documents import Body, FreeText, RecordNumber
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request
from backend.operations.steps.issue import IssueContext, about, feedback_issue
from backend.operations.steps.note import issue_note
from backend.operations.steps.us_government import keep_names_in


class NoteFeedback(Body):
    """The feedback issue, and what to note."""

    iid: RecordNumber
    text: FreeText


Noting = Operation[NoteFeedback, IssueContext]


class NoteFeedbackKind(Kind[NoteFeedback, IssueContext]):
    """One comment."""

    name = "note_feedback"
    Body = NoteFeedback
    Context = IssueContext

    def prepare(self, request: Request, body: NoteFeedback) -> IssueContext:
        """Find the issue; keep the names of US Government customers in Zendesk."""
        keep_names_in(request.snapshot, request.deps.handbook, [body.text])
        return about(feedback_issue(request, body.iid))

    def steps(self, operation: Noting) -> Sequence[Step[Noting]]:
        """Add the comment."""
        return [issue_note("feedback", _comment)]


def _comment(deps: Deps, operation: Noting) -> str:
    return f"{inline(operation.agent_name)} notes:\n\n{quote(operation.body.text)}"
