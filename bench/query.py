"""Does reading a panel cost more when the mirror holds more?"""

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend.domain.issue import Issue
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from bench.line import Line, interleaved, ratio

FEW, MANY = 1_000, 100_000
TIMES, BATCH = 3_000, 2_000
START = datetime(2026, 1, 1, tzinfo=UTC)


def lines() -> Iterator[Line]:
    """Fill two databases, and read tickets that have two issues each."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (filled(Path(folder) / f"{count}.sqlite", count) for count in (FEW, MANY))
        numbers = iter(range(10**9))

        def timed(store: MirrorStore, count: int) -> float:
            ticket = next(numbers) * 7919 % (count // 2) + 1
            began = time.perf_counter()
            assert len(store.snapshot(ticket).issues) == 2
            return time.perf_counter() - began

        small, large = interleaved(TIMES, lambda: timed(few, FEW), lambda: timed(many, MANY))
        yield ratio("panel query with 100,000 mirrored issues, over 1,000", large, small, 1.2)


def filled(file: Path, count: int) -> MirrorStore:
    """Make a mirror of so many issues."""
    database = Database(f"sqlite:///{file}")
    database.migrate()
    store = MirrorStore(database)
    for first in range(0, count, BATCH):
        numbers = range(first, min(count, first + BATCH))
        store.put_issues([(issue(number), frozenset({number // 2 + 1})) for number in numbers])
    return store


def issue(number: int) -> Issue:
    """Make an issue of common size."""
    moment = START + timedelta(seconds=number)
    return Issue(
        "star", number + 1, f"ZD#{number // 2 + 1}", "Please look. " * 40,
        f"https://gitlab.example/-/issues/{number + 1}",
        number % 10 > 0, frozenset({"Urgency::Timely"}), "somebody", None, moment, moment,
    )  # fmt: skip
