"""Tick a step of a STAR that only a person can tell is done; nothing is written outside."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import StringConstraints

from backend.deps import Deps
from backend.domain.eligibility.answers import BadAnswer
from backend.handbook.model.star import RECORDED_STEPS
from backend.operations.engine.documents import Body
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step, StepResult
from backend.operations.engine.request import Request
from backend.operations.steps.issue import IssueContext, about, open_star


class TickStar(Body):
    """Which step, and whether it is done."""

    step: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    done: bool = True


Ticking = Operation[TickStar, IssueContext]


class TickStarKind(Kind[TickStar, IssueContext]):
    """One record of our own: the operation itself."""

    name = "tick_star"
    Body = TickStar
    Context = IssueContext

    def prepare(self, request: Request, body: TickStar) -> IssueContext:
        """Find the STAR; raise BadAnswer for a step that is not the handbook's, or that records of its own tell."""
        possible = [step for step in request.deps.handbook.star.mechanics if step not in RECORDED_STEPS]
        if body.step not in possible:
            raise BadAnswer("step", f"must be one of {', '.join(possible)}")
        return about(open_star(request))

    def steps(self, operation: Ticking) -> Sequence[Step[Ticking]]:
        """Record it."""
        return [Step("tick", lambda deps, op: None, _tick, primary=True, idempotent=True)]


def _tick(deps: Deps, operation: Ticking) -> StepResult:
    known = deps.handbook.star.mechanics.get(operation.body.step)
    text = known.text if known else operation.body.step
    said = "Done" if operation.body.done else "Not done yet"
    return StepResult(f"{said}: {text}", url=operation.context.url)
