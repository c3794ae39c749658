"""Composes a ticket's panel from the store and the rules. Asks no vendor."""

from collections.abc import Callable, Iterable
from datetime import datetime

from backend.domain.access import Reach, may_see
from backend.domain.eligibility.history import Decision, standing
from backend.domain.eligibility.plan import plan_label, us_government
from backend.domain.once import once
from backend.domain.paging.identity import incident_tickets
from backend.domain.paging.incident import Incident
from backend.domain.paging.pages import Pages, emergency_pages
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook
from backend.operations.emergency.assessments import newest_answers
from backend.operations.emergency.decided import decision_that_holds, recorded
from backend.operations.engine.operation import StoredOperation
from backend.operations.reading import past_operations, read_operation
from backend.operations.star.records import RECORDING
from backend.panel.answers import Kept
from backend.panel.checklist import held
from backend.panel.common import common
from backend.panel.emergency import emergency_part
from backend.panel.issues import feedback_part, star_part, unread_issues
from backend.panel.macros import macro_parts
from backend.panel.notices import notice_parts, others_shown, switched_on_by_person
from backend.panel.on_call import ON_CALLS, on_call_of
from backend.panel.operations import operation_parts
from backend.panel.schemas.base import LinkOut
from backend.panel.schemas.panel import PanelOut, Sources, TicketOut
from backend.panel.sources import Freshness, Known
from backend.store.mirror import MirrorStore
from backend.store.operations import OperationStore
from backend.store.snapshots import Snapshot
from backend.store.standing import Standing

