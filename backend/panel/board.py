"""Composes the shift board from the store and the rules. Asks no vendor."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from backend.domain.paging.accounts import Accounts
from backend.domain.paging.identity import is_pool_page, pool_time
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.paging.plan import backup_pool_page
from backend.domain.paging.schedules import Override, manager_schedules, region_of, schedule_name
from backend.domain.paging.turns import shift_receivers
from backend.domain.shift import hand_off as shift
from backend.domain.shift.reminders import cover as cover_words
from backend.domain.star import lifecycle as star
from backend.domain.star.managers import manager_usernames
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import Operation, StoredOperation
from backend.operations.reading import read_operation
from backend.operations.shift.cover_shift import OVERRIDE, CoverContext, Covered, CoverShift
from backend.operations.star.records import RECORDING, handled
from backend.panel.answers import Answer, Answers
from backend.panel.board_rows import (
    clock_of,
    contacts_due,
    emergency_rows,
    feedback_row,
    followed_feedback,
    open_pages,
    open_stars,
    star_rows,
    ticket_of,
    without_reply,
)
from backend.panel.emergency import escalation_questions, plan_part
from backend.panel.on_call import ON_CALLS, on_call_part
from backend.panel.operations import operation_parts
from backend.panel.schemas.base import LinkOut, Source
from backend.panel.schemas.board import (
    BoardOut,
    BoardSources,
    Cover,
    CoverChoice,
    CoverOut,
    CoverSchedule,
    HandOffOut,
    SeveralOut,
    Taker,
    Totals,
    Turn,
)
from backend.panel.sources import Freshness
from backend.store.agents import AgentRow
from backend.store.board import BoardSnapshot, BoardStore, OpenIssue
from backend.store.operation_rows import BOARD
from backend.store.operations import OperationStore

ROWS, PAGES = 50, (50, 200, 1000, 5000)
"""Rows of a table that are sent, unless more are asked for, and how many can be."""
SHOWN_OPERATIONS = 10
KNOWN_OPERATIONS = 100
"""How many of the board's operations are looked through for cover that still counts."""


class Board:
    """Makes the board; it is the same for every manager."""

    def __init__(
        self,
        store: BoardStore,
        operations: OperationStore,
        handbook: Handbook,
        clock: Callable[[], datetime],
        sync_seconds: float,
        revision: Callable[[], int],
        with_slack: bool,
        health: Callable[[], list[str]],
        want: Callable[[Sequence[int]], None],
    ) -> None:
        """`want` is told of which tickets the board does not know the reply to an emergency, the least known first."""
        self._health = health
        self._want = want
        self._store = store
        self._operations = operations
        self._handbook = handbook
        self._clock = clock
        self._freshness = Freshness(handbook, sync_seconds)
        posts = with_slack and handbook.slack.post_hand_off
        self._channel = handbook.slack.channels["leadership"] if posts else None
        self._revision = revision
        self._answers: Answers[int] = Answers(len(PAGES), self.board)

    def answer(self, rows: int) -> Answer:
        """Give the board as it is sent, with at most so many rows a table."""
        return self._answers.get(rows, self._revision())

    def board(self, rows: int = ROWS) -> BoardOut:
        """Compose the board as the store knows it now."""
        seen, now, handbook = self._store.snapshot(), self._clock(), self._handbook
        operations = [read_operation(row) for row in self._operations.of_ticket(BOARD, KNOWN_OPERATIONS)]
        pages = open_pages(seen, handbook)
        emergencies = [one for one in pages if not is_pool_page(one, handbook)]
        self._want(without_reply(emergencies, seen, handbook))
        stars, feedbacks = open_stars(seen, handbook), followed_feedback(seen, handbook)
        return BoardOut(
            health=self._health(),
            on_call=on_call_part(seen.on_calls, seen.sources.get(ON_CALLS), now),
            emergencies=emergency_rows(pages, seen, handbook, now, rows),
            several=several_part(emergencies, seen, handbook, now),
            escalation=escalation_questions(handbook),
            stars=star_rows(stars[:rows], seen, self._records(stars[:rows]), handbook, now),
            feedback=[feedback_row(one, handbook, now) for one in feedbacks[:rows]],
            totals=Totals(emergencies=len(pages), stars=len(stars), feedback=len(feedbacks)),
            cover=cover_part(seen, operations, handbook, now),
            hand_off_channel=self._channel,
            operations=operation_parts(operations, SHOWN_OPERATIONS, handbook, now),
            sources=BoardSources(
                gitlab=self._freshness.of("gitlab", seen.sources, now),
                pagerduty=self._freshness.of("pagerduty", seen.sources, now),
            ),
        )

    def hand_off(self, agent: AgentRow) -> HandOffOut:
        """Write the shift down as it is now, for the manager who hands it over."""
        seen, now, handbook = self._store.snapshot(), self._clock(), self._handbook
        receivers = shift_receivers(seen.on_calls, Accounts.of(agent.id, agent.email, handbook), now)
        managers, records = manager_usernames(seen.people, seen.on_calls, handbook), self._records(seen.issues)
        pages = open_pages(seen, handbook)
        text = shift.hand_off_text(
            [_page_line(one, seen, handbook, now) for one in pages if not is_pool_page(one, handbook)],
            [_star_line(one, records, managers, handbook, now) for one in open_stars(seen, handbook)],
            [
                shift.feedback_line(one.issue, min(one.tickets, default=None), due, now)
                for one, due in contacts_due(seen, handbook)
            ],
            agent.name,
            [one.name for one in receivers],
            [_page_line(one, seen, handbook, now) for one in pages if is_pool_page(one, handbook)],
            doubt("PagerDuty", self._freshness.of("pagerduty", seen.sources, now)),
            doubt("GitLab", self._freshness.of("gitlab", seen.sources, now)),
        )
        return HandOffOut(text=text, receivers=[Taker.of(one) for one in receivers])

    def _records(self, issues: Iterable[OpenIssue]) -> list[StoredOperation]:
        """Read the operations that left a record of an open STAR."""
        tickets = {ticket for one in issues if one.issue.tracker == "star" for ticket in one.tickets}
        return [read_operation(row) for row in self._operations.of_tickets(tickets, RECORDING)]


