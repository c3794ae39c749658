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


def who_does_what(handbook: Handbook, now: datetime) -> tuple[Part, ...]:
    """List both, so that whoever reads it on Friday knows of Saturday."""
    rules = handbook.emergency.high_priority
    in_hours = is_open(handbook.hours.schedules[rules.hours], now)
    return (
        Part(rules.in_hours.title, rules.in_hours.text, in_hours),
        Part(rules.out_of_hours.title, rules.out_of_hours.text, not in_hours),
    )