STARS = "gitlab:star"
SHOWN_OPERATIONS = 10
STAR_KINDS = (*RECORDING, "open_star", "move_discussion")
"""Kinds that tell how far a STAR is, and where its thread is."""
ANYBODY = Reach(0)
"""An agent whom Zendesk restricts in nothing, and who is in no group."""


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
        with_slack: bool,
        stars_url: str = "",
    ) -> None:
        self._stars_url = stars_url
        self._mirror = mirror
        self._operations = operations
        self._handbook = handbook
        self._clock = clock
        self._feedback_url = feedback_url
        self._with_slack = with_slack
        self._freshness = Freshness(handbook, sync_seconds)
        self._known_sources = Kept(self._read_sources)

    def panel(self, ticket_id: int, reach: Reach = ANYBODY, standing: Standing | None = None) -> PanelOut:
        """Compose the panel of a ticket, as far as an agent may see; `standing` is how it stands, None = read it."""
        return self._panel(ticket_id, reach, *self._read(ticket_id, standing), self._clock())

    def panel_at(self, ticket_id: int, reach: Reach, at: datetime) -> PanelOut | None:
        """Compose it as it will be if nothing changes; None where turns on call begin or end before that."""
        (operations, snapshot), now = self._read(ticket_id, None), self._clock()
        edges = (edge for entry in snapshot.on_calls for edge in (entry.start, entry.end) if edge)
        if any(now < edge <= at for edge in edges):
            return None
        return self._panel(ticket_id, reach, operations, snapshot, at)

    def sources(self, standing: Standing) -> Sources:
        """Judge how far the vendors' data can be trusted now, for a ticket whose copy stands so."""
        return self._known_sources.get(standing.seen.common).of_panel(standing.copy, self._clock())

    def _read(self, ticket_id: int, standing: Standing | None) -> tuple[list[StoredOperation], Snapshot]:
        """Read a ticket's operations, and then what they change.

        The other way round one that ends meanwhile would be told as done beside what it changed as it was before.
        """
        standing = standing or self._mirror.standing(ticket_id)
        if not standing.has_operations:
            return [], self._mirror.snapshot(ticket_id, standing)
        operations = past_operations(self._operations, ticket_id)
        return operations, self._mirror.snapshot(ticket_id)

    def _panel(
        self, ticket_id: int, reach: Reach, operations: list[StoredOperation], snapshot: Snapshot, now: datetime
    ) -> PanelOut:
        handbook = self._handbook
        shared = common(snapshot.shared, handbook)
        pages = self._pages(ticket_id, reach, snapshot)
        ticket = snapshot.ticket
        switched_on = switched_on_by_person(operations)
        known = self._known_sources.get(snapshot.shared.common)
        on_call = on_call_of(shared.duties(now), known.rows.get(ON_CALLS))
        sources = known.of_panel(snapshot.copy, now)
        assessed = newest_answers(operations, snapshot.incidents, handbook, now)
        said = standing(recorded(operations), emergency_pages(snapshot.incidents, handbook), handbook, now)
        holding = held(ticket, assessed, said, handbook, now) if ticket else None
        emergency = emergency_part(
            ticket_id,
            ticket,
            snapshot,
            pages,
            on_call,
            assessed,
            said,
            switched_on,
            handbook,
            now,
            failed=sources.zendesk.error is not None,
        )
        return PanelOut(
            ticket=ticket_part(ticket, handbook) if ticket else None,
            on_call=on_call,
            emergency=emergency,
            star=star_part(
                ticket,
                snapshot,
                self._star_records(ticket_id, snapshot),
                self._with_slack,
                unread_issues(ticket_id, known.rows.get(STARS), self._stars_url),
                handbook,
                now,
            ),
            feedback=feedback_part(ticket, snapshot, handbook, now, self._feedback_url),
            macros=macro_parts(
                shared.macros(reach),
                holding.macros if holding else (),
                operations,
                ticket.form_id if ticket else None,
                handbook.zendesk,
            ),
            notices=notice_parts(
                ticket, pages, others_shown(emergency, snapshot), assessed, switched_on, handbook, now
            ),
            links=links(handbook),
            operations=operation_parts(operations, SHOWN_OPERATIONS, handbook, now),
            sources=sources,
            on_call_channel=handbook.slack.channels.get("on_call"),
        )

    def decision(self, ticket_id: int, now: datetime) -> Decision | None:
        """Give the override that holds for the present emergency of a ticket."""
        incidents = self._mirror.snapshot(ticket_id).incidents
        return decision_that_holds(past_operations(self._operations, ticket_id), incidents, self._handbook, now)

    def _read_sources(self) -> Known:
        return self._freshness.known({row.name: row for row in self._mirror.sources.all()}, self._clock())

    def _pages(self, ticket_id: int, reach: Reach, snapshot: Snapshot) -> Pages:
        """Sort out the incidents that an agent may see: mostly the same for all."""
        if reach.restriction is not None:
            return Pages(self._visible(snapshot.known_incidents, ticket_id, reach), self._handbook)
        if snapshot.known_incidents is snapshot.shared.incidents:
            return common(snapshot.shared, self._handbook).pages
        return Pages(snapshot.known_incidents, self._handbook)

    def _visible(self, incidents: Iterable[Incident], ticket_id: int, reach: Reach) -> list[Incident]:
        """Keep the incidents of this ticket and of those that lie within reach; of an unread one nobody knows."""
        named = {incident.id: incident_tickets(incident, self._handbook) for incident in incidents}
        others = {number for numbers in named.values() for number in numbers} - {ticket_id}
        copies = {number: self._mirror.tickets.get(number) for number in others}
        within = {ticket_id} | {number for number, ticket in copies.items() if ticket and may_see(reach, ticket)}
        return [incident for incident in incidents if named[incident.id] and named[incident.id] <= within]

    def _star_records(self, ticket_id: int, snapshot: Snapshot) -> list[StoredOperation]:
        """Read what left a record of the ticket's STARs, however much was done since."""
        if not snapshot.has_operations or not any(issue.tracker == "star" for issue in snapshot.issues):
            return []
        return [read_operation(row) for row in self._operations.of_tickets([ticket_id], STAR_KINDS)]


def ticket_part(ticket: Ticket, handbook: Handbook) -> TicketOut:
    """Show the ticket."""
    key = handbook.zendesk.form_key(ticket.form_id)
    return TicketOut.of(
        ticket,
        form=handbook.zendesk.forms[key].name if key else None,
        organization=ticket.organization.name if ticket.organization else None,
        plan=plan_label(ticket, handbook),
        us_government=us_government(ticket, handbook),
        tags=sorted(ticket.tags),
    )


@once
def links(handbook: Handbook) -> list[LinkOut]:
    """Show the pages that the process leans on."""
    return [LinkOut.of(link) for link in handbook.links.values() if link.url]
