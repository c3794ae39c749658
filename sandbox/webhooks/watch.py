"""Find what a request has changed, whichever way it did: the stand-ins need not know of webhooks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from sandbox.errors import Json
from sandbox.gitlab.tracker import Issue, Tracker
from sandbox.pagerduty.pager import Pager
from sandbox.webhooks import incidents, payloads
from sandbox.webhooks.incidents import SeenIncident
from sandbox.zendesk.desk import Desk


@dataclass(frozen=True)
class Seen:
    """What is compared of a record: `stamp` tells that it changed, the rest what an event says of it."""

    stamp: object
    status: str
    labels: tuple[str, ...] = ()
    size: int = 0


@dataclass
class Watch:
    """What the records were like when last looked at; only vendors that somebody listens to are looked at."""

    desk: Desk
    pager: Pager
    tracker: Tracker
    _known: dict[tuple[str, object], Seen] = field(default_factory=dict)
    _incidents: dict[str, SeenIncident] = field(default_factory=dict)

    def changes(self) -> list[tuple[str, Json]]:
        """Return the events of what has changed since the last look: vendor and payload."""
        events = []
        for key, seen, write in self._records():
            before = self._known.get(key)
            if before != seen:
                events.append((key[0], write(before)))
                self._known[key] = seen
        return events + [("pagerduty", payload) for payload in self._incident_events()]

    def _records(self) -> Iterator[tuple[tuple[str, object], Seen, Callable[[Seen | None], Json]]]:
        for ticket in self.desk.tickets.values():
            yield ("zendesk", ticket["id"]), self._ticket(ticket), partial(self._of_ticket, ticket)
        for project in self.tracker.projects.values():
            for issue in project.issues.values():
                seen = Seen(issue.updated_at, issue.state, tuple(issue.labels))
                yield ("gitlab", issue.id), seen, partial(self._of_issue, issue)

    def _ticket(self, ticket: Json) -> Seen:
        return Seen(
            ticket["updated_at"], ticket["status"], tuple(ticket["tags"]), len(self.desk.comments[ticket["id"]])
        )

    def _of_ticket(self, ticket: Json, before: Seen | None) -> Json:
        now = self._ticket(ticket)
        if before is None:
            return payloads.ticket(ticket, "ticket.created", {})
        if now.size > before.size:
            comment = self.desk.comments[ticket["id"]][-1]
            return payloads.ticket(ticket, "ticket.comment_added", {"comment": {"id": str(comment["id"])}})
        if now.status != before.status:
            return payloads.ticket(ticket, "ticket.status_changed", {"current": now.status, "previous": before.status})
        return payloads.ticket(ticket, "ticket.tags_changed", {"current": now.labels, "previous": before.labels})

    def _incident_events(self) -> Iterator[Json]:
        for incident in self.pager.incidents.values():
            before, now = self._incidents.get(incident.id), SeenIncident.of(incident)
            if before != now:
                self._incidents[incident.id] = now
                yield from (incidents.event(self.pager, incident, kind) for kind in incidents.kinds(before, now))

    def _of_issue(self, issue: Issue, before: Seen | None) -> Json:
        if before is None:
            return payloads.issue(self.tracker, issue, "open", issue.labels)
        moved = {"opened": "reopen", "closed": "close"}[issue.state] if before.status != issue.state else "update"
        return payloads.issue(self.tracker, issue, moved, list(before.labels))