def doubt(vendor: str, source: Source) -> shift.Doubt | None:
    """Tell what a hand-off says of a vendor that was not read just now."""
    return None if source.state == "fresh" else shift.Doubt(vendor, source.state == "stale", source.as_of)


def several_part(
    pages: Sequence[Incident], seen: BoardSnapshot, handbook: Handbook, now: datetime
) -> SeveralOut | None:
    """Show that there is more than one emergency; the pool is for the latest of them."""
    if len(pages) < 2:
        return None
    plan = backup_pool_page(handbook, ticket_of(pages[-1], seen, handbook) or 0, "…")
    return SeveralOut(count=len(pages), backup_pool=pool_time(handbook, now), plan=plan_part(plan, None))


def cover_part(
    seen: BoardSnapshot, operations: Iterable[StoredOperation], handbook: Handbook, now: datetime
) -> CoverOut:
    """Show the managers' next turns, who could stand in, and the cover that counts."""
    turns = [one for one in seen.on_calls if one.role == "manager" and not (one.end and one.end <= now)]
    people = {one.user_id: one.name for one in turns if one.user_id}
    people |= {one.pagerduty_id: one.name for one in handbook.people if one.pagerduty_id}
    return CoverOut(
        configured=bool(manager_schedules(handbook)),
        words=cover_words(handbook),
        links=[LinkOut.of(one) for one in handbook.links.values() if one.url and one.card == "on_call"],
        turns=[
            Turn(name=one.name, start=one.start, end=one.end, region=region_of(one.schedule_id, handbook))
            for one in _distinct(turns)
        ],
        choices=[CoverChoice(user=user, name=name) for user, name in people.items()],
        covers=covers(seen.overrides, operations, handbook, now),
        schedules=[cover_schedule(one, handbook) for one in manager_schedules(handbook)],
    )


def cover_schedule(schedule: str, handbook: Handbook) -> CoverSchedule:
    """Show a schedule of the managers."""
    return CoverSchedule(id=schedule, name=schedule_name(schedule, handbook))


def _distinct(turns: Iterable[OnCall]) -> Iterable[OnCall]:
    """Leave out what a second escalation policy lists again."""
    return {(one.user_id or one.name, one.schedule_id, one.start, one.end): one for one in turns}.values()


def covers(
    standing: Iterable[Override], operations: Iterable[StoredOperation], handbook: Handbook, now: datetime
) -> list[Cover]:
    """List the overrides that stand in PagerDuty, with who arranged those that were made here, and for whom."""
    arranged: dict[str, Operation[CoverShift, CoverContext]] = {}
    for operation in operations:
        if isinstance(operation, Operation) and (made := operation.result(OVERRIDE, Covered)):
            arranged.setdefault(made.override_id, operation)
    return [_cover(one, arranged.get(one.id), handbook) for one in standing if one.end > now]


def _cover(one: Override, arranged: Operation[CoverShift, CoverContext] | None, handbook: Handbook) -> Cover:
    return Cover(
        override_id=one.id,
        name=one.name,
        start=one.start,
        end=one.end,
        by=arranged.agent_name if arranged else None,
        instead_of=arranged.context.instead_of if arranged else [],
        region=region_of(one.schedule_id, handbook),
    )


def _page_line(incident: Incident, seen: BoardSnapshot, handbook: Handbook, now: datetime) -> shift.Line:
    ticket_id = ticket_of(incident, seen, handbook)
    clock = clock_of(incident, ticket_id, seen, handbook, now)
    return shift.emergency_line(incident, ticket_id, clock, now)


def _star_line(
    one: OpenIssue, records: Sequence[StoredOperation], managers: star.Managers, handbook: Handbook, now: datetime
) -> shift.Line:
    done = handled(one.issue, one.acknowledged_by is not None, records, handbook)
    return shift.star_line(one.issue, min(one.tickets, default=None), done, managers, handbook, now)
