"""What a poll costs the worker when nobody looked at that ticket a moment ago, which is how panels are polled."""

import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from backend.panel.answers import KEPT_SECONDS
from bench.client import Connection
from bench.line import Line, ratio
from bench.memory import children
from bench.stage import Stage, signed_in

TICKETS, AGENTS, ROUNDS, POLLS = 300, 30, 6, 18
"""So many times each ticket is asked for whole, then polled: of 18 polls, nine minutes of a panel, one looks ahead."""
TICK = os.sysconf("SC_CLK_TCK")


def lines(stage: Stage) -> Iterator[Line]:
    """Ask for each of many tickets in turn once what was kept of it has gone; count the worker's CPU, not the wait."""
    backend = Connection(stage.product.backend)
    worker, bare_worker = children(stage.product.processes[1].pid)[0], children(stage.bare_master)[0]
    tickets = [stage.sandbox.ticket() for _ in range(TICKETS)]
    people = list(islice(cycle(stage.crew(AGENTS)), TICKETS))

    def polls(held: Sequence[dict[str, str]]) -> list[bytes]:
        return [
            backend.request("GET", f"/api/tickets/{ticket}/panel", signed_in(person) | more)
            for ticket, person, more in zip(tickets, people, held, strict=True)
        ]

    first: list[dict[str, str]] = [{}] * TICKETS
    answers = [backend.exchange(one) for one in polls(first)]
    (stage.folder / "payload.json").write_bytes(answers[0][2])
    # Only now: a server cuts off who has sent nothing for half a minute.
    bare = Connection(stage.bare)
    plain = bare.request("GET", "/json")
    floor = made = same = 0.0
    statuses = Counter[int]()
    for _ in range(ROUNDS):
        floor += cpu_of(bare_worker, bare, [plain] * TICKETS)[0]
        time.sleep(KEPT_SECONDS)
        taken, answers = cpu_of(worker, backend, polls(first))
        made += taken
    floor, made = floor / (TICKETS * ROUNDS), made / (TICKETS * ROUNDS)
    for _ in range(POLLS):
        time.sleep(KEPT_SECONDS)
        taken, answers = cpu_of(
            worker, backend, polls([{"If-None-Match": headers["etag"]} for _, headers, _ in answers])
        )
        same += taken
        statuses.update(status for status, _, _ in answers)
    asked = TICKETS * POLLS
    yield ratio("panel of a ticket not looked at for 2 s, CPU over the bare route's", made, floor, 3.0)
    line = ratio("304 of a ticket not looked at for 2 s, CPU over the bare route's", same / asked, floor, 1.8)
    # Where a clock in a panel has moved on by a minute, it is sent again.
    yield Line(line.line, line.value, line.limit, line.op, f"{line.seen}; {statuses[304]} of {asked} were a 304")


def cpu_of(
    pid: int, connection: Connection, requests: Sequence[bytes]
) -> tuple[float, list[tuple[int, dict[str, str], bytes]]]:
    """Give the CPU seconds of a process while it answers, and the answers."""
    began = cpu(pid)
    answers = [connection.exchange(one) for one in requests]
    assert all(status in {200, 304} for status, _, _ in answers), Counter(status for status, _, _ in answers)
    return cpu(pid) - began, answers


def cpu(pid: int) -> float:
    """Give the seconds that a process has computed."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK
