"""Tick a step of a STAR that only a person can tell is done; nothing is written outside."""

from collections.abc import Sequence
from typing import Literal

from backend.deps import Deps
from backend.operations.engine.documents import Body
from backend.operations.engine.kind import Kind
from backend.operations.engine.model import Operation, Request, Step, StepResult
from backend.operations.steps.issue import IssueContext, open_star


class TickStar(Body):
    """Which step, and whether it is done."""

    step: Literal["triage", "document"]
    done: bool = True


Ticking = Operation[TickStar, IssueContext]


class TickStarKind(Kind[TickStar, IssueContext]):
    """One record of our own: the operation itself."""

    name = "tick_star"
    Body = TickStar
    Context = IssueContext

    def prepare(self, request: Request, body: TickStar) -> IssueContext:
        """Find the STAR."""
        issue = open_star(request)
        return IssueContext(iid=issue.iid, url=issue.url)

    def steps(self, operation: Ticking) -> Sequence[Step[Ticking]]:
        """Record it."""
        return [Step("tick", lambda deps, op: None, _tick, primary=True, idempotent=True)]


def _tick(deps: Deps, operation: Ticking) -> StepResult:
    text = deps.handbook.star.mechanics[operation.body.step].text
    said = "Done" if operation.body.done else "Not done yet"
    return StepResult(f"{said}: {text}", url=operation.context.url)
