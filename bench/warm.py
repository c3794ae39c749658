"""What an open panel costs the backend: its answer, its throughput, and the answer that nothing has changed."""

import threading
import time
from collections.abc import Iterator

from bench.client import Connection
from bench.line import Line, interleaved, ratio
from bench.stage import Stage

REQUESTS = 1500
CLIENTS, SECONDS, ROUNDS = 8, 1.5, 5


def lines(stage: Stage) -> Iterator[Line]:
    """Measure a ticket of the seeds that has something of everything."""
    ticket = 2001
    seen = stage.manager.panel(ticket)["ticket"]["updated_at"]
    path = f"/api/tickets/{ticket}/panel?updated_at={seen}"
    ours, bare = Connection(stage.product.backend), Connection(stage.bare)
    full = ours.request("GET", path, stage.headers)
    _, headers, body = ours.exchange(full)
    (stage.folder / "payload.json").write_bytes(body)
    plain = bare.request("GET", "/json")
    size = len(bare.exchange(plain)[2])
    assert abs(size - len(body)) < 0.15 * len(body), (size, len(body))

    warm, floor = interleaved(REQUESTS, lambda: ours.timed(full, 200), lambda: bare.timed(plain, 200))
    yield ratio("warm panel p50, over a bare Flask JSON route of the same size", warm, floor, 2.0)

    rates = dict.fromkeys((stage.product.backend, stage.bare), 0.0)
    for _ in range(ROUNDS):
        for url, request in ((stage.product.backend, full), (stage.bare, plain)):
            rates[url] += throughput(url, request) / ROUNDS
    a_second, floor_rate = rates[stage.product.backend], rates[stage.bare]
    yield Line(
        "warm panel throughput, over the bare route's", round(a_second / floor_rate, 3), 0.5, ">=",
        f"{a_second:.0f}/s over {floor_rate:.0f}/s",
    )  # fmt: skip

    def unchanged() -> float:
        nonlocal headers
        request = ours.request("GET", path, stage.headers | {"If-None-Match": headers["etag"]})
        began = time.perf_counter()
        status, found, _ = ours.exchange(request)
        taken = time.perf_counter() - began
        if status != 304:
            # A clock in the panel has moved on by a minute.
            headers = found
        return taken

    same, floor = interleaved(REQUESTS, unchanged, lambda: bare.timed(plain, 200))
    yield ratio("304 answer p50, over the bare route", same, floor, 1.3)


def throughput(url: str, request: bytes) -> float:
    """Give the answers a second that several clients get together."""
    counts = [0] * CLIENTS
    until = time.perf_counter() + SECONDS

    def ask(number: int) -> None:
        connection = Connection(url)
        while time.perf_counter() < until:
            connection.timed(request, 200)
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS
