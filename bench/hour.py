"""Does anything of a backend grow while it works? An hour at 20 requests a second."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bench.client import Connection
from bench.line import Line
from bench.memory import children, resident
from bench.stage import VENDORS, Stage, signed_in, stage
from tests.support.desk import Person

SECONDS, EARLY = 3600.0, 600.0
PACE = 20
"""Requests a second: panels but for one board; beside them one emergency every 2 s."""
TICKETS, AGENTS, OPERATION_EVERY = 300, 20, 2.0
RENEW_AFTER = 1500.0
"""Seconds after which somebody signs in again: a session lasts for an hour."""


@dataclass(frozen=True)
class Size:
    """What a process occupies: megabytes, threads, connections to vendors, open files beside these."""

    memory: float
    threads: int
    connections: int
    files: int


def lines() -> Iterator[Line]:
    """Look at the worker after ten minutes, when every cache and pool has its size, and at the end."""
    with stage() as running:
        worker = children(running.product.processes[1].pid)[0]
        tickets = [running.sandbox.ticket() for _ in range(TICKETS)]
        over, statuses = threading.Event(), Counter[int]()
        operating = threading.Thread(target=operate, args=(running, tickets, over, statuses))
        operating.start()
        try:
            ask(running, tickets, EARLY, statuses)
            early = size(worker, running.product.sandbox)
            ask(running, tickets, SECONDS - EARLY, statuses)
            late = size(worker, running.product.sandbox)
        finally:
            over.set()
            operating.join()
    bad = sum(count for status, count in statuses.items() if status >= 400)
    what = f"after an hour at {PACE} requests a second"
    yield Line(f"refusals {what}", bad, 0, "<=", str(dict(statuses)))
    for name, now, then in (
        ("memory", late.memory, early.memory),
        ("threads", late.threads, early.threads),
        ("open files but connections to vendors", late.files, early.files),
    ):
        yield Line(
            f"{name} {what}, over after ten minutes", round(now / then, 3), 1.1, "<=", f"{now:.0f} over {then:.0f}"
        )
    # Each thread keeps one to each vendor that it has asked; Zendesk's tokens come over one more, which all share.
    most = late.threads * len(VENDORS) + 1
    yield Line(f"connections to vendors {what}, at most", late.connections, most, "<=", f"{late.threads} threads")


def ask(running: Stage, tickets: list[int], seconds: float, statuses: Counter[int]) -> None:
    """Read panels, and now and then the board, at an even pace."""
    connection, (boss, crew) = Connection(running.product.backend), people(running)
    began, number = time.monotonic(), 0
    renew_at = began + RENEW_AFTER
    while (now := time.monotonic()) - began < seconds:
        if now > renew_at:
            (boss, crew), renew_at = people(running), now + RENEW_AFTER
        path, person = f"/api/tickets/{random.choice(tickets)}/panel", crew[number % AGENTS]
        if number % PACE == 0:
            path, person = "/api/board", boss
        status, _, _ = connection.exchange(connection.request("GET", path, signed_in(person)))
        statuses[status] += 1
        number += 1
        time.sleep(max(0.0, began + number / PACE - time.monotonic()))
    connection.close()


def people(running: Stage) -> tuple[Person, list[Person]]:
    """Sign in a manager and some agents."""
    return running.opened(running.manager.agent["id"]), running.crew(AGENTS)


def operate(running: Stage, tickets: list[int], over: threading.Event, statuses: Counter[int]) -> None:
    """Page for one ticket after the other, and let PagerDuty's page be resolved."""
    person, signed = running.opened(running.manager.agent["id"]), time.monotonic()
    while not over.wait(OPERATION_EVERY):
        if time.monotonic() - signed > RENEW_AFTER:
            person, signed = running.opened(running.manager.agent["id"]), time.monotonic()
        ticket = running.sandbox.ticket()
        statuses[person.ask(ticket, "trigger_emergency", reason="Down.").status_code] += 1
        for incident in running.sandbox.incidents(ticket):
            running.sandbox.control("POST", f"incidents/{incident['id']}", {"status": "resolved"})


def size(pid: int, vendors: str) -> Size:
    """Measure a process; `vendors` is the address at which the stand-ins of all vendors listen."""
    held = list(open_files(pid))
    port = f":{urlsplit(vendors).port:04X}"
    rows = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    connections = len({f"socket:[{row[9]}]" for row in rows if row[2].endswith(port)} & set(held))
    threads = len(list(Path(f"/proc/{pid}/task").iterdir()))
    return Size(resident(pid), threads, connections, len(held) - connections)


def open_files(pid: int) -> Iterator[str]:
    """Say what each open file of a process is, but for those that are closed meanwhile."""
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            yield str(file.readlink())
