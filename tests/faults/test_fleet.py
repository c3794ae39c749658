"""Several backends on one PostgreSQL go on as one, whatever becomes of one of them or of the database."""

import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.store.engine import Database
from backend.store.operations import OperationStore
from sandbox.product import Product, another_backend
from tests.faults.fleet import answers, every_kind, macro_of, run_many, signal_machine
from tests.faults.jobs import JOBS, MARK_LOOK, PAGE, Scene
from tests.faults.ledger import Ledger, Report
from tests.support.desk import Person, Sandbox, sign_in, until
from tests.support.postgres import Postgres

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


@pytest.mark.long(60)
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
