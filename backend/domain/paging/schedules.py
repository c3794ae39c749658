"""The schedules that put people on call: the managers' own, and who stands in on one."""

from dataclasses import dataclass
from datetime import datetime

from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody stands in on a schedule for some hours."""

    id: str
    user_id: str
    start: datetime
    end: datetime
    name: str = ""
    schedule_id: str | None = None


def manager_schedules(handbook: Handbook) -> list[str]:
    """List the managers' schedules, on which cover is arranged."""
    return [rotation.schedule for rotation in handbook.pagerduty.on_call.manager if rotation.schedule]


def region_of(schedule: str | None, handbook: Handbook) -> str | None:
    """Tell for which region a managers' schedule is, where the handbook tells it."""
    return next(
        (
            rotation.region
            for rotation in handbook.pagerduty.on_call.manager
            if schedule and rotation.schedule == schedule
        ),
        None,
    )


def schedule_name(schedule: str, handbook: Handbook) -> str:
    """Call a managers' schedule by its region, else by its id."""
    return region_of(schedule, handbook) or f"schedule {schedule}"
