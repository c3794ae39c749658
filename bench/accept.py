"""What it costs to accept an operation durably, over one bare commit behind a route."""

import json
import time
from collections.abc import Iterator

from bench.client import Connection
from bench.line import Line, interleaved, ratio
from bench.stage import Stage, served

TIMES = 120


def lines(stage: Stage) -> Iterator[Line]:
    """Measure up to the answer that it is stored and begun."""
    tickets = [stage.sandbox.ticket() for _ in range(TIMES)]
    for ticket in tickets:
        stage.manager.panel(ticket)
    ahead = iter(tickets)
    with served("bench.accepting:app", stage.folder, stage.product.environment) as (url, _):
        ours, bare = Connection(url), Connection(stage.bare)

        def accept() -> float:
            path = f"/bench/tickets/{next(ahead)}/operations"
            headers = stage.headers | {"Idempotency-Key": f"accept-{time.time_ns()}"}
            request = ours.request("POST", path, headers, {"answers": {}})
            began = time.perf_counter()
            status, _, answer = ours.exchange(request)
            taken = time.perf_counter() - began
            assert status == 202, answer
            # The next one comes when the steps of this one have ended: at most one is under way, as at a desk.
            stage.manager.ended(json.loads(answer)["id"])
            return taken

        commit = bare.request("POST", "/commit", {}, {"word": "x"})
        stored, floor = interleaved(TIMES, accept, lambda: bare.timed(commit, 201))
    yield ratio("operation accepted (durably stored) p50, over a bare SQLite commit plus route", stored, floor, 2.5)
