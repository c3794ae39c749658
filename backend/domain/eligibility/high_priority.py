"""Who does what about that which is not an emergency yet but may become one."""

from dataclasses import dataclass
from datetime import datetime

from backend.domain.hours import is_open
from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class Part:
    """Whose part it is at one kind of time; `now` = that is the present one."""

    title: str
    text: str
    now: bool


def who_does_what(handbook: Handbook, now: datetime, *, limited: bool = False) -> tuple[Part, ...]:
    """List both, so that whoever reads it on Friday knows of Saturday; `limited` = a plan for business hours alone."""
    rules = handbook.emergency.high_priority
    other = rules.limited if limited else rules.out_of_hours
    in_hours = is_open(handbook.hours.schedules[handbook.entitlement.business_hours if limited else rules.hours], now)
    return (
        Part(rules.in_hours.title, rules.in_hours.text, in_hours),
        Part(other.title, other.text, not in_hours),
    )
