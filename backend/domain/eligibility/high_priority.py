"""Who does what about that which is not an emergency yet but may become one."""

from dataclasses import dataclass
from datetime import datetime

from backend.domain.eligibility.entitlement import Entitlement
from backend.domain.hours import is_open
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.weekly import Schedule

BUSINESS_HOURS = "E5"
"""The rule of the plans that hold in business hours alone."""


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Whose part it is at one kind of time; `now` = that is the present one."""

    title: str
    text: str
    now: bool


def has_limited_hours(entitled: Entitlement) -> bool:
    """Tell whether the customer's plan holds in business hours alone."""
    return entitled.rule == BUSINESS_HOURS


def support_hours(handbook: Handbook, *, limited: bool) -> Schedule:
    """Give the hours in which we work on what is no emergency; `limited` = for a plan for business hours alone."""
    key = handbook.entitlement.business_hours if limited else handbook.emergency.high_priority.hours
    return handbook.hours.schedules[key]


def who_does_what(handbook: Handbook, now: datetime, *, limited: bool = False) -> tuple[Responsibility, ...]:
    """List both, so that whoever reads it on Friday knows of Saturday; `limited` = a plan for business hours alone."""
    rules = handbook.emergency.high_priority
    other = rules.limited if limited else rules.out_of_hours
    in_hours = is_open(support_hours(handbook, limited=limited), now)
    return (
        Responsibility(rules.in_hours.title, rules.in_hours.text, in_hours),
        Responsibility(other.title, other.text, not in_hours),
    )
