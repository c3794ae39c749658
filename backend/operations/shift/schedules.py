"""On which of the managers' schedules cover is arranged."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints

from backend.deps import Deps
from backend.domain.paging.on_call import on_duty
from backend.domain.paging.schedules import manager_schedules
from backend.operations.engine.request import Request, RuleViolation

RecordId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{4,40}$")]
"""The id of a schedule or an override; those of shift-based schedules are longer than other ids."""


def schedules_of(deps: Deps) -> list[str]:
    """Give the managers' schedules; raise RuleViolation while the handbook names none."""
    schedules = manager_schedules(deps.handbook)
    if not schedules:
        raise RuleViolation("not_configured", "fill in pagerduty.on_call.manager with a schedule in the handbook")
    return schedules


def schedule_for(request: Request, start: datetime, wanted: str | None) -> str:
    """Choose the schedule that cover is for: the one named, the only one, or the one with a turn at that time."""
    schedules = schedules_of(request.deps)
    if wanted is not None:
        if wanted not in schedules:
            raise RuleViolation("schedule_unknown", f"the handbook names no schedule {wanted} of the managers")
        return wanted
    if len(schedules) == 1:
        return schedules[0]
    on_then = (
        entry for entry in request.deps.mirror.on_calls.all() if entry.role == "manager" and on_duty(entry, start)
    )
    turns = {entry.schedule_id for entry in on_then}
    busy = [schedule for schedule in schedules if schedule in turns]
    if len(busy) != 1:
        names = ", ".join(
            f"{rotation.schedule} ({rotation.region})" if rotation.region else str(rotation.schedule)
            for rotation in request.deps.handbook.pagerduty.on_call.manager
            if rotation.schedule
        )
        raise RuleViolation("schedule_unclear", f"say which schedule the cover is for: {names}")
    return busy[0]
