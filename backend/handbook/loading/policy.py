"""Rules that a handbook may not break, however well it is written: each would page twice, or nobody.

A rule that two keys break together names both: whoever reads the fault is shown the one in their own file.
"""

from collections.abc import Iterator

from backend.handbook.loading.faults import Path_
from backend.handbook.loading.references import macro_uses
from backend.handbook.model.handbook import Handbook

Breach = tuple[tuple[Path_, ...], str]
"""The keys that break a rule together, and what is wrong."""

DAY, WEEK = 24 * 60, 7 * 24 * 60


def breaches(handbook: Handbook) -> Iterator[Breach]:
    """List every rule that is broken."""
    yield from _paging_tag(handbook)
    yield from _paging_macro(handbook)
    yield from _titles(handbook)
    yield from _services(handbook)
    yield from _hours(handbook)
    yield from _roles(handbook)
    yield from _bounds(handbook)


def _paging_tag(handbook: Handbook) -> Iterator[Breach]:
    tags, path = handbook.zendesk.tags, ("zendesk", "tags")
    for name in ("emergency_paged", "star_submitted"):
        if getattr(tags, name).strip().casefold() == tags.trigger_manual_emergency.strip().casefold():
            because = "is the tag by which Zendesk pages: writing it would page a second time"
            yield ((*path, name), (*path, "trigger_manual_emergency")), because


def _paging_macro(handbook: Handbook) -> Iterator[Breach]:
    macros, named = handbook.zendesk.macros, ("emergency", "paging_macro")
    paging = macros.get(handbook.emergency.paging_macro)
    for place, key in macro_uses(handbook):
        if place != named and paging is not None and macros.get(key) == paging:
            because = "is the macro that pages: it is never offered, trigger_emergency pages once"
            yield (place, named, ("zendesk", "macros", key)), because


def _titles(handbook: Handbook) -> Iterator[Breach]:
    for name, title in handbook.pagerduty.titles.model_dump().items():
        if "{ticket}" not in title:
            yield (("pagerduty", "titles", name),), "must hold {ticket}: without it nobody knows whose page it is"


def _services(handbook: Handbook) -> Iterator[Breach]:
    owners: dict[str, str] = {}
    for name, service in handbook.pagerduty.services:
        if service.id is not None and (owner := owners.setdefault(service.id, name)) != name:
            path = ("pagerduty", "services")
            yield ((*path, name, "id"), (*path, owner, "id")), f"is the id of {owner!r} too: their pages are told by it"


def _hours(handbook: Handbook) -> Iterator[Breach]:
    for key, schedule in handbook.hours.schedules.items():
        if not schedule.weekly:
            yield (("hours", "schedules", key, "open"),), "must be open some time"


def _roles(handbook: Handbook) -> Iterator[Breach]:
    for name in ("manager", "light_agent"):
        rule = getattr(handbook.roles, name)
        if rule.can and not (rule.groups or rule.custom_roles):
            yield (("roles", name),), "nobody can have this role: name a group or a custom role of Zendesk"


def _bounds(handbook: Handbook) -> Iterator[Breach]:
    for path, value, most, unit in _ages(handbook):
        if value > most:
            yield (path,), f"is {value}, more than {most} {unit}: surely another unit was meant"


def _ages(handbook: Handbook) -> Iterator[tuple[Path_, int, int, str]]:
    """List what is an age or a clock: its key, value, the most that makes sense, and the unit."""
    star, limits = handbook.star, handbook.notice_limits
    for key, urgency in star.urgencies.items():
        yield ("star", "urgencies", key, "minutes"), urgency.minutes, WEEK, "minutes"
    for name, value in handbook.pagerduty.minutes.model_dump().items():
        yield ("pagerduty", "minutes", name), value, DAY, "minutes"
    for priority, target in handbook.sla.items():
        for name, value in target.model_dump().items():
            yield ("sla", priority, name), value, 4 * WEEK, "minutes"
    for name in ("wide_incident_minutes", "account_escalation_minutes", "sla_minutes"):
        yield ("notice_limits", name), getattr(limits, name), WEEK, "minutes"
    call = handbook.pagerduty.manager_call
    yield ("pagerduty", "manager_call", "after_minutes"), call.after_minutes, DAY, "minutes"
    yield ("star", "minimum_age_minutes"), star.minimum_age_minutes, WEEK, "minutes"
    yield ("star", "sla_margin_minutes"), star.sla_margin_minutes, WEEK, "minutes"
    yield ("star", "licence_hours"), star.licence_hours, 24 * 90, "hours"
    yield ("feedback", "contact_hours"), handbook.feedback.contact_hours, 24 * 30, "hours"
    yield ("emergency", "answers_count_hours"), handbook.emergency.answers_count_hours, 24 * 30, "hours"
    yield ("entitlement", "recently_expired_days"), handbook.entitlement.recently_expired_days, 366, "days"
    yield ("gitlab", "recently_closed_days"), handbook.gitlab.recently_closed_days, 3660, "days"
