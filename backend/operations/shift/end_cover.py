"""Take cover back that was arranged from here: the schedule goes on as it was."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from backend.deps import Deps
from backend.domain.paging.schedules import manager_schedules
from backend.domain.shift.cover import FURTHEST
from backend.operations.engine.documents import Body, NoContext
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step, StepResult
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.shift.cover_shift import OVERRIDE
from backend.operations.shift.schedules import RecordId, schedules_of

JUST_NOW = timedelta(seconds=1)


class EndCover(Body):
    """Which override."""

    override_id: RecordId


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
        schedules_of(request.deps)
        if _where(request.deps, body.override_id, request.now) is None:
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


def _where(deps: Deps, override_id: str, now: datetime) -> str | None:
    """Find the schedule on which an override stands."""
    for schedule in manager_schedules(deps.handbook):
        if override_id in {override.id for override in deps.pagerduty.overrides(schedule, now, now + FURTHEST)}:
            return schedule
    return None


def _look(deps: Deps, operation: Ending) -> StepResult | None:
    there = _where(deps, operation.body.override_id, deps.clock() + JUST_NOW)
    return None if there else _ended(deps, operation)


def _write(deps: Deps, operation: Ending) -> StepResult:
    schedule = _where(deps, operation.body.override_id, deps.clock())
    if schedule:
        deps.pagerduty.end_override(schedule, operation.body.override_id)
    return _ended(deps, operation)


def _ended(deps: Deps, operation: Ending) -> StepResult:
    standing = deps.mirror.on_calls.overrides()
    deps.mirror.on_calls.replace_overrides(
        override for override in standing if override.id != operation.body.override_id
    )
    return StepResult("Cover taken back")
