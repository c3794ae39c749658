"""Close a feedback issue; where contact was requested, only once it is recorded, or with a reason."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.feedback.lifecycle import may_close
from backend.domain.text import inline, quote
from backend.operations.engine.documents import Body, FreeText, RecordNumber
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.steps.change_issue import IssueChange, change_issue
from backend.operations.steps.issue import IssueContext, about, feedback_issue
from backend.operations.steps.note import issue_note
from backend.operations.steps.us_government import keep_names_in


class CloseFeedback(Body):
    """The feedback issue, and why it may be closed although the contact is not recorded."""

    iid: RecordNumber
    override_reason: FreeText | None = None


Closing = Operation[CloseFeedback, IssueContext]


class CloseFeedbackKind(Kind[CloseFeedback, IssueContext]):
    """Say why if there is something to say, then close."""

    name = "close_feedback"
    Body = CloseFeedback
    Context = IssueContext
    trackers = ("feedback",)

    def prepare(self, request: Request, body: CloseFeedback) -> IssueContext:
        """Find the issue; keep the names of US Government customers in Zendesk."""
        keep_names_in(request.snapshot, request.deps.handbook, [body.override_reason])
        return about(feedback_issue(request, body.iid))

    def rules(self, request: Request, body: CloseFeedback) -> None:
        """Refuse while a requested contact is not recorded."""
        issue = feedback_issue(request, body.iid)
        recorded = request.deps.mirror.contacts.get(issue.iid).made_by is not None
        closing = may_close(issue, recorded, request.deps.handbook)
        if not closing.allowed and body.override_reason is None:
            because = f"{closing.because} Record the contact, or give a reason to close without it."
            raise RuleViolation("contact_missing", because)

    def claim_key(self, context: IssueContext) -> str:
        """Close an issue once."""
        return f"close-feedback-{context.iid}"

    def steps(self, operation: Closing) -> Sequence[Step[Closing]]:
        """Leave the comment out where there is no reason to give."""
        close = change_issue("feedback", "close", _change, lambda op: "Issue closed", primary=True)
        return [issue_note("feedback", _reason), close] if operation.body.override_reason else [close]


def _change(deps: Deps, operation: Closing) -> IssueChange:
    return IssueChange(close=True)


def _reason(deps: Deps, operation: Closing) -> str:
    reason = quote(operation.body.override_reason or "")
    return f"Closed by {inline(operation.agent_name)} without a recorded contact:\n\n{reason}"
