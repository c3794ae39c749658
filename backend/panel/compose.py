"""Composes a ticket's panel from the store and the rules. Asks no vendor."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast, get_args

from cachetools import TTLCache
from pydantic.main import IncEx

from backend.domain.answers import parse_answers, still_possible
from backend.domain.notices import Circumstances, notices
from backend.domain.page import OnCall, OnCallRole
from backend.domain.plan import plan_label, us_government
from backend.domain.responders import on_duty
from backend.domain.ticket import Ticket
from backend.handbook.model import Handbook
from backend.handbook.process import NoticeId
from backend.panel.emergency import emergency_part
from backend.panel.issues import feedback_part, star_part
from backend.panel.operations import operation_part
from backend.panel.shape import (
    Duty,
    MacroPart,
    NoticePart,
    OnCallPart,
    PanelPart,
    Source,
    SourceName,
    Sources,
    TicketPart,
)
from backend.store.mirror import MirrorStore, Snapshot, SourceRow
from backend.store.operations import OperationRow, OperationStore

SHOWN_OPERATIONS = 10
KNOWN_OPERATIONS = 50
"""How many of a ticket's operations are looked through for its assessment and for what was done with its STAR."""
ASSESSING = {"record_assessment", "trigger_emergency"}
"""Kinds whose answers are a ticket's assessment; the newest one counts."""
KEPT_ANSWERS = 512
KEPT_SECONDS = 2.0
"""How long an answer is given again: clocks in it count minutes."""
STALE_AFTER = 4
"""How many sync intervals without news make a source stale."""
SOURCES: dict[SourceName, tuple[str, ...]] = {
    "zendesk": ("zendesk:tickets",),
    "gitlab": ("gitlab:star", "gitlab:feedback"),
    "pagerduty": ("pagerduty:incidents", "pagerduty:on_calls"),
}


TIMES_OF_READING: IncEx = {"sources": {"zendesk": {"as_of"}, "gitlab": {"as_of"}, "pagerduty": {"as_of"}}}


@dataclass(frozen=True, slots=True)
class Answer:
    """A panel as JSON; `etag` names its content without the times of reading, which `as_of` holds as JSON."""

    body: bytes
    etag: str
    as_of: str


def answer_of(panel: PanelPart) -> Answer:
    """Write a panel down."""
    content = panel.model_dump_json(exclude=TIMES_OF_READING)
    sources = panel.sources.model_dump(mode="json")
    return Answer(
        body=panel.model_dump_json().encode(),
        etag=hashlib.sha256(content.encode()).hexdigest()[:32],
        as_of=json.dumps({name: source["as_of"] for name, source in sources.items()}),
    )


class Composer:
    """Makes panels."""

    def __init__(
        self,
        mirror: MirrorStore,
        operations: OperationStore,
        handbook: Handbook,
        clock: Callable[[], datetime],
        sync_seconds: float,
        feedback_url: str,
    ) -> None:
        self._mirror = mirror
        self._operations = operations
        self._handbook = handbook
        self._clock = clock
        self._max_age = timedelta(seconds=max(sync_seconds * STALE_AFTER, 15))
        self._feedback_url = feedback_url
        projects = handbook.gitlab.projects
        left_out = {"gitlab:star": not projects.stars, "gitlab:feedback": not projects.feedback}
        self._sources_of = {name: [one for one in SOURCES[name] if not left_out.get(one)] for name in SOURCES}
        self._answers: TTLCache[tuple[int, int], Answer] = TTLCache(KEPT_ANSWERS, KEPT_SECONDS)
        self._lock = threading.Lock()

    def answer(self, ticket_id: int) -> Answer:
        """Give the panel as it is sent; what was made a moment ago from the same content is given again."""
        key = (ticket_id, self._mirror.revision())
        with self._lock:
            known = self._answers.get(key)
        if known is None:
            known = answer_of(self.panel(ticket_id))
            with self._lock:
                self._answers[key] = known
        return known

    def panel(self, ticket_id: int) -> PanelPart:
        """Compose the panel of a ticket as the mirror knows it now."""
        snapshot, now, handbook = self._mirror.snapshot(ticket_id), self._clock(), self._handbook
        ticket = snapshot.ticket.ticket if snapshot.ticket else None
        operations = self._operations.of_ticket(ticket_id, KNOWN_OPERATIONS)
        switched_on = switched_on_by_person(operations)
        on_call = on_call_part(snapshot.on_calls, now)
        sources = self._sources(snapshot, now)
        assessed = next((one for one in operations if one.kind in ASSESSING and one.body.get("answers")), None)
        return PanelPart(
            ticket=ticket_part(ticket, handbook) if ticket else None,
            on_call=on_call,
            emergency=emergency_part(
                ticket_id,
                ticket,
                snapshot,
                on_call,
                assessed,
                switched_on,
                handbook,
                now,
                failed=sources.zendesk.error is not None,
            ),
            star=star_part(ticket, snapshot, operations, handbook, now),
            feedback=feedback_part(ticket, snapshot, handbook, now, self._feedback_url),
            macros=macro_parts(snapshot.macros, handbook),
            notices=notice_parts(ticket, snapshot, assessed, switched_on, handbook, now),
            operations=[operation_part(one, handbook, now) for one in operations[:SHOWN_OPERATIONS]],
            sources=sources,
        )

    def _sources(self, snapshot: Snapshot, now: datetime) -> Sources:
        found = {name: self._source(name, snapshot, now) for name in get_args(SourceName)}
        return Sources(**found)

    def _source(self, name: SourceName, snapshot: Snapshot, now: datetime) -> Source:
        rows = [snapshot.sources[one] for one in self._sources_of[name] if one in snapshot.sources]
        if name == "zendesk":
            # What counts on a ticket's panel is when this very ticket was read.
            fetched_at = snapshot.ticket.fetched_at if snapshot.ticket else None
            rows = [SourceRow(row.name, fetched_at, None, row.error, row.failed_at) for row in rows]
        complete = len(rows) == len(self._sources_of[name])
        if name != "zendesk":
            return source_of(rows, complete, now, self._max_age)
        found = source_of(rows, complete, now, None)
        outdated = snapshot.ticket is not None and snapshot.ticket.outdated
        return found.model_copy(update={"state": "stale"}) if outdated and found.state == "fresh" else found


