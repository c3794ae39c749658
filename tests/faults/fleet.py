"""Hurt running backends: kill a worker, kill or freeze a whole machine."""

import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import requests

from sandbox.product import Product
from tests.faults.jobs import JOBS, Job
from tests.faults.ledger import Ledger
from tests.support.desk import Person, Sandbox, until
from tests.support.processes import children


def workers(backend: Product) -> list[int]:
    """List the process ids of a backend's workers."""
    return children(backend.processes[1].pid)


def kill_worker(pid: int) -> bool:
    """End a worker without warning; the arbiter starts another in its slot. False = it has ended already."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def signal_machine(backend: Product, number: signal.Signals) -> None:
    """Send a signal to everything that runs on a backend's machine."""
    os.killpg(backend.processes[1].pid, number)


def answers(backend: str) -> bool:
    """Tell whether a backend answers."""
    try:
        return requests.get(f"{backend}/healthz", timeout=2).ok
    except requests.RequestException:
        return False


def macro_of(person: Person) -> int:
    """Find the macro that the jobs apply."""
    macros = until(lambda: person.panel(2001)["macros"])
    return int(next(one["id"] for one in macros if one["title"] == "Downgrade emergency ticket"))


def run_many(
    ledger: Ledger, people: Sequence[Person], stand_ins: Sandbox, jobs: Sequence[Job], macro: int, at_once: int
) -> None:
    """Stage jobs and have them accepted, some at a time, from all backends in turn."""
    with ThreadPoolExecutor(at_once) as pool:
        for asked in [pool.submit(_run, ledger, people, stand_ins, job, macro) for job in jobs]:
            asked.result()


def every_kind(number: int) -> list[Job]:
    """Give so many jobs, all kinds in turn."""
    return [JOBS[at % len(JOBS)] for at in range(number)]


def _run(ledger: Ledger, people: Sequence[Person], stand_ins: Sandbox, job: Job, macro: int) -> None:
    ledger.ask(people, job, job.stage(stand_ins, macro))
