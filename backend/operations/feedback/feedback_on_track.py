"""Say that a feedback ticket is back on track: only then does the board let go of it."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.operations.engine.documents import Body, RecordNumber
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step, StepResult
from backend.operations.engine.request import Request
from backend.operations.steps.issue import IssueContext, about, feedback_issue


class FeedbackOnTrack(Body):
    """The feedback issue."""

    iid: RecordNumber


OnTrack = Operation[FeedbackOnTrack, IssueContext]


class FeedbackOnTrackKind(Kind[FeedbackOnTrack, IssueContext]):
    """One record of our own."""

    name = "feedback_on_track"
    Body = FeedbackOnTrack
    Context = IssueContext

    def prepare(self, request: Request, body: FeedbackOnTrack) -> IssueContext:
        """Find the issue."""
        return about(feedback_issue(request, body.iid))

    def steps(self, operation: OnTrack) -> Sequence[Step[OnTrack]]:
        """Record it."""
        return [Step("on_track", lambda deps, op: None, _record, primary=True, idempotent=True)]


def _record(deps: Deps, operation: OnTrack) -> StepResult:
    context = operation.context
    deps.mirror.contacts.on_track(context.iid, operation.agent_name, deps.clock())
    return StepResult(f"The ticket of feedback issue #{context.iid} is back on track", url=context.url)
