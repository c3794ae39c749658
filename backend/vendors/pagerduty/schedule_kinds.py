"""PagerDuty has two kinds of schedule, each with calls of its own: classic ones of layers, and shift-based ones (V3).

Facts: its published schema, "Schedules V3"; its own clients, for how the calls of one kind refuse the other.
"""

from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from typing import Any, TypeVar

from cachetools import TTLCache

from backend.vendors.errors import VendorRejected
from backend.vendors.pagerduty.session import V3, Session
from backend.vendors.pagerduty.shift_records import KindAnswer

V3_SCHEDULES = f"{V3}schedules"
SHIFT_BASED = "schedule_v3"
KEPT = timedelta(hours=1).total_seconds()
"""How long what was learned of a schedule or a person counts."""
OTHER_KIND = {400, 404}
"""How the calls of one kind refuse a schedule of the other."""

T = TypeVar("T")


class ScheduleKinds(Session):
    """Which kind each of the account's schedules is, learned from how PagerDuty answers."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._kinds: TTLCache[str, bool] = TTLCache(100, KEPT)
        self._guard = Lock()

    def is_shift_based(self, schedule_id: str) -> bool:
        """Tell which calls a schedule takes; raise VendorRejected when PagerDuty has none with this id."""
        with self._guard:
            known = self._kinds.get(schedule_id)
        return self._learn_kind(schedule_id) if known is None else known

    def in_its_kind(self, schedule_id: str, call: Callable[[bool], T]) -> T:
        """Make a call, which is told whether the schedule is shift-based; again if it proves to be of the other kind.

        A refused call has changed nothing, so this may be a write.
        """
        believed = self.is_shift_based(schedule_id)
        try:
            return call(believed)
        except VendorRejected as error:
            if error.status not in OTHER_KIND or self._learn_kind(schedule_id) == believed:
                raise
        return call(not believed)

    def _learn_kind(self, schedule_id: str) -> bool:
        kind = self._ask_kind(schedule_id)
        with self._guard:
            self._kinds[schedule_id] = kind
        return kind

    def _ask_kind(self, schedule_id: str) -> bool:
        try:
            return self._ask("GET", f"/schedules/{schedule_id}", KindAnswer).schedule.type == SHIFT_BASED
        except VendorRejected as error:
            if error.status not in OTHER_KIND:
                raise
            refused = error
        try:
            return self._ask("GET", f"{V3_SCHEDULES}/{schedule_id}", KindAnswer).schedule.type == SHIFT_BASED
        except VendorRejected as error:
            raise (refused if error.status in OTHER_KIND else error) from None
