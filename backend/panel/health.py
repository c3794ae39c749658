"""What cannot be done now that people count on, a sentence each."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from backend.domain.clock import iso
from backend.store.counts import CountStore
from backend.store.last_calls import LastCallStore

UNFINISHED_AFTER = timedelta(minutes=1)
"""An operation that goes on for longer than this is told."""
LOST = {
    ("PagerDuty", "write"): "cannot page",
    ("Zendesk", "write"): "cannot write notes and tags",
    ("Zendesk", "sign_in"): "no new sessions can be opened",
    ("GitLab", "write"): "cannot write to issues",
    ("Slack", "write"): "cannot post in Slack",
    ("Zendesk", "clock"): "clocks differ, so sessions may be refused",
}
OF_ANY = {
    "write": "cannot write",
    "sign_in": "our token is not accepted",
    "clock": "clocks differ",
}


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

    def lost(self) -> list[str]:
        """List it, the gravest first; raise StoreDown when nothing is known."""
        return list(self._lost())

    def _lost(self) -> Iterator[str]:
        if fault := self._database_fault():
            yield f"nothing can be started: {fault}"
        failing = {(call.vendor, call.act): call for call in self._calls.failing()}
        order = [*LOST, *(key for key in failing if key not in LOST)]
        for vendor, act in order:
            if found := failing.get((vendor, act)):
                what = LOST.get((vendor, act), OF_ANY.get(act, "a call fails"))
                yield f"{what}: {vendor} {found.reason} ({iso(found.at)})"
        late = self._counts.unfinished(self._clock() - UNFINISHED_AFTER)
        if late.number:
            yield f"{late.number} operations not ended after a minute, the oldest of {iso(late.since)}"
