"""What cannot be done now that people count on, a sentence each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.clock import iso
from backend.store.counts import CountStore
from backend.store.last_calls import LastCallStore

UNFINISHED_AFTER = timedelta(minutes=1)
"""An operation that goes on for longer than this is told."""
LOST = {
    ("PagerDuty", "write"): "Support On-call cannot page",
    ("Zendesk", "write"): "Support On-call cannot write notes and tags to tickets",
    ("Zendesk", "sign_in"): "Support On-call can open no new sessions",
    ("GitLab", "write"): "Support On-call cannot write to issues",
    ("Slack", "write"): "Support On-call cannot post in Slack",
    ("Zendesk", "clock"): "Clocks differ, so sessions may be refused",
}
OF_ANY = {
    "write": "Support On-call cannot write",
    "sign_in": "Our token is not accepted",
    "clock": "Clocks differ",
}


@dataclass(frozen=True, slots=True)
class Loss:
    """What cannot be done, as a sentence without its end; `at` is when it was found last, None = just now."""

    text: str
    at: datetime | None = None

    def __str__(self) -> str:
        """Say it with the time, for who reads no zone of their own."""
        return f"{self.text} ({iso(self.at)})" if self.at else self.text


class Health:
    """Tells what is lost, by what happened last."""

    def __init__(
        self,
        calls: LastCallStore,
        counts: CountStore,
        clock: Callable[[], datetime],
        database_fault: Callable[[], str | None],
    ) -> None:
        """Ask by `database_fault` why this process could not write to the database just now; None = it could."""
        self._calls = calls
        self._counts = counts
        self._clock = clock
        self._database_fault = database_fault

    def lost(self) -> list[Loss]:
        """List it, the gravest first; raise StoreDown when nothing is known."""
        return list(self._lost())

    def _lost(self) -> Iterator[Loss]:
        if fault := self._database_fault():
            yield Loss(f"Nothing can be started: {fault}")
        failing = {(call.vendor, call.act): call for call in self._calls.failing()}
        order = [*LOST, *(key for key in failing if key not in LOST)]
        for vendor, act in order:
            if found := failing.get((vendor, act)):
                what = LOST.get((vendor, act), OF_ANY.get(act, "A call fails"))
                yield Loss(f"{what}: {vendor} {found.reason}", found.at)
        late = self._counts.unfinished(self._clock() - UNFINISHED_AFTER)
        if late.number:
            those = f"{late.number} operations have" if late.number > 1 else "1 operation has"
            yield Loss(f"{those} not ended after a minute, the oldest asked for", late.since)