def source_of(rows: list[SourceRow], complete: bool, now: datetime, max_age: timedelta | None) -> Source:
    """Tell how far a vendor's data can be trusted, from how its parts were last read."""
    known = [row.as_of for row in rows if row.as_of]
    error = next((row.error for row in rows if row.error), None)
    if not complete or len(known) < len(rows) or not known:
        return Source(state="unavailable", as_of=min(known, default=None), error=error)
    as_of = min(known)
    late = max_age is not None and now - as_of > max_age
    return Source(state="stale" if error or late else "fresh", as_of=as_of, error=error)


def ticket_part(ticket: Ticket, handbook: Handbook) -> TicketPart:
    """Show the ticket."""
    key = handbook.zendesk.form_key(ticket.form_id)
    return TicketPart(
        id=ticket.id,
        subject=ticket.subject,
        status=ticket.status,
        priority=ticket.priority,
        form=handbook.zendesk.forms[key].name if key else None,
        organization=ticket.organization.name if ticket.organization else None,
        plan=plan_label(ticket, handbook),
        us_government=us_government(ticket, handbook),
        tags=sorted(ticket.tags),
        created_at=ticket.created_at,
        updated_at=ticket.updated_at,
    )


def switched_on_by_person(operations: Iterable[OperationRow]) -> frozenset[NoticeId]:
    """Read which notices a person wants; the newest assessment that speaks of them counts."""
    spoken = (one.body["notices"] for one in operations if one.kind == "record_assessment" and "notices" in one.body)
    return frozenset(next(spoken, ()))


def notice_parts(
    ticket: Ticket | None,
    snapshot: Snapshot,
    assessed: OperationRow | None,
    switched_on: frozenset[NoticeId],
    handbook: Handbook,
    now: datetime,
) -> list[NoticePart]:
    """Show the special handling that the ticket, its assessment or a person calls for."""
    if ticket is None:
        return []
    body = assessed.body if assessed else {}
    incidents = {one.id: one for one in (*snapshot.open_incidents, *snapshot.incidents)}
    seen = Circumstances(
        ticket,
        tuple(incidents.values()),
        answers=parse_answers(still_possible(body["answers"], handbook), handbook) if body else None,
        switched_on=switched_on,
    )
    return [
        NoticePart(id=one.id, title=one.title, text=one.text, insert=one.insert) for one in notices(seen, handbook, now)
    ]


def on_call_part(entries: Iterable[OnCall], now: datetime) -> OnCallPart:
    """Show who is on call."""
    by_role: dict[OnCallRole, list[OnCall]] = {role: [] for role in get_args(OnCallRole)}
    for entry in entries:
        by_role[entry.role].append(entry)
    return OnCallPart(manager=duty(by_role["manager"], now), engineer=duty(by_role["engineer"], now))


def duty(entries: list[OnCall], now: datetime) -> Duty | None:
    """Find who has the duty now, until when, and who follows."""
    current = next((one for one in entries if on_duty(one, now)), None)
    if current is None:
        return None
    end, following = current.end, None
    for one in sorted((one for one in entries if one.start), key=lambda one: cast(datetime, one.start)):
        # A shift may be cut in pieces; the next person is the first other one.
        if end and one.start and one.start >= end and one.name != current.name:
            following = one
            break
        if one.name == current.name and one.start and end and one.start <= end:
            end = max(end, one.end) if one.end else None
    return Duty(name=current.name, until=end, next=following.name if following else None)


def macro_parts(macros: Iterable[tuple[int, str]], handbook: Handbook) -> list[MacroPart]:
    """List the macros, the handbook's own first among equals."""
    paging, ours = handbook.paging_macro, set(handbook.zendesk.macros.values())
    return [
        MacroPart(id=one, title=title, pages=title == paging, suggested=title in ours and title != paging)
        for one, title in macros
    ]
