"""What a poll costs the worker when nobody looked at that ticket a moment ago, which is how panels are polled."""

import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from pathlib import Path

from backend.panel.answers import KEPT_SECONDS
from bench.client import Connection
from bench.line import Line, ratio
from bench.memory import children
from bench.stage import Stage, signed_in

TICKETS, ROUNDS, POLLS = 300, 6, 18
"""So many times each ticket is asked for whole, then polled: of 18 polls, nine minutes of a panel, one looks ahead."""
TICK = os.sysconf("SC_CLK_TCK")


def lines(stage: Stage) -> Iterator[Line]:
    """Ask for each of many tickets in turn once what was kept of it has gone; count the worker's CPU, not the wait.

    Each has an agent of its own. The bare route is asked as often in each round: whatever else the machine does then
    hits both alike.
    """
    worker, bare_worker = children(stage.product.processes[1].pid)[0], children(stage.bare_master)[0]
    tickets = [stage.sandbox.ticket() for _ in range(TICKETS)]
    people = stage.crew(TICKETS)
    # Only now: a server cuts off who has sent nothing for half a minute.
    backend = Connection(stage.product.backend)

    def polls(held: Sequence[dict[str, str]]) -> list[bytes]:
        return [
            backend.request("GET", f"/api/tickets/{ticket}/panel", signed_in(person) | more)
            for ticket, person, more in zip(tickets, people, held, strict=True)
        ]

    first: list[dict[str, str]] = [{}] * TICKETS
    answers = [backend.exchange(poll) for poll in polls(first)]
    (stage.folder / "payload.json").write_bytes(answers[0][2])

    def floor() -> float:
        bare = Connection(stage.bare)
        taken, _ = cpu_of(bare_worker, bare, [bare.request("GET", "/json")] * TICKETS)
        bare.close()
        return taken

    floor()
    made = same = made_floor = same_floor = 0.0
    statuses = Counter[int]()
    for _ in range(ROUNDS):
        time.sleep(KEPT_SECONDS)
        made_floor += floor()
        taken, answers = cpu_of(worker, backend, polls(first))
        made += taken
    for _ in range(POLLS):
        time.sleep(KEPT_SECONDS)
        same_floor += floor()
        held = [{"If-None-Match": headers["etag"]} for _, headers, _ in answers]
        taken, answers = cpu_of(worker, backend, polls(held))
        same += taken
        statuses.update(status for status, _, _ in answers)
    asked = TICKETS * ROUNDS
    name = "panel of a ticket not looked at for 2 s, CPU over the bare route's"
    yield ratio(name, made / asked, made_floor / asked, 3.0)
    asked = TICKETS * POLLS
    name = "304 of a ticket not looked at for 2 s, CPU over the bare route's"
    line = ratio(name, same / asked, same_floor / asked, 1.8)
    # Where a clock in a panel has moved on by a minute, it is sent again.
    yield Line(line.line, line.value, line.limit, line.op, f"{line.seen}; {statuses[304]} of {asked} were a 304")


def cpu_of(
    pid: int, connection: Connection, requests: Sequence[bytes], expected: Set[int] = frozenset({200, 304})
) -> tuple[float, list[tuple[int, dict[str, str], bytes]]]:
    """Give the CPU seconds of a process while it answers, and the answers."""
    began = cpu(pid)
    answers = [connection.exchange(request) for request in requests]
    assert all(status in expected for status, _, _ in answers), Counter(status for status, _, _ in answers)
    return cpu(pid) - began, answers


def cpu(pid: int) -> float:
    """Give the seconds that a process has computed."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK
