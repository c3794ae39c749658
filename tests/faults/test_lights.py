"""What /readyz and the panel say while something is broken is true: what is lost is named, and what is not is not."""

import os
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
import requests

from sandbox.product import Product, another_backend
from tests.faults.fleet import answers, workers
from tests.faults.jobs import JOBS, PAGE, Scene
from tests.faults.ledger import Ledger, Report
from tests.faults.test_database import read_only
from tests.support.desk import Json, Person, Sandbox, error, until
from tests.support.postgres import Postgres

EMERGENCY = JOBS[0]
LOST = (
    "Nothing can be started",
    "Support On-call cannot page",
    "Support On-call cannot write notes",
    "Support On-call can open no new sessions",
    "Support On-call cannot write to issues",
)
OUT_WITHIN = 20.0
"""Seconds after which a line is gone that is not true any more, where something was tried meanwhile."""
Tell = Callable[[Report, str], None]


@dataclass
class Watch:
    """Looks at a backend's lights every half second, as monitoring does; `seen` tells after how many seconds."""

    backend: str
    began: float = field(default_factory=time.monotonic)
    seen: dict[str, float] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def problems(self) -> list[str]:
        """Read what is said now; nothing while nobody answers."""
        try:
            found: list[str] = requests.get(f"{self.backend}/readyz", timeout=15).json()["problems"]
        except (requests.RequestException, ValueError):
            return []
        return found

    def look(self) -> None:
        """Look until it is over."""
        while not self.over.wait(0.5):
            for one in self.problems():
                self.seen.setdefault(one, time.monotonic() - self.began)

    def first(self, words: str) -> str:
        """Tell when something was said first."""
        return f"said after {min(after for one, after in self.seen.items() if words in one):.1f} s: {words}"

    def said(self, words: str) -> bool:
        """Tell whether something was said so far."""
        return any(words in one for one in self.seen)

    def others(self, *true: str) -> list[str]:
        """List what was said to be lost, and was not."""
        return [one for one in self.seen if one.startswith(LOST) and not any(words in one for words in true)]


@contextmanager
def watching(backend: str) -> Iterator[Watch]:
    watch = Watch(backend)
    thread = threading.Thread(target=watch.look)
    thread.start()
    try:
        yield watch
    finally:
        watch.over.set()
        thread.join()


def page(ledger: Ledger, boss: Person, stand_ins: Sandbox) -> Scene:
    """Have an emergency accepted on a ticket that was looked at before."""
    scene = Scene(stand_ins.ticket())
    boss.panel(scene.ticket)
    ledger.ask([boss], EMERGENCY, scene)
    return scene


def truthful(boss: Person, stand_ins: Sandbox, scene: Scene) -> None:
    """Fail if the panel calls a page sent that PagerDuty does not hold."""
    operation: Json = boss.panel(scene.ticket)["operations"][0]
    if operation["steps"][0]["state"] == "done":
        assert stand_ins.incidents(scene.ticket), operation


def goes_out(watch: Watch, *lines: str) -> str:
    """Wait until lines are said no more; tell how long that took, once all had ended."""
    began = time.monotonic()
    until(lambda: not [one for one in watch.problems() if any(line in one for line in lines)], OUT_WITHIN)
    return f"said no more {time.monotonic() - began:.1f} s after all had ended"


@pytest.mark.long(60)
@pytest.mark.parametrize(
    ("vendor", "status", "line"),
    [("pagerduty", 403, "cannot page"), ("zendesk", 401, "no new sessions"), ("zendesk", 403, "cannot write notes")],
)
def test_a_vendor_that_refuses_us_for_a_while(
    hurt: Product, boss: Person, stand_ins: Sandbox, tell: Tell, vendor: str, status: int, line: str
) -> None:
    ledger = Ledger()
    boss.panel((scene := Scene(stand_ins.ticket())).ticket)
    stand_ins.fault(vendor, "error", status=status)
    with watching(hurt.backend) as watch:
        ledger.ask([boss], EMERGENCY, scene)
        until(lambda: watch.said(line), OUT_WITHIN)
        truthful(boss, stand_ins, scene)
        stand_ins.heal()
        ledger.settle(boss)
        out = goes_out(watch, line)
        # Whoever is not let in cannot write either.
        assert not watch.others(line, "cannot write notes")
    tell(ledger.judge(stand_ins), f"{vendor} said {status}; {watch.first(line)}; {out}")


@pytest.mark.long(45)
def test_a_database_that_is_read_only(
    fleet: Product, postgres: Postgres, boss: Person, stand_ins: Sandbox, tell: Tell
) -> None:
    ledger, line = Ledger(), "Nothing can be started: the database takes no writes: it is read-only"
    with watching(fleet.backend) as watch:
        with read_only(postgres):
            answer = boss.ask(stand_ins.ticket(), "trigger_emergency", secrets.token_hex(8), reason="Down.")
            assert (answer.status_code, error(answer)["details"]) == (503, {"what": "database"})
            until(lambda: watch.said(line), OUT_WITHIN)
        page(ledger, boss, stand_ins)
        ledger.settle(boss)
        out = goes_out(watch, line)
        assert not watch.others(line)
    tell(ledger.judge(stand_ins), f"{watch.first(line)}; {out}")


