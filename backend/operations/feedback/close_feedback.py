"""Close a feedback issue; where contact was requested, only once it is recorded, or with a reason."""

from collections.abc import Sequence

from pydantic import PositiveInt

from backend.deps import Deps
from backend.domain.feedback.lifecycle import may_close
from backend.domain.text import inline, quote
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Request, RuleViolation, Step
from backend.operations.steps.issue import change_issue, feedback_issue, iid_of, of_issue
from backend.operations.steps.note import issue_note
from backend.operations.steps.us_government import keep_names_in
from backend.store.operation_rows import OperationRow


class CloseFeedback(Body):
    """The feedback issue, and why it may be closed although the contact is not recorded."""

    iid: PositiveInt
    override_reason: FreeText | None = None


def facts(request: Request, body: CloseFeedback) -> Facts:
    """Find the issue; keep the names of US Government customers in Zendesk."""
    keep_names_in(request.snapshot, request.deps.handbook, [body.override_reason])
    return of_issue(feedback_issue(request, body.iid))


def rules(request: Request, body: CloseFeedback) -> None:
    """Refuse while a requested contact is not recorded."""
    issue = feedback_issue(request, body.iid)
    recorded = request.deps.gitlab.has_note("feedback", issue.iid, bool)
    closing = may_close(issue, recorded, request.deps.handbook)
    if not closing.allowed and body.override_reason is None:
        raise RuleViolation(
            "contact_missing", f"{closing.because} Record the contact, or give a reason to close without it."
        )


def steps(operation: OperationRow) -> Sequence[Step]:
    """Say why if there is something to say, then close."""
    close = change_issue(
        "feedback", "close", lambda deps, op: {"state_event": "close"}, lambda op: "Issue closed", primary=True
    )
    return [issue_note("feedback", iid_of, _why), close] if operation.body.get("override_reason") else [close]


def _why(deps: Deps, operation: OperationRow) -> str:
    reason = quote(operation.body["override_reason"])
    return f"Closed by {inline(operation.agent_name)} without a recorded contact:\n\n{reason}"


KIND = Kind(
    name="close_feedback",
    body=CloseFeedback,
    facts=facts,
    steps=steps,
    purpose=lambda facts: f"close-feedback-{facts['iid']}",
    rules=rules,
)
