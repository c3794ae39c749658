"""Find what a request has changed, whichever way it did: the stand-ins need not know of webhooks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from sandbox.errors import Json
from sandbox.gitlab.tracker import Tracker
from sandbox.pagerduty.pager import Pager
from sandbox.webhooks import incidents, issues, organizations, tickets
from sandbox.zendesk.desk import Desk


class Look(NamedTuple):
    """One look at a record; `events` writes what has changed since the look before, None = there was none."""

    vendor: str
    id: object
    seen: Any
    events: Callable[[Any], list[Json]]


@dataclass
class Watch:
    """What the records were like when last looked at; only vendors that somebody listens to are looked at."""

    desk: Desk
    pager: Pager
    tracker: Tracker
    _known: dict[tuple[str, object], Any] = field(default_factory=dict)

    def changes(self) -> list[tuple[str, Json]]:
        """Return the events of what has changed since the last look: vendor and payload."""
        found: list[tuple[str, Json]] = []
        for look in self._looks():
            key = look.vendor, look.id
            before = self._known.get(key)
            if before != look.seen:
                self._known[key] = look.seen
                found += [(look.vendor, payload) for payload in look.events(before)]
        return found

    def _looks(self) -> Iterator[Look]:
        for organization in self.desk.organizations.values():
            events = partial(organizations.events, self.desk, organization)
            yield Look("zendesk", ("organization", organization["id"]), organizations.seen(organization), events)
        for ticket in self.desk.tickets.values():
            seen = tickets.SeenTicket.of(self.desk, ticket)
            yield Look("zendesk", ticket["id"], seen, partial(tickets.events, self.desk, ticket))
        for incident in self.pager.incidents.values():
            now = incidents.SeenIncident.of(incident)
            yield Look("pagerduty", incident.id, now, partial(incidents.events, self.pager, incident))
        for project in self.tracker.projects.values():
            for issue in project.issues.values():
                yield Look("gitlab", issue.id, issues.SeenIssue.of(issue), partial(issues.events, self.tracker, issue))
