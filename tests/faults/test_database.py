"""A database that cannot be written: a clear refusal, and nothing half accepted."""

import resource
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import requests

from sandbox.product import Product
from tests.faults.fleet import answers, kill_worker, workers
from tests.faults.jobs import JOBS, PAGE, Scene, written
from tests.support.desk import Person, Sandbox, error, until
from tests.support.postgres import Postgres

EMERGENCY = JOBS[0]


@contextmanager
def full_disk(product: Product) -> Iterator[None]:
    """Let a backend's files grow no further, as on a full disk."""
    (worker,) = workers(product)
    _, most = resource.prlimit(worker, resource.RLIMIT_FSIZE)
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (0, most))
    try:
        yield
    finally:
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (most, most))


@contextmanager
def read_only(server: Postgres) -> Iterator[None]:
    """Let a server take no writes, as a stand-by does."""
    server.set("default_transaction_read_only", "on")
    try:
        yield
    finally:
        # To undo it is a write as well.
        server.set("default_transaction_read_only", "off", "SET default_transaction_read_only = off")


@contextmanager
def stopped(server: Postgres) -> Iterator[None]:
    """Let a server not run."""
    server.stop()
    try:
        yield
    finally:
        server.start()


def refused(boss: Person, ticket: int, key: str) -> requests.Response:
    """Ask while the database takes no writes."""
    answer = boss.ask(ticket, "trigger_emergency", key, reason="Down.")
    assert answer.status_code == 503, answer.text
    assert error(answer)["code"] == "unavailable"
    assert error(answer)["details"] == {"what": "database"}
    assert error(answer)["retryable"]
    return answer


def then_works(boss: Person, stand_ins: Sandbox, ticket: int, key: str) -> None:
    """Ask again as the panel does, with the same key: accepted once, done once."""
    assert boss.panel(ticket)["operations"] == []
    assert stand_ins.effects(ticket) == []
    answer = until(lambda: one if (one := boss.ask(ticket, "trigger_emergency", key, reason="Down.")).ok else None)
    assert boss.ended(answer.json()["id"], 60)["state"] == "done"
    assert written(stand_ins.effects(ticket)) == EMERGENCY.writes


def test_a_full_disk_refuses_clearly_and_loses_nothing(hurt: Product, boss: Person, stand_ins: Sandbox) -> None:
    ticket, key = stand_ins.ticket(), secrets.token_hex(8)
    boss.panel(ticket)
    with full_disk(hurt):
        refused(boss, ticket, key)
    then_works(boss, stand_ins, ticket, key)


def test_a_disk_that_fills_up_half_way_doubles_nothing(hurt: Product, boss: Person, stand_ins: Sandbox) -> None:
    scene = Scene(stand_ins.ticket())
    stand_ins.control("POST", "faults", PAGE.fault(scene, mode="slow", seconds=6))
    answer = boss.ask(scene.ticket, "trigger_emergency", reason="Down.")
    with full_disk(hurt):
        until(lambda: stand_ins.incidents(scene.ticket))
        # The page is out, and cannot be written down: nobody is told that it is.
        time.sleep(1)
        assert boss.operation(answer.json()["id"])["steps"][0]["state"] == "running"
    assert boss.ended(answer.json()["id"], 90)["state"] == "done"
    assert written(stand_ins.effects(scene.ticket)) == EMERGENCY.writes


def test_a_read_only_database_refuses_clearly(
    fleet: Product, postgres: Postgres, boss: Person, stand_ins: Sandbox
) -> None:
    ticket, key = stand_ins.ticket(), secrets.token_hex(8)
    boss.panel(ticket)
    with read_only(postgres):
        refused(boss, ticket, key)
    then_works(boss, stand_ins, ticket, key)


@pytest.mark.parametrize("away", [read_only, stopped])
def test_workers_that_begin_while_the_database_is_away_answer_and_work_later(
    fleet: Product,
    postgres: Postgres,
    boss: Person,
    stand_ins: Sandbox,
    away: Callable[[Postgres], AbstractContextManager[None]],
) -> None:
    ticket, key = stand_ins.ticket(), secrets.token_hex(8)
    boss.panel(ticket)
    before = until(lambda: found if len(found := workers(fleet)) == 2 else None)
    with away(postgres):
        for pid in before:
            kill_worker(pid)
        # One after the other, and beyond the time for which a worker waits for its database.
        until(lambda: len(found := workers(fleet)) == 2 and not set(found) & set(before) and answers(fleet.backend), 60)
        refused(boss, ticket, key)
    then_works(boss, stand_ins, ticket, key)
    assert fleet.processes[1].poll() is None
