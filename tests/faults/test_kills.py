"""Workers that are killed without warning: at each step's boundary, and at any moment."""

import random
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sandbox.product import Product, another_backend
from tests.faults.fleet import answers, every_kind, kill_worker, macro_of, run_many, workers
from tests.faults.jobs import JOBS
from tests.faults.ledger import Ledger, Report
from tests.support.desk import Person, Sandbox, sign_in, until

KILLS = 1000
SHORT_KILLS = 8
HELD = 7.5
"""Seconds that a call is held up, so that the kill falls into it; a call is given up after 8."""


@pytest.mark.long(75)
def test_a_kill_at_every_boundary_of_every_kind(
    hurt: Product, stand_ins: Sandbox, boss: Person, soak: bool, tell: Callable[[Report, str], None]
) -> None:
    macro, ledger, kills, held = macro_of(boss), Ledger(), 0, 0
    deepest = max(len(job.calls) for job in JOBS)
    # Before its commit, a call is on its way; after it, the vendor has written what we have not heard of. In the
    # short form, each call takes one of the two by turns.
    moments = [
        (at, mode)
        for at in range(deepest)
        for mode in (("slow", "slow_after_commit") if soak else (("slow", "slow_after_commit")[at % 2],))
    ]
    for at, mode in moments:
        until(lambda: answers(hurt.backend), 60)
        jobs = [job for job in JOBS if at < len(job.calls)]
        scenes = [job.stage(stand_ins, macro) for job in jobs]
        for job, scene in zip(jobs, scenes, strict=True):
            stand_ins.control("POST", "faults", job.calls[at].fault(scene, mode=mode, seconds=HELD))
        with ThreadPoolExecutor(len(jobs)) as pool:
            note = f"killed with {mode} at call {at}"
            asked = [pool.submit(ledger.ask, [boss], job, scene, note) for job, scene in zip(jobs, scenes, strict=True)]
            until(lambda: all(one["fired"] for one in stand_ins.control("GET", "faults")))
            held += sum(one["status"] is None for one in stand_ins.control("GET", "calls"))
            kills += sum(kill_worker(pid) for pid in workers(hurt))
            for one in asked:
                one.result()
        stand_ins.heal()
    ledger.settle(boss)
    assert held > kills
    tell(ledger.judge(stand_ins), f"{kills} kills, {held} calls under way")


@pytest.mark.long(80)
def test_deploys_strand_nothing(
    hurt: Product, stand_ins: Sandbox, boss: Person, soak: bool, tell: Callable[[Report, str], None]
) -> None:
    macro, ledger, ended = macro_of(boss), Ledger(), threading.Event()
    reloads: list[float] = []

    def deploy() -> None:
        while not ended.is_set():
            until(lambda: answers(hurt.backend), 60)
            hurt.processes[1].send_signal(signal.SIGHUP)
            reloads.append(time.monotonic())
            ended.wait(4)

    deployer = threading.Thread(target=deploy)
    deployer.start()
    run_many(ledger, [boss], stand_ins, every_kind(450 if soak else 45), macro, at_once=4)
    ended.set()
    deployer.join()
    ledger.settle(boss)
    tell(ledger.judge(stand_ins), f"{len(reloads)} reloads of gunicorn")


@pytest.mark.long(70)
def test_kills_at_any_moment(
    fleet: Product, tmp_path: Path, stand_ins: Sandbox, boss: Person, soak: bool, tell: Callable[[Report, str], None]
) -> None:
    wanted, macro, ledger = KILLS if soak else SHORT_KILLS, macro_of(boss), Ledger()
    killed: list[int] = []
    with another_backend(fleet, tmp_path / "second") as second:
        other = sign_in(second.backend, stand_ins)
        enough = threading.Event()

        def kill() -> None:
            while len(killed) < wanted:
                victim = random.choice((fleet, second))
                # One that has not come back yet cannot be hurt; with all of them down, nothing would be tried.
                if answers(victim.backend):
                    time.sleep(random.uniform(0, 1))
                    killed.extend(pid for pid in workers(victim)[:1] if kill_worker(pid))
            enough.set()

        killer = threading.Thread(target=kill)
        killer.start()
        while not enough.is_set():
            run_many(ledger, [boss, other], stand_ins, every_kind(30), macro, at_once=6)
        killer.join()
        until(lambda: answers(fleet.backend))
        ledger.settle(boss)
        other.http.close()
    tell(ledger.judge(stand_ins), f"{len(killed)} kills")
