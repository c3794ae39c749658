"""What a page with its note and its tag costs the worker, from the click to the last step."""

import time
from collections.abc import Iterator

from bench.client import Connection
from bench.distinct import cpu, cpu_of
from bench.line import Line, ratio
from bench.memory import children
from bench.stage import Stage

TIMES = 60
CARRIED_OUT = 0.4
"""Seconds until all three steps are done: asking again and again would be counted, too."""


def lines(stage: Stage) -> Iterator[Line]:
    """Page for one ticket after the other; count the worker's CPU beside that of as many bare commits and routes."""
    worker, bare_worker = children(stage.product.processes[1].pid)[0], children(stage.bare_master)[0]
    tickets = [stage.sandbox.ticket() for _ in range(TIMES)]
    for ticket in tickets:
        stage.manager.panel(ticket)
    begun, began = [], cpu(worker)
    for ticket in tickets:
        begun.append(stage.manager.ask(ticket, "trigger_emergency", reason="Down.").json()["id"])
        time.sleep(CARRIED_OUT)
        for incident in stage.sandbox.incidents(ticket):
            stage.sandbox.control("POST", f"incidents/{incident['id']}", {"status": "resolved"})
    ours = (cpu(worker) - began) / TIMES
    ended = [stage.manager.ended(operation) for operation in begun]
    assert all(one["state"] == "done" for one in ended), ended
    bare = Connection(stage.bare)
    commit = bare.request("POST", "/commit", {}, {"word": "x"})
    cpu_of(bare_worker, bare, [commit] * TIMES, {201})
    floor, _ = cpu_of(bare_worker, bare, [commit] * TIMES * 5, {201})
    steps = len(ended[0]["steps"])
    line = ratio("page with its note and its tag, CPU over a bare commit plus route", ours, floor / TIMES / 5, 80.0)
    yield Line(
        line.line, line.value, line.limit, line.op, f"{line.seen}; {steps} steps, {ours / steps * 1000:.1f} ms each"
    )
