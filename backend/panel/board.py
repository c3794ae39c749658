"""Composes the shift board from the store and the rules. Asks no vendor."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from backend.domain.paging.identity import is_pool_page, pool_time
from backend.domain.paging.incident import Incident
from backend.domain.paging.plan import backup_pool_page
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import StoredOperation
from backend.operations.reading import past_operations, read_operation
from backend.operations.star.records import RECORDING
from backend.panel.answers import Answer, Answers
from backend.panel.board_emergencies import emergency_rows, open_pages, ticket_of, without_reply
from backend.panel.board_issues import feedback_row, followed_feedback, open_stars, star_rows
from backend.panel.cover import cover_part
from backend.panel.emergency import escalation_questions, plan_part
from backend.panel.hand_off import hand_off_part
from backend.panel.health import Loss
from backend.panel.on_call import ON_CALLS, on_call_part
from backend.panel.operations import operation_parts
from backend.panel.schemas.board import BoardOut, BoardSources, LossOut, SeveralOut, Totals
from backend.panel.schemas.shift import HandOffOut
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
        health: Callable[[], list[Loss]],
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
        # Before what they change, as in a panel.
        operations = past_operations(self._operations, BOARD, KNOWN_OPERATIONS)
        seen, now, handbook = self._store.snapshot(), self._clock(), self._handbook
        pages = open_pages(seen, handbook)
        emergencies = [page for page in pages if not is_pool_page(page, handbook)]
        self._want(without_reply(emergencies, seen, handbook))
        stars, feedbacks = open_stars(seen, handbook), followed_feedback(seen, handbook)
        lost = self._health()
        return BoardOut(
            health=[str(loss) for loss in lost],
            lost=[LossOut.of(loss) for loss in lost],
            on_call=on_call_part(seen.on_calls, seen.sources.get(ON_CALLS), now),
            emergencies=emergency_rows(pages, seen, handbook, now, rows),
            several=several_part(emergencies, seen, handbook, now),
            escalation=escalation_questions(handbook),
            stars=star_rows(stars[:rows], seen, self._records(stars[:rows]), handbook, now),
            feedback=[feedback_row(opened, handbook, now) for opened in feedbacks[:rows]],
            totals=Totals(emergencies=len(pages), stars=len(stars), feedback=len(feedbacks)),
            cover=cover_part(seen, operations, handbook, now),
            hand_off_channel=self._channel,
            operations=operation_parts(operations, SHOWN_OPERATIONS, handbook, now),
            sources=self._sources(seen, now),
        )

    def hand_off(self, agent: AgentRow) -> HandOffOut:
        """Write the shift down as it is now, for the manager who hands it over."""
        seen, now, handbook = self._store.snapshot(), self._clock(), self._handbook
        return hand_off_part(agent, seen, self._records(seen.issues), self._sources(seen, now), handbook, now)

    def _sources(self, seen: BoardSnapshot, now: datetime) -> BoardSources:
        return BoardSources(
            gitlab=self._freshness.of("gitlab", seen.sources, now),
            pagerduty=self._freshness.of("pagerduty", seen.sources, now),
        )

    def _records(self, issues: Iterable[OpenIssue]) -> list[StoredOperation]:
        """Read the operations that left a record of an open STAR."""
        tickets = {ticket for opened in issues if opened.issue.tracker == "star" for ticket in opened.tickets}
        return [read_operation(row) for row in self._operations.of_tickets(tickets, RECORDING)]


def several_part(
    pages: Sequence[Incident], seen: BoardSnapshot, handbook: Handbook, now: datetime
) -> SeveralOut | None:
    """Show that there is more than one emergency; the pool is for the latest of them."""
    if len(pages) < 2:
        return None
    plan = backup_pool_page(handbook, ticket_of(pages[-1], seen, handbook) or 0, "…")
    return SeveralOut(count=len(pages), backup_pool=pool_time(handbook, now), plan=plan_part(plan, None))
