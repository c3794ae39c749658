"""What reading costs with a year of history in the store, over the same in a store with what is open and little else.

Nothing is kept between two reads here: each is composed anew.
"""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, text

from backend.domain.access import Reach
from backend.domain.issues import Issue
from backend.domain.paging.incident import Incident, IncidentStatus
from backend.domain.tickets import Ticket
from backend.handbook.loading.loader import load
from backend.panel.board import Board
from backend.panel.schemas.panel import PanelOut
from backend.panel.ticket import Composer
from backend.panel.trends import WEEKS, Trends
from backend.store.agents import AgentRow
from backend.store.board import BoardStore
from backend.store.counts import CountStore
from backend.store.documents import INCIDENTS, ISSUES, TICKETS
from backend.store.engine import Database
from backend.store.issues import IssueStore
from backend.store.mirror import MirrorStore
from backend.store.operations import OperationStore
from backend.store.trends import TrendStore
from backend.store.upgrade import migrate
from backend.web.metrics import LATELY, PAGING
from bench.line import Line, interleaved, ratio

LIMIT, TIMES = 1.5, 5
TRENDS = f"trends of {WEEKS} weeks"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
WRITER = AgentRow(7, "Ada", "ada@example.com", "manager", Reach(7), NOW)
THEN, NUMBER = datetime(2001, 2, 3, tzinfo=UTC), 987_654_321
"""What a document is made with: each row puts its own time and number there."""


@dataclass(frozen=True)
class Size:
    """How many rows of each kind a store has, the newest made just before `NOW`; those open are the newest."""

    issues: int
    open_issues: int
    incidents: int
    open_incidents: int
    operations: int
    steps_each: int
    agents: int
    tickets: int
    days: int


YEAR = Size(100_000, 60, 5_000, 3, 100_000, 10, 10_000, 10_000, 365)
SMALL = Size(100, 60, 50, 3, 1_000, 10, 100, 100, 365)
"""As many operations a ticket as in the year: what an open ticket has of them is shown, and is no history."""
SHOWN = Size(23_000, 60, 1_150, 3, 23_000, 10, 100, 100, 84)
"""What the trends show of the year, alone."""

Step = tuple[str, Callable[[Size], int], str]
ROWS: tuple[Step, ...] = (
    (
        "issues (tracker, iid, updated_at, closed, document)",
        lambda size: size.issues,
        "SELECT 'star', n + 1, {time}, n >= :open_issues,"
        " CASE WHEN n < :open_issues THEN {open_issue} ELSE {closed_issue} END FROM numbers",
    ),
    (
        "issue_tickets (ticket_id, tracker, iid)",
        lambda size: size.issues,
        "SELECT n % :tickets + 1, 'star', n + 1 FROM numbers",
    ),
    (
        "incidents (id, status, created_at, document)",
        lambda size: size.incidents,
        "SELECT 'Q' || n, CASE WHEN n < :open_incidents THEN 'triggered' ELSE 'resolved' END, {time},"
        " CASE WHEN n < :open_incidents THEN {open_incident} ELSE {ended_incident} END FROM numbers",
    ),
    (
        "incident_tickets (ticket_id, incident_id)",
        lambda size: size.incidents,
        "SELECT n % :tickets + 1, 'Q' || n FROM numbers",
    ),
    (
        "operations (id, kind, ticket_id, agent_id, agent_name, key, body, body_hash, facts, state, created_at,"
        " updated_at, fence)",
        lambda size: size.operations,
        "SELECT 'o' || n, CASE WHEN n % 5 = 0 THEN 'record_assessment' ELSE 'acknowledge_star' END,"
        " n % :tickets + 1, n % :agents + 1, 'Somebody', 'k' || n,"
        ' CASE WHEN n % 5 = 0 THEN \'{{"answers": {{}}}}\' ELSE \'{{"iid": 1, "url": "x"}}\' END{json},'
        " 'x', CASE WHEN n % 5 = 0 THEN '{{}}' ELSE '{{\"iid\": 1, \"url\": \"x\"}}' END{json},"
        " 'done', {time}, {time}, 0 FROM numbers",
    ),
    (
        "steps (operation_id, position, name, state, at)",
        lambda size: size.operations * size.steps_each,
        "SELECT 'o' || (n / :steps_each), n % :steps_each, 'note', 'done', {time} FROM numbers",
    ),
    (
        "agents (id, name, role, group_ids, fetched_at)",
        lambda size: size.agents,
        "SELECT n + 1, 'Somebody', CASE WHEN n < 20 THEN 'manager' ELSE 'agent' END, '[]'{json}, {time} FROM numbers",
    ),
    (
        "tickets (id, updated_at, fetched_at, document)",
        lambda size: size.tickets,
        "SELECT n + 1, {time}, {time}, {ticket} FROM numbers",
    ),
)
TIMES_OF = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', :now, '-' || ({ago}) || ' seconds') || '000'",
    "postgresql": "CAST(:now AS timestamp) - ({ago}) * interval '1 second'",
}
DAYS_OF = {
    "sqlite": "strftime('%Y-%m-%d', :now, '-' || ({ago}) || ' seconds')",
    "postgresql": "to_char(CAST(:now AS timestamp) - ({ago}) * interval '1 second', 'YYYY-MM-DD')",
}


