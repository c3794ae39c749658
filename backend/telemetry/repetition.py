"""A log filter: what goes wrong again and again for one cause is written once a minute, with how often.

A full connection pool or a vendor that is down would otherwise write thousands of lines that say the same, and the
one that says something else is lost among them.
"""

import logging
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

PAUSE_SECONDS = 60.0
MOST_CAUSES = 1024
"""How many causes are remembered at a time; beyond that the oldest are forgotten, and written anew."""
EACH = "each"
"""`extra={EACH: True}`: somebody was told the id of this very record, so it is always written."""

_VARIABLE = re.compile(r"\b(?:[0-9a-f]{8,}|\d+(?:\.\d+)?)\b")


@dataclass(slots=True)
class Seen:
    """When a cause was written last, and how many records of it were left out since."""

    at: float
    left_out: int = 0


class OncePerCause(logging.Filter):
    """Lets a warning or error of one cause through once a minute; `record.repeated` = how many were left out before."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._seen: dict[tuple[str, ...], Seen] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether to write a record."""
        if record.levelno < logging.WARNING or getattr(record, EACH, False):
            return True
        cause, now = cause_of(record), self._monotonic()
        with self._lock:
            seen = self._seen.get(cause)
            if seen and now - seen.at < PAUSE_SECONDS:
                seen.left_out += 1
                return False
            if seen:
                record.repeated = seen.left_out
                # Written anew, so that the oldest stands first.
                del self._seen[cause]
            elif len(self._seen) == MOST_CAUSES:
                del self._seen[next(iter(self._seen))]
            self._seen[cause] = Seen(now)
            return True


def cause_of(record: logging.LogRecord) -> tuple[str, ...]:
    """Name what a record is about, without numbers and ids; of an error its root counts, whoever met it."""
    if not record.exc_info or not record.exc_info[1]:
        return record.name, record.levelname, _VARIABLE.sub("#", record.getMessage())
    root = record.exc_info[1]
    while (further := root.__cause__ or (None if root.__suppress_context__ else root.__context__)) is not None:
        root = further
    trace = root.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return record.name, record.levelname, str(record.msg), type(root).__name__, where
