"""PagerDuty's shift-based schedules: who has which shift, who stands in. Facts: its schema, "Schedules V3"."""

from datetime import datetime
from operator import attrgetter
from typing import Any

from cachetools import TTLCache, cachedmethod

from backend.domain.listing import Listing, Skipped
from backend.domain.paging.on_call import OnCall, OnCallRole
from backend.domain.paging.responders import Responder
from backend.domain.paging.schedules import Override
from backend.domain.paging.shifts import NotCoverable, Shift, shift_to_cover
from backend.vendors.answers import call_of, doubt, read
from backend.vendors.errors import NotFound, VendorError, VendorRejected
from backend.vendors.listings import fitting
from backend.vendors.pagerduty.records import UserAnswer, responder_from
from backend.vendors.pagerduty.schedule_kinds import KEPT, V3_SCHEDULES, ScheduleKinds
from backend.vendors.pagerduty.session import NAME
from backend.vendors.pagerduty.shift_records import (
    ComputedShift,
    MadeShiftOverrides,
    ShiftOverride,
    ShiftScheduleAnswer,
    shift_from,
    shift_override_from,
)


class ShiftSchedules(ScheduleKinds):
    """The account's shift-based schedules."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._people: TTLCache[Any, Responder] = TTLCache(1000, KEPT)

    def shifts(self, schedule_id: str, since: datetime, until: datetime) -> Listing[Shift]:
        """List who has which shift within a window, overrides applied; the first and the last may go beyond it."""
        # Without `overflow` PagerDuty leaves out, or cuts, the shift that is under way.
        query = {"include[]": ["final_schedule"], **_window(since, until), "overflow": "true"}
        asked = self._send("GET", f"{V3_SCHEDULES}/{schedule_id}", params=query)
        raws = read(NAME, asked, ShiftScheduleAnswer).schedule.final_schedule.computed_shift_assignments
        found = fitting(NAME, f"shift of schedule {schedule_id} at", raws, ComputedShift, shift_from, "start_time")
        return Listing(tuple(shift for shift in found if shift), found.skipped)

    def shift_turns(self, schedule_id: str, role: OnCallRole, now: datetime, until: datetime) -> Listing[OnCall]:
        """List the turns that begin after now, as on-call entries; what cannot be read is named, never an error."""
        try:
            shifts = self.shifts(schedule_id, now, until)
            turns = [(shift, self._person(shift.user_id)) for shift in shifts if shift.start > now]
        except VendorError as error:
            if not cannot_be_used(error):
                raise
            return Listing((), (unread(schedule_id, "shifts", error),))
        entries = (
            OnCall(role, who.name, shift.start, shift.end, user_id=who.id, email=who.email, schedule_id=schedule_id)
            for shift, who in turns
        )
        return Listing(tuple(entries), shifts.skipped)

    def shift_overrides(self, schedule_id: str, since: datetime, until: datetime) -> Listing[Override]:
        """List who stands in for somebody within a window; an override that leaves a shift to nobody is no cover."""

        def convert(raw: ShiftOverride) -> Override | None:
            user_id = raw.overriding_member.user_id
            return shift_override_from(raw, self._person(user_id), schedule_id) if user_id else None

        path = f"{V3_SCHEDULES}/{schedule_id}/overrides"
        found = self._all(path, "overrides", _window(since, until), ShiftOverride, convert)
        return Listing(tuple(override for override in found if override), found.skipped)

    def override_shift(self, schedule_id: str, user_id: str, start: datetime, end: datetime) -> Override:
        """Let somebody stand in for whoever has the shift at that time; VendorRejected where that is not one person."""
        try:
            shift = self.coverable(schedule_id, start, end)
        except NotCoverable as error:
            raise VendorRejected(NAME, str(error)) from error
        source = {"rotation_id": shift.rotation_id} if shift.rotation_id else {"custom_shift_id": shift.custom_shift_id}
        wanted = {
            "type": "override_shift",
            **source,
            "start_time": start.isoformat(),
            "end_time": end.isoformat(),
            "overridden_member": _member(shift.user_id),
            "overriding_member": _member(user_id),
        }
        asked = self._send("POST", f"{V3_SCHEDULES}/{schedule_id}/overrides", json={"overrides": [wanted]})
        made = read(NAME, asked, MadeShiftOverrides).overrides
        if [override.overriding_member.user_id for override in made] != [user_id]:
            raise doubt(NAME, "did not say which override was made", call_of(asked.request, asked), "overrides")
        return shift_override_from(made[0], self._person(user_id), schedule_id)

    def coverable(self, schedule_id: str, start: datetime, end: datetime) -> Shift:
        """Read the one shift that some hours lie in; NotCoverable when there is no such one."""
        found = self.shifts(schedule_id, start, end)
        if found.skipped:
            raise NotCoverable(f"the schedule cannot be read for those hours ({found.skipped[0]})")
        return shift_to_cover(found, start, end)

    @cachedmethod(attrgetter("_people"), lock=attrgetter("_guard"))
    def _person(self, user_id: str) -> Responder:
        """Read who a user is, whom V3 tells by id only; of one who was deleted nothing else is known."""
        try:
            return responder_from(self._ask("GET", f"/users/{user_id}", UserAnswer).user)
        except NotFound:
            return Responder(user_id, user_id)


def cannot_be_used(error: VendorError) -> bool:
    """Tell whether PagerDuty said no, or what cannot be used: that is about the schedule, and not about the moment."""
    return isinstance(error, VendorRejected) or error.field is not None


def unread(schedule_id: str, what: str, error: VendorError) -> Skipped:
    """Name a part of a schedule that could not be read, and the call that was to read it."""
    by = f" by {error.call}" if error.call else ""
    return Skipped(NAME, "schedule", schedule_id, what, f"could not be read{by}: {error.reason}")


def _window(since: datetime, until: datetime) -> dict[str, str]:
    return {"since": since.isoformat(), "until": until.isoformat()}


def _member(user_id: str) -> dict[str, str]:
    return {"type": "user_member", "user_id": user_id}