def fill(database: Database, size: Size) -> None:
    """Put rows into a migrated, empty store, table by table, each by one statement."""
    with database.write() as connection:
        for into, count, chosen in ROWS:
            _insert(connection, into, count(size), chosen, size)


def _insert(connection: Connection, into: str, count: int, chosen: str, size: Size) -> None:
    engine = connection.dialect.name
    ago = f"CAST(n AS bigint) * {timedelta(days=size.days).total_seconds():.0f} / {count}"
    parts = {"time": TIMES_OF[engine].format(ago=ago)}
    parts["json"] = "::json" if engine == "postgresql" else ""
    day = DAYS_OF[engine].format(ago=ago)
    parts |= {
        name: f"replace(replace(CAST(:{name} AS text), '{NUMBER}', CAST(n + 1 AS text)), '2001-02-03', {day})"
        for name in DOCUMENTS
    }
    numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count - 1})"
    statement = text(f"INSERT INTO {into} {numbers} {chosen.format(**parts)}")
    values: Mapping[str, object] = {
        "now": NOW.replace(tzinfo=None).isoformat(" "),
        "tickets": size.tickets,
        "agents": size.agents,
        "steps_each": size.steps_each,
        "open_issues": size.open_issues,
        "open_incidents": size.open_incidents,
        **DOCUMENTS,
    }
    connection.execute(statement, {name: value for name, value in values.items() if f":{name}" in statement.text})


def _issue(*, closed: bool) -> str:
    words, address = "Please look. " * 40, f"https://gitlab.example/-/issues/{NUMBER}"
    ended = THEN if closed else None
    labels = frozenset({"Urgency::Timely"})
    return ISSUES.dump(
        Issue("star", NUMBER, f"ZD#{NUMBER}", words, address, closed, labels, "somebody", None, THEN, THEN, ended)
    )


def _incident(*, is_open: bool) -> str:
    status: IncidentStatus = "triggered" if is_open else "resolved"
    ended = None if is_open else THEN
    address = f"https://example.pagerduty.com/incidents/Q{NUMBER}"
    return INCIDENTS.dump(
        Incident(f"Q{NUMBER}", NUMBER, "Down", status, address, "PSVC1", None, THEN, resolved_at=ended)
    )


DOCUMENTS = {
    "open_issue": _issue(closed=False),
    "closed_issue": _issue(closed=True),
    "open_incident": _incident(is_open=True),
    "ended_incident": _incident(is_open=False),
    "ticket": TICKETS.dump(Ticket(NUMBER, "It is down", "open", None, THEN, THEN)),
}


def reads(database: Database) -> dict[str, Callable[[], object]]:
    """Give what reads the store, by name."""
    handbook, counts, trends = load(None), CountStore(database), TrendStore(database)
    board = Board(
        BoardStore(database), OperationStore(database), handbook, lambda: NOW, 30.0, lambda: 0,
        with_slack=False, health=list, want=lambda _: None,
    )  # fmt: skip

    def metrics() -> None:
        counts.operations()
        counts.unacknowledged()
        counts.pages(PAGING, NOW - LATELY)
        counts.unfinished(NOW)

    def panel() -> PanelOut:
        mirror = MirrorStore(database)
        composer = Composer(mirror, OperationStore(database), handbook, lambda: NOW, 30.0, "", with_slack=False)
        return composer.panel(1)

    return {
        "panel": panel,
        "board": board.board,
        "hand-off": lambda: board.hand_off(WRITER),
        TRENDS: lambda: Trends(trends, handbook, lambda: NOW).part(),
        "/metrics": metrics,
        "open STARs for suggestions": lambda: IssueStore(database).open("star"),
    }


def lines() -> Iterator[Line]:
    """Fill two stores, and read them in turn."""
    with tempfile.TemporaryDirectory() as folder:
        sizes = {"year": YEAR, "small": SMALL, "shown": SHOWN}
        many, small_store, shown = (reads(filled(Path(folder) / name, size)) for name, size in sizes.items())
        for name in many:
            few = shown if name == TRENDS else small_store
            large, small = interleaved(TIMES, lambda: _timed(many[name]), lambda: _timed(few[name]))  # noqa: B023
            beside = "its own weeks alone" if name == TRENDS else "a small store"
            yield ratio(f"{name} with a year in the store, over {beside}", large, small, LIMIT)


def filled(file: Path, size: Size) -> Database:
    """Make a store of a size in a file."""
    database = Database(f"sqlite:///{file}")
    migrate(database)
    fill(database, size)
    return database


def _timed(read: Callable[[], object]) -> float:
    began = time.process_time()
    read()
    return time.process_time() - began
