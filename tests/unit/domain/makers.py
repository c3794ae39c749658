"""Tickets, issues and incidents with everything ordinary about them filled in."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.domain.issues import Issue, Tracker
from backend.domain.paging.incident import Incident, IncidentStatus
from backend.domain.tickets import Organization, Ticket

NOW = datetime(2026, 3, 4, 18, 0, tzinfo=UTC)
"""A Wednesday, 10:00 in Los Angeles."""

SELF_MANAGED, SAAS, LICENSING = 426148, 334447, 360000071293


def at(text: str) -> datetime:
    """Read a time; without an offset it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def organization(
    fields: Mapping[str, object] | None = None,
    tags: frozenset[str] = frozenset(),
    created_at: datetime = NOW - timedelta(days=400),
) -> Organization:
    return Organization(7, "Ångström GmbH", created_at, fields or {}, tags)


def ticket(
    fields: Mapping[str, object] | None = None,
    *,
    tags: frozenset[str] = frozenset(),
    org_tags: frozenset[str] = frozenset(),
    no_organization: bool = False,
    fields_by_id: Mapping[int, object] | None = None,
    **changes: object,
) -> Ticket:
    values: dict[str, object] = {
        "id": 1234,
        "subject": "Help",
        "status": "open",
        "priority": "normal",
        "created_at": NOW - timedelta(hours=1),
        "updated_at": NOW,
        "form_id": SELF_MANAGED,
        "tags": tags,
        "organization": None if no_organization else organization(fields, org_tags),
        "latest_public_by": "customer",
        "fields": fields_by_id or {},
        **changes,
    }
    return Ticket(**values)  # type: ignore[arg-type]


def issue(tracker: Tracker = "star", /, **changes: object) -> Issue:
    values: dict[str, object] = {
        "tracker": tracker,
        "iid": 1,
        "title": "STAR for ZD#1234" if tracker == "star" else "Negative feedback for ticket 1234",
        "description": "",
        "url": "https://gitlab.com/x/-/issues/1",
        "closed": False,
        "labels": frozenset(),
        "author": "jane",
        "assignee": None,
        "created_at": NOW,
        "updated_at": NOW,
        **changes,
    }
    return Issue(**values)  # type: ignore[arg-type]


def incident(
    title: str = "1234",
    status: IncidentStatus = "triggered",
    *,
    key: str | None = None,
    created_at: datetime = NOW,
    acknowledged_at: datetime | None = None,
    number: int = 1,
    service_id: str = "PL3TX00",
    policy_id: str | None = "PKV6GCH",
    **changes: Any,
) -> Incident:
    return Incident(
        id=f"Q{number}",
        number=number,
        title=title,
        status=status,
        url="https://example.pagerduty.com/incidents/Q1",
        service_id=service_id,
        key=key,
        created_at=created_at,
        acknowledged_at=acknowledged_at,
        policy_id=policy_id,
        **changes,
    )
