"""When each notice holds: one function per notice, answering with what the ticket shows, or None."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.clock import minutes_between, span
from backend.domain.eligibility.answers import Answers
from backend.domain.eligibility.plan import carried
from backend.domain.eligibility.reported import OVER
from backend.domain.paging.clock import first_reply
from backend.domain.paging.identity import goes_on_for_long
from backend.domain.paging.incident import Incident
from backend.domain.paging.pages import Pages, backup_pool_offered
from backend.domain.sla import FIRST_REPLY, reply_targets
from backend.domain.tickets import Ticket
from backend.handbook.model.checklist import YES
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.zendesk import Product

NAMED = 5
"""How many other emergencies a notice names."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What notices are judged by; `pages` are all incidents that are known, `answers` the latest assessment's.

    `others` are the other tickets with an open emergency, as far as somebody has looked at them here.
    """

    ticket: Ticket
    pages: Pages
    answers: Answers | None = None
    switched_on: frozenset[str] = frozenset()
    others: tuple[Ticket, ...] = ()


def compromised(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold for a self-managed instance that may be in other hands."""
    if tags := carried(seen.ticket, handbook.zendesk.flags.compromised, handbook):
        return f"It carries {tags[0]}."
    return _suspected(seen, handbook, "self_managed", "unpatched")


def security_saas(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold for GitLab.com when a compromise or a leak is suspected."""
    return _suspected(seen, handbook, "gitlab_com", "leaked")


def _suspected(seen: Circumstances, handbook: Handbook, product: Product, symptom: str) -> str | None:
    if seen.answers is None or handbook.zendesk.product(seen.ticket.form_id) != product:
        return None
    if seen.answers["compromise"] == YES:
        return "The checklist says that a compromise is suspected."
    if seen.answers["symptom"] == symptom:
        return f"The checklist says: {handbook.emergency.values('symptom')[symptom]}."
    return None


def wide_incident(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold when so many emergencies began so close together that they look like one."""
    limits = handbook.notice_limits
    span, many = timedelta(minutes=limits.wide_incident_minutes), limits.wide_incident_pages
    current = [each.created_at for each in seen.pages.emergencies if each.is_open or now - each.created_at <= span]
    if any(last - first <= span for first, last in zip(current, current[many - 1 :], strict=False)):
        return f"{many} or more emergencies were opened within {limits.wide_incident_minutes} min."
    return None


def concurrent(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold when this ticket's emergency is not the only one that is open."""
    others = seen.pages.others_open(seen.ticket.id)
    if not others or _open_page(seen) is None:
        return None
    more = f" and {len(others) - NAMED} more" if len(others) > NAMED else ""
    detail = f"Open beside this one: {', '.join(each.title for each in others[:NAMED])}{more}."
    if backup_pool_offered(seen.ticket.id, seen.pages, handbook, now):
        detail += f" It is the APAC weekend: {handbook.pagerduty.services.apac_backup_pool.name} can be paged."
    return detail


def same_customer(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold when other emergencies of this ticket's organization are open, told apart by its id."""
    organization = seen.ticket.organization
    if organization is None or seen.ticket.status in OVER:
        return None
    same = [other.id for other in seen.others if other.organization and other.organization.id == organization.id]
    return (
        f"Emergencies are open on ticket {', '.join(f'#{number}' for number in sorted(same))}, too." if same else None
    )


def account_escalation(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold when this ticket's emergency has been open for long."""
    page = _open_page(seen)
    if page is None:
        return None
    if not goes_on_for_long(page, handbook, now):
        return None
    return f"The emergency has been open for {span(minutes_between(page.created_at, now))}."


def _open_page(seen: Circumstances) -> Incident | None:
    return next((each for each in seen.pages.of(seen.ticket.id) if each.is_open), None)


def sla(seen: Circumstances, handbook: Handbook, now: datetime) -> str | None:
    """Hold when the next reply target is near or past; a page that waits for its reply has the first reply's clock."""
    targets = reply_targets(seen.ticket, handbook)
    pages = seen.pages.of(seen.ticket.id)
    if any(each.merged_into is None and first_reply(each, seen.ticket) is None for each in pages):
        targets = [each for each in targets if each.metric != FIRST_REPLY]
    target = min(targets, key=lambda each: each.breach_at, default=None)
    if target is None or target.breach_at - now > timedelta(minutes=handbook.notice_limits.sla_minutes):
        return None
    name = target.metric.replace("_", " ").capitalize()
    if target.breach_at < now:
        return f"{name}: missed {minutes_between(target.breach_at, now)} min ago."
    return f"{name}: {minutes_between(now, target.breach_at)} min left."
