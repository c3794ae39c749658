"""May this customer use emergency support? The rules E1 to E9; the first that holds wins."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from backend.domain.eligibility.plan import carried, expiry, paid_facts, plain, worded
from backend.domain.hours import is_open
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook

Answer = Literal["yes", "likely", "unknown", "out_of_hours", "no"]


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The answer, the rule that gave it, why, and the facts of the ticket that made the rule hold."""

    answer: Answer
    rule: str
    because: str
    fired: tuple[str, ...] = ()


EntitlementRule = Callable[[Ticket, Handbook, datetime], Entitlement | None]


def entitlement(ticket: Ticket, handbook: Handbook, now: datetime) -> Entitlement:
    """Apply the rules in their order; always answers."""
    return next(found for _, found in tried(ticket, handbook, now) if found)


def tried(ticket: Ticket, handbook: Handbook, now: datetime) -> Iterator[tuple[str, Entitlement | None]]:
    """Give each rule that is tried, by its id, with what it says: None = it does not hold. The last one holds."""
    for name, rule in _RULES.items():
        found = rule(ticket, handbook, now)
        yield name, found
        if found:
            return
    yield "E9", _nothing_known(ticket)


def _restricted(ticket: Ticket, handbook: Handbook, now: datetime) -> Entitlement | None:
    if fired := carried(ticket, handbook.zendesk.flags.restricted, handbook):
        return Entitlement("no", "E1", "The account is restricted and cannot receive support.", fired)
    return None


def _on_hold(ticket: Ticket, handbook: Handbook, now: datetime) -> Entitlement | None:
    if fired := carried(ticket, handbook.zendesk.flags.support_hold, handbook):
        because = "The account is on support hold: Sales takes it from here, unless a manager overrides."
        return Entitlement("no", "E2", because, fired)
    return None


def _partner(ticket: Ticket, handbook: Handbook, now: datetime) -> Entitlement | None:
    if fired := carried(ticket, handbook.zendesk.flags.partner, handbook):
        because = "The customer buys support from a partner and has that partner's own route."
        return Entitlement("no", "E3", because, fired)
    return None


def _round_the_clock(ticket: Ticket, handbook: Handbook, now: datetime) -> Entitlement | None:
    if fired := carried(ticket, handbook.zendesk.flags.round_the_clock, handbook):
        because = "The plan covers emergencies at any time, of severity 1 and of severity 2."
        return Entitlement("yes", "E4", because, fired)
    return None


def _business_hours(ticket: Ticket, handbook: Handbook, now: datetime) -> Entitlement | None:
    fired = carried(ticket, handbook.zendesk.flags.us_government_12x5, handbook)
    if not fired:
        return None
    schedule = handbook.hours.schedules[handbook.entitlement.business_hours]
    if is_open(schedule, now):
        because = f"The plan covers emergencies of severity 1 in the hours of {schedule.name}: now."
        return Entitlement("yes", "E5", because, fired)
    because = (
        f"The plan covers emergencies only in the hours of {schedule.name}, and it is outside them; "
        "an exception is the engineer's to grant."
    )
    return Entitlement("out_of_hours", "E5", because, fired)


def _paid(ticket: Ticket, handbook: Handbook, now: datetime) -> Entitlement | None:
    fired = paid_facts(ticket, handbook)
    if not fired:
        return None
    if grace := carried(ticket, handbook.zendesk.flags.grace_period, handbook):
        because = "The plan has ended and is in its grace period; check with Licensing & Renewals."
        return Entitlement("likely", "E7", because, fired + grace)
    ends = expiry(ticket, handbook)
    name = handbook.zendesk.organization_fields.expiration_date
    if ends.unreadable is not None:
        because = f"The plan would cover it, but its expiration date {ends.unreadable!r} is not a date."
        return Entitlement("unknown", "E6", because, (*fired, f"{name}={ends.unreadable}"))
    if ends.day is None:
        return Entitlement("yes", "E6", "The plan covers emergencies around the clock.", fired)
    return _dated((*fired, f"{name}={ends.day}"), (now.astimezone(UTC).date() - ends.day).days, handbook)


def _dated(fired: tuple[str, ...], days_ago: int, handbook: Handbook) -> Entitlement:
    if days_ago <= 0:
        because = "The plan covers emergencies around the clock and has not expired."
        return Entitlement("yes", "E6", because, fired)
    ago = f"{days_ago} day{'s' if days_ago > 1 else ''} ago"
    if days_ago <= handbook.entitlement.recently_expired_days:
        because = f"The plan expired {ago} and may be in renewal; check with Licensing & Renewals."
        return Entitlement("likely", "E7", because, fired)
    because = f"The plan expired {ago}. Lower the priority and say so kindly."
    return Entitlement("no", "E8", because, fired)


def _unpaid(ticket: Ticket, handbook: Handbook, now: datetime) -> Entitlement | None:
    if fired := _unpaid_facts(ticket, handbook):
        because = "The plan has no emergency support. Lower the priority and say so kindly."
        return Entitlement("no", "E8", because, fired)
    return None


def _nothing_known(ticket: Ticket) -> Entitlement:
    if ticket.organization is None:
        because = "The ticket has no organization: verify the entitlement, and do not refuse until then."
    else:
        because = "Nothing here tells the plan: verify the entitlement, and do not refuse until then."
    return Entitlement("unknown", "E9", because)


def _unpaid_facts(ticket: Ticket, handbook: Handbook) -> tuple[str, ...]:
    rules, fields = handbook.entitlement, handbook.zendesk.organization_fields
    unpaid = {plain(word) for word in rules.unpaid_words}
    return carried(ticket, rules.unpaid_flags, handbook) + worded(
        ticket, (fields.support_level, fields.account_type), unpaid
    )


_RULES: Mapping[str, EntitlementRule] = {
    "E1": _restricted,
    "E2": _on_hold,
    "E3": _partner,
    "E4": _round_the_clock,
    "E5": _business_hours,
    "E6": _paid,
    "E8": _unpaid,
}
"""By their ids; what is paid and near or past its end is E7 or E8."""
