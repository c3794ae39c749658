"""Vendors as steps see them: they keep what is written, and nothing else is answered."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from backend.domain.issues import Account, Issue, Tracker
from backend.domain.paging.incident import Incident
from backend.domain.paging.schedules import Override
from backend.domain.tickets import Comment, Person, Ticket
from backend.vendors.errors import AlreadyOpen
from backend.vendors.zendesk.users import ZendeskUser
from tests.unit.domain.makers import NOW, incident, issue


@dataclass
class FakeZendesk:
    """Tickets' notes and tags."""

    notes: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    people: dict[int, ZendeskUser] = field(default_factory=dict)
    assignee: int | None = None
    takes_assignees: bool = True

    def user(self, user_id: int) -> ZendeskUser:
        return self.people[user_id]

    def ticket(self, ticket_id: int) -> Ticket:
        assignee = Person(self.assignee, "Somebody") if self.assignee else None
        return Ticket(ticket_id, "s", "open", "normal", NOW, NOW, assignee=assignee)

    def set_assignee(self, ticket_id: int, agent_id: int) -> None:
        self.assignee = agent_id if self.takes_assignees else self.assignee

    def has_note(self, ticket_id: int, is_ours: Callable[[Comment], bool], since: datetime) -> bool:
        made = (
            Comment(1, 7001, False, NOW, html, mark=mark) for html, mark in zip(self.notes, self.marks, strict=True)
        )
        return any(is_ours(one) for one in made)

    def add_note(self, ticket_id: int, html: str, mark: str) -> None:
        self.notes.append(html)
        self.marks.append(mark)

    def add_tag(self, ticket_id: int, tag: str) -> None:
        self.tags.append(tag)


@dataclass
class FakePagerDuty:
    """Incidents and a schedule's overrides."""

    incidents: list[Incident] = field(default_factory=list)
    listed: list[Override] = field(default_factory=list)
    details: list[str] = field(default_factory=list)

    def trigger(self, *, service_id: str, policy_id: str | None, title: str, key: str, details: str) -> Incident:
        if any(each.is_open and each.key == key for each in self.incidents):
            raise AlreadyOpen("PagerDuty", "an incident with this key is open")
        self.details.append(details)
        made = replace(incident(title, key=key, number=len(self.incidents) + 1), service_id=service_id)
        self.incidents.append(made)
        return made

    def incidents_by_key(self, key: str, since: datetime | None = None) -> list[Incident]:
        return [each for each in self.incidents if each.key == key]

    def open_incidents(self, services: Iterable[str]) -> list[Incident]:
        return [each for each in self.incidents if each.is_open and each.service_id in set(services)]

    def incident(self, incident_id: str) -> Incident:
        return next(each for each in self.incidents if each.id == incident_id)

    def escalate(self, incident_id: str, level: int) -> Incident:
        return self.assign(incident_id, f"level {level}")

    def assign(self, incident_id: str, user: str) -> Incident:
        changed = replace(self.incident(incident_id), assigned_ids=(user,), assigned_to=(user,))
        self.incidents = [changed if each.id == incident_id else each for each in self.incidents]
        return changed

    def overrides(self, schedule: str, start: datetime, end: datetime) -> list[Override]:
        return [each for each in self.listed if each.start < end and each.end > start]

    def add_override(self, schedule: str, user_id: str, start: datetime, end: datetime) -> Override:
        made = Override(f"QOVER{len(self.listed) + 1}", user_id, start, end)
        self.listed.append(made)
        return made

    def end_override(self, schedule: str, override_id: str) -> None:
        self.listed = [each for each in self.listed if each.id != override_id]


@dataclass
class FakeGitLab:
    """A project's issues and their notes."""

    issues: dict[int, Issue] = field(default_factory=dict)
    notes: dict[int, list[str]] = field(default_factory=dict)
    changes: list[dict[str, object]] = field(default_factory=list)

    def put(self, *issues: Issue) -> "FakeGitLab":
        self.issues |= {each.iid: each for each in issues}
        return self

    def issue(self, tracker: Tracker, iid: int) -> Issue:
        return self.issues[iid]

    def create_issue(self, tracker: Tracker, *, title: str, description: str, labels: Sequence[str]) -> Issue:
        iid = len(self.issues) + 1
        made = issue(tracker, iid=iid, title=title, description=description, labels=frozenset(labels), created_at=NOW)
        self.issues[iid] = made
        return made

    def our_issues(self, tracker: Tracker, since: datetime, is_ours: Callable[[str], bool]) -> list[Issue]:
        return sorted((each for each in self.issues.values() if is_ours(each.description)), key=lambda one: one.iid)

    def update_issue(self, tracker: Tracker, iid: int, **fields: object) -> Issue:
        self.changes.append({"iid": iid, **fields})
        known = self.issues[iid]
        labels = known.labels | ({str(fields["add_labels"])} if "add_labels" in fields else set())
        ids = cast(list[int], fields.get("assignee_ids", []))
        assignees = tuple(Account(one, f"user-{one}") for one in ids) or known.assignees
        closed = known.closed or fields.get("state_event") == "close"
        self.issues[iid] = replace(known, closed=closed, labels=labels, assignees=assignees)
        return self.issues[iid]

    def has_note(self, tracker: Tracker, iid: int, is_ours: Callable[[str], bool], since: datetime) -> bool:
        return any(is_ours(note) for note in self.notes.get(iid, []))

    def add_note(self, tracker: Tracker, iid: int, body: str) -> None:
        self.notes.setdefault(iid, []).append(body)
