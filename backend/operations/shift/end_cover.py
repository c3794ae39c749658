"""Take cover back that was arranged from here: the schedule goes on as it was."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from pydantic import StringConstraints

from backend.deps import Deps
from backend.operations.engine.documents import Body, NoContext
from backend.operations.engine.kind import Kind
from backend.operations.engine.model import Operation, Request, RuleViolation, Step, StepResult
from backend.operations.shift.cover_shift import FURTHEST, OVERRIDE, schedule_now, schedule_of

JUST_NOW = timedelta(seconds=1)


class EndCover(Body):
    """Which override."""

    override_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{4,40}$")]


Ending = Operation[EndCover, NoContext]


class EndCoverKind(Kind[EndCover, NoContext]):
    """One change of the schedule."""

    name = "end_cover"
    Body = EndCover
    Context = NoContext
    needs = "schedule"
    on_board = True

    def prepare(self, request: Request, body: EndCover) -> NoContext:
        """Refuse an override that is not there."""
        listed = request.deps.pagerduty.overrides(schedule_of(request.deps), request.now, request.now + FURTHEST)
        if body.override_id not in {override.id for override in listed}:
            because = "there is no such cover on the schedule: it is over or taken back already"
            raise RuleViolation("no_such_cover", because)
        return NoContext()

    def steps(self, operation: Ending) -> Sequence[Step[Ending]]:
        """End the override."""
        return [
            Step(
                OVERRIDE,
                _look,
                _write,
                primary=True,
                idempotent=True,
                by_hand="Remove the override from PagerDuty's schedule",
            )
        ]


def _look(deps: Deps, operation: Ending) -> StepResult | None:
    now = deps.clock() + JUST_NOW
    listed = deps.pagerduty.overrides(schedule_now(deps), now, now + FURTHEST)
    there = operation.body.override_id in {override.id for override in listed}
    return None if there else StepResult("Cover taken back")


def _write(deps: Deps, operation: Ending) -> StepResult:
    deps.pagerduty.end_override(schedule_now(deps), operation.body.override_id)
    return StepResult("Cover taken back")
