"""Many agents at once, as they work: open a ticket, look at it for a while, go on to the next."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from bench.calls import counted
from bench.client import Connection
from bench.line import Line, quantile
from bench.stage import Stage, signed_in, stage

AGENTS, SECONDS, TICKETS, DELAY = 200, 60.0, 400, 0.2
LOOKS, BETWEEN = (2, 6), (1.0, 6.0)
"""How often an agent's panel asks about a ticket, and how long it waits in between: ten times as often as panels do."""
A_MINUTE = {"zendesk": 700, "gitlab": 2000, "pagerduty": 960}


@dataclass
class Tally:
    """What the agents met, all together."""

    warm: list[float] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    guard: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: int, taken: float, first: bool) -> None:
        """Count an answer."""
        with self.guard:
            self.statuses[status] += 1
            (self.cold if first else self.warm).append(taken)


def lines() -> Iterator[Line]:
    """Run it against vendors that take 200 ms for everything; colleagues change tickets and issues meanwhile."""
    with stage({"THREADS": "32"}) as running:
        tickets = [running.sandbox.ticket() for _ in range(TICKETS)]
        crew = running.crew(AGENTS)
        running.slow(DELAY)
        before, tally, until = counted(running.sandbox), Tally(), time.monotonic() + SECONDS
        desks = ThreadPoolExecutor(AGENTS)
        working = [desks.submit(work, running, signed_in(agent), tickets, tally, until) for agent in crew]
        while time.monotonic() < until:
            ticket = random.choice(tickets)
            running.sandbox.issue("stars", f"ZD#{ticket}")
            running.sandbox.control("PATCH", f"tickets/{ticket}", {"subject": "Changed"})
            time.sleep(0.5)
        for agent in working:
            # One whose connection broke ends the measurement: its requests would be missing.
            agent.result()
        made = counted(running.sandbox) - before
        limited = sum(call["status"] == 429 for call in running.sandbox.control("GET", "calls"))
    bad = sum(count for status, count in tally.statuses.items() if status not in {200, 304})
    answers = sum(tally.statuses.values())
    yield Line(
        f"errors in {answers:,} answers to {AGENTS} agents in {SECONDS:.0f} s", bad, 0, "<=", str(tally.statuses)
    )
    yield Line(
        "warm panel p99, seconds", round(quantile(tally.warm, 0.99), 3), 1.0, "<=",
        f"p50 {quantile(tally.warm, 0.5) * 1000:.1f} ms, cold p50 {quantile(tally.cold, 0.5) * 1000:.0f} ms",
    )  # fmt: skip
    for vendor, limit in A_MINUTE.items():
        yield Line(f"{vendor} calls a minute", round(made[vendor] * 60 / SECONDS, 1), limit, "<=", "vendor's limit")
    yield Line("answers 429 from vendors", limited, 0, "<=")


def work(running: Stage, agent: dict[str, str], tickets: list[int], tally: Tally, until: float) -> None:
    """Be one agent."""
    time.sleep(random.uniform(0, BETWEEN[1]))
    connection = Connection(running.product.backend)
    while time.monotonic() < until:
        ticket, etag = random.choice(tickets), ""
        for look in range(random.randint(*LOOKS)):
            headers = agent | ({"If-None-Match": etag} if etag else {})
            request = connection.request("GET", f"/api/tickets/{ticket}/panel", headers)
            began = time.perf_counter()
            status, found, _ = connection.exchange(request)
            tally.note(status, time.perf_counter() - began, first=look == 0)
            etag = found.get("etag", etag)
            time.sleep(random.uniform(*BETWEEN))
            if time.monotonic() > until:
                break
    connection.close()
