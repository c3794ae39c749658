"""The hand-off as the board writes it: what presses first, and who hands over."""

from dataclasses import replace

from backend.domain.access import Reach
from backend.panel.board import Board
from backend.store.agents import AgentRow
from backend.store.board import BoardStore
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operations import OperationStore
from tests.unit.domain.makers import NOW, issue
from tests.unit.operations.makers import HANDBOOK

ADA = AgentRow(7, "Ada", "ada@example.com", "manager", Reach(7), NOW)


def written(database: Database) -> str:
    board = Board(
        BoardStore(database), OperationStore(database), HANDBOOK, lambda: NOW, 30.0, lambda: 0,
        with_slack=False, health=list, want=lambda _: None,
    )  # fmt: skip
    return board.hand_off(ADA).text


def test_stars_stand_in_the_order_of_their_deadlines(database: Database) -> None:
    urgencies = {1: "star_urgency::timely", 2: "star_urgency::urgent"}
    stars = [(replace(issue(labels=frozenset({label})), iid=n), frozenset({n})) for n, label in urgencies.items()]
    MirrorStore(database).issues.put(stars)
    text = written(database)
    assert text.index("STAR #2, Urgent") < text.index("STAR #1, ")
    assert text.startswith("Hand-off of the shift: Ada to the next manager (not known here)\n")
    assert "Emergencies that go on: not known (PagerDuty could not be read)\n" in text
