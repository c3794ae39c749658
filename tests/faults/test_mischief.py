"""People change things at the vendors while operations run: nothing is lost or doubled, nothing false is said."""

import random
from collections import Counter
from collections.abc import Callable

import pytest

from sandbox.product import Product
from tests.faults.conftest import REPORT
from tests.faults.fleet import macro_of
from tests.faults.ledger import LONG_PATIENCE, PATIENCE
from tests.faults.rounds import Round, meddled_with, read_all
from tests.support.desk import OTHER_MANAGER, Person, Sandbox, sign_in

ROUNDS, EACH, MOST = 3, 2, 3
"""Of the long form: the rounds, how often each kind runs in one, and the most that is done behind its back."""


@pytest.fixture
def seed(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> int:
    """Give the seed of all chances, printed whatever becomes of the test."""
    given = request.config.getoption("--seed")
    chosen = random.randrange(2**32) if given is None else int(given)
    record_property(REPORT, f"--seed={chosen}")
    return chosen


@pytest.mark.long(20)
def test_what_is_said_is_true_whatever_people_do_at_the_vendors(
    hurt: Product,
    stand_ins: Sandbox,
    boss: Person,
    seed: int,
    soak: bool,
    record_property: Callable[[str, object], None],
) -> None:
    chance, macro, rounds = random.Random(seed), macro_of(boss), []
    wrong: list[str] = []
    with sign_in(hurt.backend, stand_ins, OTHER_MANAGER) as other:
        for _ in range(ROUNDS if soak else 1):
            rounds.append(one := Round(boss, other, stand_ins, chance))
            one.set_up(meddled_with() * (EACH if soak else 1), macro, soak)
            one.play(MOST if soak else 1)
            one.ledger.settle(boss, LONG_PATIENCE if soak else PATIENCE)
            stand_ins.heal()
            read_all(hurt)
            wrong += [f"lost: {entry.detail}" for entry in one.ledger.entries if entry.ended_at is None]
            wrong += one.falsehoods()
    record_property(REPORT, told(rounds, wrong))
    assert not wrong, "\n".join(wrong)


def told(rounds: list[Round], wrong: list[str]) -> str:
    """Count what was tried and what went wrong."""
    kinds = Counter(words.split(":", 1)[0] for words in wrong)
    done = Counter(words.split(":", 1)[0] for one in rounds for stage in one.stages for words in stage.done)
    changes = done.total() - done["accepted"] - done["refused"]
    said = len(wrong) - kinds["lost"] - kinds["doubled"]
    return (
        f"{done['accepted']} accepted, {done['refused']} refused, {changes} changes behind their backs, "
        f"{kinds['lost']} lost, {kinds['doubled']} doubled, {said} said falsely"
    )
