"""Several backends on one PostgreSQL behave as one, whatever becomes of one of them or of the database."""

import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backend.store.engine import Database
from backend.store.operations import OperationStore
from sandbox.product import Product, another_backend
from tests.faults.fleet import answers, every_kind, macro_of, run_many, signal_machine
from tests.faults.jobs import JOBS, MARK_LOOK, PAGE, Scene
from tests.faults.ledger import Ledger, Report
from tests.support.desk import OTHER_MANAGER, Person, Sandbox, sign_in, until
from tests.support.postgres import Postgres

THREADS, ROUNDS, SHORT_ROUNDS = 50, 20, 3
OPERATIONS, SHORT_OPERATIONS = 2000, 45
TAKEN_OVER_WITHIN = 60.0
EMERGENCY = JOBS[0]


def taken_over(product: Product, operation: str) -> bool:
    """Tell whether an operation has changed hands."""
    database = Database(product.environment["DATABASE_URL"])
    found = OperationStore(database).get(operation)
    database.close()
    return bool(found and found.fence)


@pytest.fixture
def second(fleet: Product, tmp_path: Path) -> Iterator[Product]:
    with another_backend(fleet, tmp_path / "second") as running:
        yield running


@pytest.fixture
def colleague(second: Product, stand_ins: Sandbox) -> Iterator[Person]:
    """Another manager, on the other backend."""
    with sign_in(second.backend, stand_ins, OTHER_MANAGER) as person:
        yield person


@pytest.fixture
def there(second: Product, boss: Person) -> Iterator[Person]:
    """The manager again, with the same session, on the other backend."""
    person = Person(second.backend, boss.session, boss.agent)
    yield person
    person.http.close()


def test_a_session_and_an_operation_are_known_on_both(there: Person, boss: Person, stand_ins: Sandbox) -> None:
    ticket = stand_ins.ticket()
    done = boss.do(ticket, "trigger_emergency", key="the-same-key", reason="Down.")
    again = there.ask(ticket, "trigger_emergency", key="the-same-key", reason="Down.")
    assert (again.status_code, again.json()["id"]) == (200, done["id"])
    assert there.panel(ticket)["operations"][0]["state"] == "done"


def test_one_backend_reads_for_all(second: Product, boss: Person, stand_ins: Sandbox) -> None:
    def reads() -> int:
        return sum((one["method"], one["path"]) == ("GET", "/incidents") for one in stand_ins.control("GET", "calls"))

    before, since = reads(), time.monotonic()
    until(lambda: reads() - before > 8)
    intervals = (time.monotonic() - since) / float(second.environment["SYNC_SECONDS"])
    # Two that did not know of each other would have read twice as often.
    assert intervals > 5


def test_fifty_clicks_at_once_page_once_each_round(
    boss: Person, colleague: Person, stand_ins: Sandbox, soak: bool, tell: Callable[[Report, str], None]
) -> None:
    ledger, rounds = Ledger(), ROUNDS if soak else SHORT_ROUNDS
    for _ in range(rounds):
        scene = Scene(stand_ins.ticket())
        with ThreadPoolExecutor(THREADS) as pool:
            asked = [pool.submit(ledger.ask, [(boss, colleague)[at % 2]], EMERGENCY, scene) for at in range(THREADS)]
        assert len({one.result().operation for one in asked}) == 1
    ledger.settle(boss)
    assert all(len(stand_ins.incidents(one.scene.ticket)) == 1 for one in ledger.entries)
    tell(ledger.judge(stand_ins), f"{rounds} rounds of {THREADS} clicks, one incident each")


@pytest.mark.long(45)
def test_the_work_of_machines_that_die_or_freeze_is_taken_over(
    fleet: Product,
    second: Product,
    colleague: Person,
    boss: Person,
    tmp_path: Path,
    stand_ins: Sandbox,
    tell: Callable[[Report, str], None],
) -> None:
    ledger, dying, freezing = Ledger(), Scene(stand_ins.ticket()), Scene(stand_ins.ticket())
    with another_backend(fleet, tmp_path / "third") as third:
        frozen = sign_in(third.backend, stand_ins)
        # One machine dies while its page is with PagerDuty, one freezes while it looks before its note.
        stand_ins.control("POST", "faults", PAGE.fault(dying, mode="slow_after_commit", seconds=20))
        stand_ins.control("POST", "faults", MARK_LOOK.fault(freezing, mode="slow", seconds=4))
        ledger.ask([boss], EMERGENCY, dying, "on the machine that dies")
        ledger.ask([frozen], EMERGENCY, freezing, "on the machine that freezes")
        until(lambda: all(one["fired"] for one in stand_ins.control("GET", "faults")))
        signal_machine(fleet, signal.SIGKILL)
        signal_machine(third, signal.SIGSTOP)
        try:
            ledger.settle(colleague, TAKEN_OVER_WITHIN)
        finally:
            signal_machine(third, signal.SIGCONT)
        report = ledger.judge(stand_ins)
        # The one that wakes up late is alive again, and writes nothing that was written meanwhile.
        until(lambda: answers(third.backend), 60)
        late = ledger.ask([frozen], EMERGENCY, Scene(stand_ins.ticket()), "on the machine that woke up")
        ledger.settle(colleague)
        assert late.state == "done"
        frozen.http.close()
    assert report.clean, report.faulty
    assert [taken_over(fleet, one.operation) for one in ledger.entries] == [True, True, False]
    tell(ledger.judge(stand_ins), "one machine killed, one frozen and woken")


def test_postgres_stops_and_starts_while_operations_run(
    postgres: Postgres,
    boss: Person,
    there: Person,
    stand_ins: Sandbox,
    soak: bool,
    tell: Callable[[Report, str], None],
) -> None:
    macro, ledger, ended, stops = macro_of(boss), Ledger(), threading.Event(), []

    def disturb() -> None:
        while not ended.wait(random.uniform(5, 40) if soak else 3):
            postgres.stop(random.choice(("fast", "immediate")))
            stops.append(time.monotonic())
            time.sleep(random.uniform(1, 10) if soak else 2)
            postgres.start()

    disturber = threading.Thread(target=disturb)
    disturber.start()
    try:
        run_many(
            ledger, [boss, there], stand_ins, every_kind(OPERATIONS if soak else SHORT_OPERATIONS), macro, at_once=8
        )
    finally:
        ended.set()
        disturber.join()
    ledger.settle(boss)
    tell(ledger.judge(stand_ins), f"{len(stops)} stops of PostgreSQL")
