"""Several backends on one PostgreSQL behave as one; nothing is hurt here, so that the tests share them."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from sandbox.product import Product, another_backend
from tests.faults.conftest import running_fleet
from tests.faults.jobs import JOBS, Scene
from tests.faults.ledger import Ledger, Report
from tests.support.desk import Person, Sandbox, until
from tests.support.postgres import Postgres

pytestmark = pytest.mark.long(30)
THREADS, ROUNDS, SHORT_ROUNDS = 50, 20, 3
EMERGENCY = JOBS[0]


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Iterator[Product]:
    with running_fleet(tmp_path_factory.mktemp("fleet"), postgres) as running:
        yield running


@pytest.fixture(scope="module")
def second(fleet: Product, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with another_backend(fleet, tmp_path_factory.mktemp("second")) as running:
        yield running


class TestTogether:
    def test_a_session_and_an_operation_are_known_on_both(
        self, there: Person, boss: Person, stand_ins: Sandbox
    ) -> None:
        ticket = stand_ins.ticket()
        done = boss.do(ticket, "trigger_emergency", key="the-same-key", reason="Down.")
        again = there.ask(ticket, "trigger_emergency", key="the-same-key", reason="Down.")
        assert (again.status_code, again.json()["id"]) == (200, done["id"])
        assert there.panel(ticket)["operations"][0]["state"] == "done"

    def test_one_backend_reads_for_all(self, second: Product, boss: Person, stand_ins: Sandbox) -> None:
        def reads() -> int:
            return sum(
                (one["method"], one["path"]) == ("GET", "/incidents") for one in stand_ins.control("GET", "calls")
            )

        before, since = reads(), time.monotonic()
        until(lambda: reads() - before > 8)
        intervals = (time.monotonic() - since) / float(second.environment["SYNC_SECONDS"])
        # Two that did not know of each other would have read twice as often.
        assert intervals > 5

    def test_fifty_clicks_at_once_page_once_each_round(
        self, boss: Person, colleague: Person, stand_ins: Sandbox, soak: bool, tell: Callable[[Report, str], None]
    ) -> None:
        ledger, rounds = Ledger(), ROUNDS if soak else SHORT_ROUNDS
        for _ in range(rounds):
            scene = Scene(stand_ins.ticket())
            with ThreadPoolExecutor(THREADS) as pool:
                asked = [
                    pool.submit(ledger.ask, [(boss, colleague)[at % 2]], EMERGENCY, scene) for at in range(THREADS)
                ]
            assert len({one.result().operation for one in asked}) == 1
        ledger.settle(boss)
        assert all(len(stand_ins.incidents(one.scene.ticket)) == 1 for one in ledger.entries)
        tell(ledger.judge(stand_ins), f"{rounds} rounds of {THREADS} clicks, one incident each")
