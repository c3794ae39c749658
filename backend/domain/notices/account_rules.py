"""When a notice holds by what a customer's account shows: one function per notice, as in rules.py."""

from datetime import UTC, datetime

from backend.domain.eligibility.entitlement import entitlement
from backend.domain.eligibility.plan import HIGH, carried, comparable, field, high_at_weekends, plain
from backend.domain.eligibility.reported import OVER
from backend.domain.hours import is_open
from backend.domain.notices.rules import Circumstances
from backend.handbook.model.handbook import Handbook

WAITING = frozenset({"pending", "hold"})
"""Tickets that wait for the customer or for somebody else: no reply of ours is due."""


def not_supported(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold for accounts that support cannot serve here."""
    flags = handbook.zendesk.flags
    reasons = (
        (flags.restricted, "The account is restricted."),
        (flags.support_hold, "The account is on support hold: Sales takes it from here."),
        (flags.partner, "The customer is served by a partner: that partner's own route."),
    )
    return next((words for names, words in reasons if carried(seen.ticket, names, handbook)), None)


def same_day_purchase(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold for a handful of seats bought on the same day (UTC)."""
    organization = seen.ticket.organization
    if organization is None or organization.created_at.astimezone(UTC).date() != now.astimezone(UTC).date():
        return None
    seats = field(seen.ticket, handbook.zendesk.organization_fields.seats)
    try:
        few = float(seats) == handbook.notice_limits.same_day_seats
    except ValueError:
        return None
    return "The organization was created today." if few else None


def weekend_high(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold at a weekend for a high ticket of a customer whose support services cover that."""
    hours = handbook.hours.schedules[handbook.emergency.high_priority.hours]
    if seen.ticket.priority != HIGH or seen.ticket.status in OVER | WAITING or is_open(hours, now):
        return None
    if entitlement(seen.ticket, handbook, now).answer in {"no", "out_of_hours"}:
        return None
    names = [handbook.entitlement.add_ons.get(flag, flag) for flag in high_at_weekends(seen.ticket, handbook)]
    return f"Its priority is high, and the customer has: {', '.join(names)}." if names else None


def us_government(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold for US Government customers."""
    if handbook.zendesk.us_government_instance:
        return "This Zendesk account serves US Government customers."
    flags = handbook.zendesk.flags.us_government
    return "The plan is a US Government plan." if carried(seen.ticket, flags, handbook) else None


def escalated_org(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold for organizations in escalated state."""
    return _carried(seen, handbook.zendesk.flags.escalated, handbook)


def dedicated(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold for customers of GitLab Dedicated."""
    return _carried(seen, handbook.zendesk.flags.dedicated, handbook)


def upgrade_assistance(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold for upgrade assistance requests, known by flag or by the value of any ticket field."""
    wanted = plain(handbook.zendesk.upgrade_assistance_value)
    fields, options = seen.ticket.fields, seen.ticket.options
    if any(wanted in comparable(value, options.get(key, ())) for key, value in fields.items()):
        return ""
    return _carried(seen, handbook.zendesk.flags.upgrade_assistance, handbook)


def _carried(seen: Circumstances, names: tuple[str, ...], handbook: Handbook) -> str | None:
    return "" if carried(seen.ticket, names, handbook) else None
