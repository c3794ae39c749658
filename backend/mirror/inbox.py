"""What a vendor's event says should be read again.

Events repeat, come late and out of order, and differ from the REST answers. So nothing is taken from them but where
to look: the mirror is then brought up to date from the vendor, which leaves it the same whatever order they came in.
Facts: developer.zendesk.com "Event types", developer.pagerduty.com "Webhooks", docs.gitlab.com "Webhook events".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from backend.deps import Deps
from backend.domain.paging.identity import bears_our_key
from backend.mirror.incidents import INCIDENTS, watched_services
from backend.mirror.ticket_reader import SOURCE as TICKETS
from backend.mirror.tickets import ORGANIZATIONS
from backend.store.inbox import InboxEntry
from backend.vendors.fields import Moment

LARGEST_ID = 2**63 - 1
MOVED = "incident.service_updated"
Event = Mapping[str, Any]
_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


@dataclass(frozen=True, slots=True)
class Watched:
    """What of the vendors is mirrored: PagerDuty's services by id, GitLab's projects with the source of each."""

    services: frozenset[str]
    projects: Mapping[str, str]


def watched(deps: Deps) -> Watched:
    """Read from the handbook what is mirrored."""
    projects = deps.handbook.gitlab.projects
    sources = {projects.stars: "gitlab:star", projects.feedback: "gitlab:feedback"}
    return Watched(
        services=frozenset(watched_services(deps)),
        projects={path: source for path, source in sources.items() if path},
    )


def entry_of(vendor: str, event: object, watched: Watched) -> InboxEntry | None:
    """Read an event; None when it is of nothing that the mirror holds, or of a form that nobody documented."""
    try:
        return READERS[vendor](event, watched) if isinstance(event, Mapping) else None
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None


def _zendesk(event: Event, watched: Watched) -> InboxEntry | None:
    """Read an event subscription's body (`subject` zen:ticket:<id>), or a trigger's that has `ticket_id`."""
    subject, detail = event.get("subject"), event.get("detail", event)
    kind, _, number = subject.rpartition(":") if isinstance(subject, str) else ("", "", "")
    source = ORGANIZATIONS if kind == "zen:organization" else TICKETS
    changed = int(number if kind in {"zen:ticket", "zen:organization"} else event["ticket_id"])
    if not 0 < changed <= LARGEST_ID:
        return None
    return InboxEntry(source, changed, _moment(detail.get("updated_at") if isinstance(detail, Mapping) else None))


def _moment(told: object) -> datetime | None:
    """Read when something changed; None where that cannot be read: that it changed counts all the same."""
    try:
        return _MOMENT.validate_python(told).astimezone(UTC)
    except ValidationError:
        return None


def _pagerduty(event: Event, watched: Watched) -> InboxEntry | None:
    """Read a v3 event; one that names no service (a note's), or that moves an incident away, may be of ours."""
    inner = event["event"]
    kind, data = inner["event_type"], inner["data"]
    service = data.get("service")
    ours = service is None or service["id"] in watched.services or bears_our_key(data.get("incident_key"))
    return InboxEntry(INCIDENTS) if kind.startswith("incident.") and (ours or kind == MOVED) else None


def _gitlab(event: Event, watched: Watched) -> InboxEntry | None:
    """Read the event of an issue, or of a note on one; confidential ones have the same form."""
    kind, project = event["object_kind"], event["project"]
    if kind not in {"issue", "work_item"} and not (kind == "note" and "issue" in event):
        return None
    source = watched.projects.get(project["path_with_namespace"]) or watched.projects.get(str(project.get("id")))
    return InboxEntry(source) if source else None


READERS: dict[str, Callable[[Event, Watched], InboxEntry | None]] = {
    "zendesk": _zendesk,
    "pagerduty": _pagerduty,
    "gitlab": _gitlab,
}
