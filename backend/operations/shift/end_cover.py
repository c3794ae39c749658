"""Take cover back that was arranged from here: the schedule goes on as it was."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from pydantic import StringConstraints

from backend.deps import Tools
from backend.operations.engine.kind import Body, Facts, Kind
from backend.operations.engine.model import Done, Refusal, Request, Step
from backend.operations.shift.cover_shift import FURTHEST, schedule_now, schedule_of
from backend.store.operation_rows import OperationRow

JUST_NOW = timedelta(seconds=1)


class EndCover(Body):
    """Which override."""

    override_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{4,40}$")]


def facts(request: Request, body: EndCover) -> Facts:
    """Find the override; refuse one that is not there."""
    listed = request.tools.pagerduty.overrides(schedule_of(request.tools), request.now, request.now + FURTHEST)
    if body.override_id not in {one.id for one in listed}:
        raise Refusal("no_such_cover", "there is no such cover on the schedule: it is over, or was taken back already")
    return {}


def steps(operation: OperationRow) -> Sequence[Step]:
    """End the override."""
    return [Step("override", _look, _write, urgent=True, guarded=True)]


def _look(tools: Tools, operation: OperationRow) -> Done | None:
    now = tools.clock() + JUST_NOW
    listed = tools.pagerduty.overrides(schedule_now(tools), now, now + FURTHEST)
    return None if operation.body["override_id"] in {one.id for one in listed} else Done("Cover taken back")


def _write(tools: Tools, operation: OperationRow) -> Done:
    tools.pagerduty.end_override(schedule_now(tools), operation.body["override_id"])
    return Done("Cover taken back")


KIND = Kind(
    name="end_cover",
    body=EndCover,
    facts=facts,
    steps=steps,
    needs="schedule",
    on_board=True,
)
