"""Does reading a panel cost more when the mirror holds more?"""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend.domain.issues import Issue
from backend.handbook.loading.loader import load
from backend.panel.ticket import Composer
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operations import OperationStore
from backend.store.upgrade import migrate
from bench.line import Line, interleaved, ratio

FEW, MANY = 1_000, 100_000
TIMES, BATCH = 3_000, 2_000
START = datetime(2026, 1, 1, tzinfo=UTC)


def lines() -> Iterator[Line]:
    """Fill two databases, and read tickets that have two issues each."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (filled(Path(folder) / f"{count}.sqlite", count) for count in (FEW, MANY))
        numbers = iter(range(10**9))

        def timed(mirror: Mirror, read: Callable[[Mirror, int], object]) -> float:
            ticket = next(numbers) * 7919 % (mirror.count // 2) + 1
            began = time.perf_counter()
            read(mirror, ticket)
            return time.perf_counter() - began

        def compared(read: Callable[[Mirror, int], object]) -> tuple[float, float]:
            small, large = interleaved(TIMES, lambda: timed(few, read), lambda: timed(many, read))
            return large, small

        assert all(len(mirror.store.snapshot(mirror.count // 2).issues) == 2 for mirror in (few, many))
        large, small = compared(lambda mirror, ticket: mirror.store.snapshot(ticket))
        alone = f"its rows alone {large * 1e6:.0f} µs over {small * 1e6:.0f} µs"
        large, small = compared(lambda mirror, ticket: mirror.composer.panel(ticket))
        line = ratio("panel query with 100,000 mirrored issues, over 1,000", large, small, 1.2)
        yield replace(line, seen=f"{line.seen}; {alone}")


@dataclass(frozen=True)
class Mirror:
    """A mirror of so many issues, and what composes panels from it."""

    count: int
    store: MirrorStore
    composer: Composer


def filled(file: Path, count: int) -> Mirror:
    """Make a mirror of so many issues."""
    database = Database(f"sqlite:///{file}")
    migrate(database)
    store = MirrorStore(database)
    for first in range(0, count, BATCH):
        numbers = range(first, min(count, first + BATCH))
        store.issues.put([(issue(number), frozenset({number // 2 + 1})) for number in numbers])
    operations = OperationStore(database)
    composer = Composer(store, operations, load(None), lambda: datetime.now(UTC), 30.0, "", with_slack=False)
    return Mirror(count, store, composer)


def issue(number: int) -> Issue:
    """Make an issue of common size."""
    moment = START + timedelta(seconds=number)
    return Issue(
        "star", number + 1, f"ZD#{number // 2 + 1}", "Please look. " * 40,
        f"https://gitlab.example/-/issues/{number + 1}",
        number % 10 > 0, frozenset({"Urgency::Timely"}), "somebody", None, moment, moment,
    )  # fmt: skip
