"""The time as an operation's waits and deadlines count it: no machine's clock that is set changes them."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from backend.deps import Clock
from backend.store.operation_rows import OperationRecord


def since_boot() -> float:
    """Give seconds that nobody can set, and that count while the machine sleeps, where it has such a clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def steady_clock(now: datetime, operation: OperationRecord, seconds: Callable[[], float] = since_boot) -> Clock:
    """Give a clock that begins with the present time and goes on by seconds that nobody can set.

    So a machine's clock that is set meanwhile lengthens and shortens no wait and no deadline. A clock that was set
    back before begins where the operation's own times end.
    """
    sent = (step.last_sent_at for step in operation.steps)
    start, began = max(now, operation.created_at, *filter(None, sent)), seconds()
    return lambda: start + timedelta(seconds=seconds() - began)
