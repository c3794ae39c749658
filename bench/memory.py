"""Does the backend's memory grow with the panels it answers?"""

from collections.abc import Iterator
from pathlib import Path

from bench.client import Connection
from bench.line import Line
from bench.stage import Stage, signed_in

FEW, MANY, TICKETS, AGENTS = 100, 10_000, 200, 20


def lines(stage: Stage) -> Iterator[Line]:
    """Answer panels of many tickets; compare what the worker occupies."""
    connection = Connection(stage.product.backend)
    tickets = [stage.sandbox.ticket() for _ in range(TICKETS)]
    crew = [signed_in(agent) for agent in stage.crew(AGENTS)]
    worker = children(stage.product.processes[1].pid)[0]
    early = 0.0
    for number in range(MANY):
        path = f"/api/tickets/{tickets[number % TICKETS]}/panel"
        connection.timed(connection.request("GET", path, crew[number % AGENTS]), 200)
        if number + 1 == FEW:
            early = resident(worker)
    late = resident(worker)
    seen = f"{late:.0f} MB over {early:.0f} MB"
    yield Line("backend memory after 10,000 panels, over after 100", round(late / early, 3), 1.1, "<=", seen)


def children(pid: int) -> list[int]:
    """List the processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def resident(pid: int | str = "self") -> float:
    """Give what a process occupies of memory now, in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1000
