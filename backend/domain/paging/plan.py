"""What a page will look like, so that it can be named before it is sent, sent, or done by hand."""

from dataclasses import dataclass

from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class PagePlan:
    """A page: where it goes, under which title, and the lines that tell how to do it by hand.

    `policy` is blank where the service's own policy decides; `configured` is False while an id is missing.
    """

    service: str
    service_id: str | None
    policy: str
    policy_id: str | None
    title: str
    manual: tuple[str, ...]
    configured: bool


def emergency_page(handbook: Handbook, ticket_id: int) -> PagePlan:
    """Plan the page of a customer emergency."""
    pagerduty = handbook.pagerduty
    service, policy = pagerduty.services.customer_support, pagerduty.escalation_policy
    title = pagerduty.titles.emergency.format(ticket=ticket_id)
    lines = pagerduty.manual_way.emergency
    manual = tuple(line.format(service=service.name, policy=policy.name, title=title, summary="") for line in lines)
    configured = bool(service.id and policy.id)
    return PagePlan(service.name, service.id, policy.name, policy.id, title, manual, configured)


def backup_pool_page(handbook: Handbook, ticket_id: int, summary: str) -> PagePlan:
    """Plan the page of the APAC backup pool: no assignee, no priority."""
    pagerduty = handbook.pagerduty
    service = pagerduty.services.apac_backup_pool
    title = pagerduty.titles.backup_pool.format(ticket=ticket_id)
    lines = pagerduty.manual_way.backup_pool
    manual = tuple(line.format(service=service.name, policy="", title=title, summary=summary) for line in lines)
    return PagePlan(service.name, service.id, "", None, title, manual, bool(service.id))
