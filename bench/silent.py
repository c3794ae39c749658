"""What one silent vendor costs the others' users: 60 agents open cold tickets, and nobody else may feel it."""

import json
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bench.client import Connection
from bench.line import Line, quantile, ratio
from bench.stage import VENDORS, Stage, signed_in, stage

AGENTS, BETWEEN = 60, 4.0
"""How many agents open cold tickets all the time, and how many seconds each rests in between."""
ROUNDS, STARS = 25, 3
WARM_TICKET = 2001
STAR = {
    "urgency": "urgent",
    "plan": "Premium",
    "reason": "The launch waits.",
    "desired_result": "A call today.",
    "override_reason": "The deadline is today.",
}


def lines() -> Iterator[Line]:
    """Measure with each vendor silent in turn."""
    for vendor in VENDORS:
        with stage({"LOG_LEVEL": "CRITICAL"}) as running:
            yield from beside(running, vendor)


def beside(running: Stage, vendor: str) -> Iterator[Line]:
    """Measure what needs nothing of a vendor, while all answer and then with that one silent; the crowd is the same."""
    crew = [signed_in(agent) for agent in running.crew(AGENTS)]
    known = [running.sandbox.ticket() for _ in range(2 * ROUNDS + STARS)]
    for ticket in known:
        running.manager.panel(ticket)
    with opening_cold_tickets(running, crew):
        usual = measured(running, vendor, known[:ROUNDS])
        running.sandbox.fault(vendor, "timeout", seconds=600)
        time.sleep(BETWEEN)
        silent = measured(running, vendor, known[ROUNDS : 2 * ROUNDS])
        stars = [star(running, ticket) for ticket in known[2 * ROUNDS :]] if vendor == "gitlab" else []
        running.sandbox.heal()
    seen = f"usually {max(usual['healthz']):.3f}"
    yield Line(f"{vendor} silent: slowest /healthz, seconds", round(max(silent["healthz"]), 3), 0.1, "<=", seen)
    for name, limit in (("warm panel", 2.0), ("page", 1.5)):
        if name in silent:
            for share, words, most in ((0.5, "p50", limit), (0.95, "p95", 2 * limit)):
                line = f"{vendor} silent: {name} {words}, over its usual time"
                yield ratio(line, quantile(silent[name], share), quantile(usual[name], share), most)
    if stars:
        yield Line("gitlab silent: slowest answer to open_star, seconds", round(max(stars), 2), 2.2, "<=")


def measured(running: Stage, vendor: str, tickets: list[int]) -> dict[str, list[float]]:
    """Time what a silent vendor should not slow down; pages only where PagerDuty speaks."""
    http = Connection(running.product.backend)
    panel = http.request("GET", f"/api/tickets/{WARM_TICKET}/panel", running.headers)
    health = http.request("GET", "/healthz")
    taken: dict[str, list[float]] = {"healthz": [], "warm panel": []}
    for ticket in tickets:
        taken["healthz"].append(http.timed(health, 200))
        taken["warm panel"].append(http.timed(panel, 200))
        if vendor != "pagerduty":
            taken.setdefault("page", []).append(page(http, running, ticket))
        time.sleep(0.2)
    http.close()
    return taken


def page(http: Connection, running: Stage, ticket: int) -> float:
    """Page for a ticket; give the seconds until the page is known to be out."""
    headers = running.headers | {"Idempotency-Key": f"bench-{time.time_ns()}"}
    body = {"kind": "trigger_emergency", "reason": "Down."}
    request = http.request("POST", f"/api/tickets/{ticket}/operations", headers, body)
    began = time.perf_counter()
    _, _, answer = http.exchange(request)
    found = json.loads(answer)
    while found["steps"][0]["state"] != "done":
        time.sleep(0.05)
        found = running.manager.operation(found["id"])
    return time.perf_counter() - began


def star(running: Stage, ticket: int) -> float:
    """Ask for a STAR on a ticket; give the seconds until it is accepted."""
    began = time.perf_counter()
    answer = running.manager.ask(ticket, "open_star", **STAR)
    taken = time.perf_counter() - began
    assert answer.status_code in {201, 202}, answer.text
    return taken


@contextmanager
def opening_cold_tickets(running: Stage, crew: list[dict[str, str]]) -> Iterator[None]:
    """Have agents open one cold ticket after the other for the length of a block."""
    over, numbers, guard = threading.Event(), iter(range(3_000_000, 4_000_000)), threading.Lock()

    def work(agent: dict[str, str]) -> None:
        http = Connection(running.product.backend)
        while not over.is_set():
            with guard:
                ticket = next(numbers)
            http.exchange(http.request("GET", f"/api/tickets/{ticket}/panel", agent))
            over.wait(random.uniform(0.5, 1.5) * BETWEEN)
        http.close()

    with ThreadPoolExecutor(len(crew)) as pool:
        working = [pool.submit(work, agent) for agent in crew]
        time.sleep(BETWEEN)
        try:
            yield
        finally:
            over.set()
    for agent in working:
        agent.result()
