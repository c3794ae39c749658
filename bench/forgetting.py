"""How long whoever writes has to wait while a year of history is forgotten."""

import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from backend.store.engine import Database
from backend.store.last_calls import LastCallStore
from backend.store.retention import RetentionStore
from bench.line import Line, quantile
from bench.year import NOW, YEAR, filled

LONGEST = 0.2
"""Seconds."""
EVERY = 0.01


def lines() -> Iterator[Line]:
    """Forget all of a year, and write beside it all the time."""
    with tempfile.TemporaryDirectory() as folder:
        database = filled(Path(folder) / "year", YEAR)
        before = writing(database, threading.Event(), 200)
        over, rows = threading.Event(), 0

        def forget() -> None:
            nonlocal rows
            rows = RetentionStore(database).forget(NOW + timedelta(days=1), NOW)
            over.set()

        began = time.monotonic()
        forgetting = threading.Thread(target=forget)
        forgetting.start()
        waits = writing(database, over)
        forgetting.join()
        seen = (
            f"{rows:,} rows in {time.monotonic() - began:.0f} s; p50 {quantile(waits, 0.5) * 1000:.1f} ms,"
            f" p99 {quantile(waits, 0.99) * 1000:.0f} ms; {quantile(before, 0.5) * 1000:.1f} ms with nothing beside it"
        )
        yield Line(
            "longest wait of a writer while a year is forgotten, seconds", round(max(waits), 3), LONGEST, "<=", seen
        )


def writing(database: Database, over: threading.Event, times: int = 10**9) -> list[float]:
    """Write now and again until it is over, or so many times; give how long each took in seconds."""
    store, taken = LastCallStore(database), list[float]()
    while not over.wait(EVERY) and len(taken) < times:
        began = time.perf_counter()
        store.keep([], NOW)
        taken.append(time.perf_counter() - began)
    return taken
