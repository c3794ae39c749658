"""Take cover back that was arranged from here: the schedule goes on as it was."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from pydantic import StringConstraints

from backend.deps import Deps
from backend.operations.engine.kind import Body, Facts, Kind
from backend.operations.engine.model import Request, RuleViolation, Step, StepResult
from backend.operations.shift.cover_shift import FURTHEST, schedule_now, schedule_of
from backend.store.operation_rows import OperationRow

JUST_NOW = timedelta(seconds=1)


class EndCover(Body):
    """Which override."""

    override_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{4,40}$")]


def facts(request: Request, body: EndCover) -> Facts:
    """Find the override; refuse one that is not there."""
    listed = request.deps.pagerduty.overrides(schedule_of(request.deps), request.now, request.now + FURTHEST)
    if body.override_id not in {one.id for one in listed}:
        raise RuleViolation("no_such_cover", "there is no such cover on the schedule: it is over or taken back already")
    return {}


def steps(operation: OperationRow) -> Sequence[Step]:
    """End the override."""
    return [Step("override", _look, _write, primary=True, idempotent=True)]


def _look(deps: Deps, operation: OperationRow) -> StepResult | None:
    now = deps.clock() + JUST_NOW
    listed = deps.pagerduty.overrides(schedule_now(deps), now, now + FURTHEST)
    return None if operation.body["override_id"] in {one.id for one in listed} else StepResult("Cover taken back")


def _write(deps: Deps, operation: OperationRow) -> StepResult:
    deps.pagerduty.end_override(schedule_now(deps), operation.body["override_id"])
    return StepResult("Cover taken back")


KIND = Kind(
    name="end_cover",
    body=EndCover,
    facts=facts,
    steps=steps,
    needs="schedule",
    on_board=True,
)