@pytest.mark.long(70)
def test_a_table_that_somebody_locks(fleet: Product, boss: Person, stand_ins: Sandbox, soak: bool, tell: Tell) -> None:
    ledger = Ledger()
    scene = Scene(stand_ins.ticket())
    boss.panel(scene.ticket)
    with watching(fleet.backend) as watch:
        with psycopg.connect(fleet.environment["DATABASE_URL"]) as other:
            other.execute("LOCK TABLE operations IN ACCESS EXCLUSIVE MODE")
            began = time.monotonic()
            answer = boss.ask(scene.ticket, "trigger_emergency", secrets.token_hex(8), reason="Down.")
            assert (answer.status_code, error(answer)["details"]) == (503, {"what": "database"})
            # Neither at once nor for ever: a lock is waited for, for a bounded time.
            assert time.monotonic() - began < 20
            until(lambda: watch.said("a table of the database is locked"), OUT_WITHIN)
            time.sleep(40 if soak else 1)
            other.rollback()
        ledger.ask([boss], EMERGENCY, scene)
        ledger.settle(boss)
        out = goes_out(watch, "locked")
    tell(ledger.judge(stand_ins), f"{watch.first('locked')}; {out}")


@pytest.mark.long(60)
def test_connections_that_are_used_up(fleet: Product, boss: Person, stand_ins: Sandbox, soak: bool, tell: Tell) -> None:
    ledger, refused = Ledger(), 0
    with ExitStack() as taken, watching(fleet.backend) as watch:
        # Accepted before, and held up meanwhile: it has to go on without a new connection.
        under_way = Scene(stand_ins.ticket())
        stand_ins.control("POST", "faults", PAGE.fault(under_way, mode="slow", seconds=4))
        ledger.ask([boss], EMERGENCY, under_way)
        while refused < 3:
            try:
                taken.enter_context(psycopg.connect(fleet.environment["DATABASE_URL"]))
            except psycopg.OperationalError:
                refused += 1
                time.sleep(0.2)
        ledger.settle(boss, 60)
        assert ledger.entries[0].state == "done", ledger.entries[0]
        for _ in range(60 if soak else 6):
            began = time.monotonic()
            answer = boss.ask(stand_ins.ticket(), "record_assessment", answers={"production": "yes"})
            assert time.monotonic() - began < 15
            if answer.status_code >= 300:
                assert (answer.status_code, error(answer)["details"]) == (503, {"what": "database"})
        taken.close()
        page(ledger, boss, stand_ins)
        ledger.settle(boss)
        out = goes_out(watch, "no connection free")
        assert not watch.others("no connection free")
    # Whether it is said at all hangs on whether a look of its own needed a new connection.
    said = ", ".join(watch.seen) or "nothing said"
    tell(ledger.judge(stand_ins), f"PostgreSQL had no connection left; {said}; {out}")


@pytest.mark.long(75)
def test_a_worker_that_is_stopped(fleet: Product, boss: Person, stand_ins: Sandbox, tell: Tell) -> None:
    ledger, victim = Ledger(), workers(fleet)[0]
    scenes = [Scene(stand_ins.ticket()) for _ in range(6)]
    for scene in scenes:
        stand_ins.control("POST", "faults", PAGE.fault(scene, mode="slow", seconds=5))
        ledger.ask([boss], EMERGENCY, scene)
    os.kill(victim, signal.SIGSTOP)
    until_when = time.monotonic() + 45
    try:
        while time.monotonic() < until_when:
            for scene in scenes:
                try:
                    truthful(Person(boss.backend, boss.session, boss.agent), stand_ins, scene)
                except requests.RequestException:
                    # A connection that the stopped worker had taken.
                    continue
            time.sleep(1)
    finally:
        os.kill(victim, signal.SIGCONT)
    until(lambda: answers(fleet.backend), 60)
    ledger.settle(Person(boss.backend, boss.session, boss.agent))
    tell(ledger.judge(stand_ins), "one of two workers stopped for 45 s")


@pytest.mark.long(50)
def test_a_master_that_is_killed(fleet: Product, boss: Person, stand_ins: Sandbox, tell: Tell) -> None:
    ledger = Ledger()
    for _ in range(4):
        scene = Scene(stand_ins.ticket())
        stand_ins.control("POST", "faults", PAGE.fault(scene, mode="slow", seconds=4))
        ledger.ask([boss], EMERGENCY, scene)
    port = int(fleet.backend.rsplit(":", 1)[1])
    orphans = workers(fleet)
    fleet.processes[1].kill()
    fleet.processes[1].wait()
    until(lambda: not any(_runs(pid) for pid in orphans), 60)
    # The same machine begins again, as its service manager would have it.
    folder = Path(fleet.environment["EXECUTOR_FOLDER"])
    with another_backend(fleet, folder, port=port) as again:
        person = Person(again.backend, boss.session, boss.agent)
        ledger.settle(person)
        tell(ledger.judge(stand_ins), "the master killed")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
