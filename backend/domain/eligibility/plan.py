"""What a ticket shows of the customer's plan: flags, names, expiry."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from backend.domain.once import once
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook

# What Zendesk sends for a field of type date is the day with a midnight behind it: T00:00:00+00:00.
_DATE = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


_BETWEEN_WORDS = re.compile(r"[\s_-]+")
HIGH = "high"
"""Zendesk's word for the priority."""


def plain(word: object) -> str:
    """Reduce a word to what comparing it needs: `Former_Customer` and `former customer` are the same."""
    return _BETWEEN_WORDS.sub(" ", str(word)).strip().casefold()


@cache
def _plain_set(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(plain, words))


@once
def flags(ticket: Ticket, handbook: Handbook) -> frozenset[str]:
    """Collect the facts that are carried by a ticket tag, an organization tag or an organization field."""
    organization = ticket.organization
    if organization is None:
        return ticket.tags
    true_words = _plain_set(handbook.zendesk.flags.true_words)
    fields = (name for name, value in organization.fields.items() if _is_true(value, true_words))
    return ticket.tags | organization.tags | frozenset(fields)


def _is_true(value: object, true_words: frozenset[str]) -> bool:
    if isinstance(value, bool | int | float):
        return value == 1
    return isinstance(value, str) and plain(value) in true_words


def carried(ticket: Ticket, names: Iterable[str], handbook: Handbook) -> tuple[str, ...]:
    """List which of the named flags the ticket carries, in the given order."""
    raised = flags(ticket, handbook)
    return tuple([name for name in names if name in raised])


def field(ticket: Ticket, name: str) -> str:
    """Read an organization field as text, options by their names where these are known; blank when there is none."""
    if ticket.organization is None:
        return ""
    chosen = ticket.organization.options.get(name) or texts(ticket.organization.fields.get(name))
    return ", ".join(chosen)


def comparable(value: object, options: Iterable[str]) -> frozenset[str]:
    """Collect what may be compared with the handbook: a field's values, and the names of the options chosen."""
    return frozenset(map(plain, (*texts(value), *options)))


def texts(value: object) -> tuple[str, ...]:
    """List what a field holds, which is one value, a list of them (of a multi-select), or nothing."""
    return tuple(
        str(entry).strip() for entry in (value if isinstance(value, list | tuple) else [value]) if entry is not None
    )


def worded(ticket: Ticket, names: Iterable[str], wanted: AbstractSet[str]) -> tuple[str, ...]:
    """List the organization fields whose value, or its option's name, is one of the words wanted."""
    organization = ticket.organization
    if organization is None:
        return ()
    return tuple(
        f"{name}={field(ticket, name)}"
        for name in names
        if wanted & comparable(organization.fields.get(name), organization.options.get(name, ()))
    )


def paid_facts(ticket: Ticket, handbook: Handbook) -> tuple[str, ...]:
    """List what on a ticket says that the plan is one with emergency support."""
    return carried(ticket, handbook.entitlement.plans, handbook) + worded(
        ticket, (handbook.zendesk.organization_fields.support_level,), _paid_levels(handbook)
    )


@once
def _paid_levels(handbook: Handbook) -> set[str]:
    return {plain(level) for level in handbook.entitlement.paid_levels}


@dataclass(frozen=True, slots=True)
class Expiry:
    """When the plan ends: the last day that is covered, or the text that could not be read as one."""

    day: date | None = None
    unreadable: str | None = None


def expiry(ticket: Ticket, handbook: Handbook) -> Expiry:
    """Read the expiration date as a calendar day, written alone or at the front of a time; none = not expired."""
    text = field(ticket, handbook.zendesk.organization_fields.expiration_date)
    if not text:
        return Expiry()
    written = _DATE.fullmatch(text)
    try:
        return Expiry(day=date.fromisoformat(written["day"])) if written else Expiry(unreadable=text)
    except ValueError:
        return Expiry(unreadable=text)


def ended_plan(ticket: Ticket, handbook: Handbook, now: datetime) -> date | None:
    """Give the last day of a plan that is over; None where none is over, or no plan is known that could be."""
    day = expiry(ticket, handbook).day
    return day if day and paid_facts(ticket, handbook) and day < now.astimezone(UTC).date() else None


def plan_label(ticket: Ticket, handbook: Handbook) -> str:
    """Name the plan for people, as in `Self-managed Ultimate`; blank when nothing tells."""
    rules = handbook.entitlement
    names = {**rules.plans, **rules.unpaid_flags, **rules.add_ons}
    labels = [names[flag] for flag in carried(ticket, names, handbook)]
    level = field(ticket, handbook.zendesk.organization_fields.support_level)
    if level and not carried(ticket, rules.plans, handbook):
        labels.insert(0, level)
    return ", ".join(labels)


def account_team(ticket: Ticket, handbook: Handbook) -> tuple[tuple[str, str], ...]:
    """List who is responsible for the customer's account: what they are called, and their names."""
    named = ((title, field(ticket, key)) for key, title in handbook.zendesk.account_team.items())
    return tuple((title, name) for title, name in named if name)


def high_at_weekends(ticket: Ticket, handbook: Handbook) -> tuple[str, ...]:
    """List the flags for which the customer's high tickets are looked after at weekends, too."""
    return carried(ticket, handbook.zendesk.flags.weekend_high, handbook)


def us_government(ticket: Ticket, handbook: Handbook) -> bool:
    """Tell whether the customer's names must stay in Zendesk (US Federal rule)."""
    return handbook.zendesk.us_government_instance or bool(
        carried(ticket, handbook.zendesk.flags.us_government, handbook)
    )
