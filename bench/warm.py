"""What an open panel costs the backend: its answer, its throughput, and the answer that nothing has changed."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.client import Connection
from bench.line import Line, interleaved, ratio
from bench.stage import Stage, signed_in

REQUESTS = 1500
CLIENTS, SECONDS, ROUNDS = 8, 1.5, 5


def lines(stage: Stage) -> Iterator[Line]:
    """Measure a ticket of the seeds that has something of everything."""
    ticket = 2001
    seen = stage.manager.panel(ticket)["ticket"]["updated_at"]
    path = f"/api/tickets/{ticket}/panel?updated_at={seen}"
    ours, bare = Connection(stage.product.backend), Connection(stage.bare)
    one, another, *others = (signed_in(agent) for agent in stage.crew(2 + CLIENTS))
    full = ours.request("GET", path, one)
    _, headers, body = ours.exchange(full)
    (stage.folder / "payload.json").write_bytes(body)
    plain = bare.request("GET", "/json")
    size = len(bare.exchange(plain)[2])
    assert abs(size - len(body)) < 0.15 * len(body), (size, len(body))

    warm, floor = interleaved(REQUESTS, lambda: ours.timed(full, 200), lambda: bare.timed(plain, 200))
    yield ratio("warm panel p50, over a bare Flask JSON route of the same size", warm, floor, 2.0)

    requests = [ours.request("GET", path, agent) for agent in others]
    rates = dict.fromkeys((stage.product.backend, stage.bare), 0.0)
    for _ in range(ROUNDS):
        rates[stage.product.backend] += throughput(stage.product.backend, requests) / ROUNDS
        rates[stage.bare] += throughput(stage.bare, [plain] * CLIENTS) / ROUNDS
    a_second, floor_rate = rates[stage.product.backend], rates[stage.bare]
    yield Line(
        "warm panel throughput, over the bare route's", round(a_second / floor_rate, 3), 0.5, ">=",
        f"{a_second:.0f}/s over {floor_rate:.0f}/s",
    )  # fmt: skip

    def unchanged() -> float:
        nonlocal headers
        request = ours.request("GET", path, another | {"If-None-Match": headers["etag"]})
        began = time.perf_counter()
        status, found, _ = ours.exchange(request)
        taken = time.perf_counter() - began
        assert status in {200, 304}, status
        if status == 200:
            # A clock in the panel has moved on by a minute.
            headers = found
        return taken

    same, floor = interleaved(REQUESTS, unchanged, lambda: bare.timed(plain, 200))
    yield ratio("304 answer p50, over the bare route", same, floor, 1.5)


def throughput(url: str, requests: Sequence[bytes]) -> float:
    """Give the answers a second that several clients get together, each with a request of its own."""
    until = time.perf_counter() + SECONDS

    def ask(request: bytes) -> int:
        connection, count = Connection(url), 0
        while time.perf_counter() < until:
            connection.timed(request, 200)
            count += 1
        connection.close()
        return count

    with ThreadPoolExecutor(len(requests)) as clients:
        return sum(clients.map(ask, requests)) / SECONDS
