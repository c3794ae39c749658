"""The hand-off as the board writes it: what presses first, and who hands over."""

from dataclasses import replace
from datetime import timedelta

from backend.domain.access import Reach
from backend.domain.paging.incident import IncidentStatus
from backend.panel.board import Board
from backend.store.agents import AgentRow
from backend.store.board import BoardStore
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operations import OperationStore
from tests.unit.domain.makers import NOW, incident, issue
from tests.unit.operations.makers import HANDBOOK

ADA = AgentRow(7, "Ada", "ada@example.com", "manager", Reach(7), NOW)


def board(database: Database) -> Board:
    return Board(
        BoardStore(database), OperationStore(database), HANDBOOK, lambda: NOW, 30.0, lambda: 0,
        with_slack=False, health=list, want=lambda _: None,
    )  # fmt: skip


def written(database: Database) -> str:
    return board(database).hand_off(ADA).text


def test_stars_stand_in_the_order_of_their_deadlines(database: Database) -> None:
    urgencies = {1: "star_urgency::timely", 2: "star_urgency::urgent"}
    stars = [(replace(issue(labels=frozenset({label})), iid=n), frozenset({n})) for n, label in urgencies.items()]
    MirrorStore(database).issues.put(stars)
    text = written(database)
    assert text.index("STAR #2, Urgent") < text.index("STAR #1, ")
    assert text.startswith("Hand-off of the shift: Ada to the next manager (not known here)\n")
    assert "Emergencies that go on: not known (PagerDuty could not be read)\n" in text


def test_emergencies_stand_in_the_boards_own_order(database: Database) -> None:
    states: dict[int, tuple[IncidentStatus, int]] = {
        1: ("acknowledged", 600), 2: ("triggered", 1), 3: ("acknowledged", 5), 4: ("triggered", 90),
    }  # fmt: skip
    pages = [
        incident(f"ZD#{n}", status, number=n, created_at=NOW - timedelta(minutes=minutes))
        for n, (status, minutes) in states.items()
    ]
    MirrorStore(database).incidents.put([(page, frozenset({page.number or 0})) for page in pages], NOW)
    rows = board(database).board().emergencies
    assert [row.number for row in rows] == [4, 2, 1, 3]
    text = board(database).hand_off(ADA).text
    assert [line.split(":")[0] for line in text.split("\n") if line.startswith("- ZD#")] == [
        f"- ZD#{row.ticket_id}" for row in rows
    ]
    assert "- ZD#4: Paged, open for 1 h 30 min, " in text
