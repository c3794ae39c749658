"""Who stands in on a PagerDuty schedule of either kind. Facts: developer.pagerduty.com, "Schedules"."""

from datetime import datetime

from pydantic import RootModel

from backend.domain.listing import Listing
from backend.domain.paging.schedules import Override
from backend.vendors.answers import call_of, doubt, read
from backend.vendors.errors import VendorRejected
from backend.vendors.pagerduty.on_call_records import (
    MadeOverride,
    OverrideRecord,
    override_from,
)
from backend.vendors.pagerduty.schedule_kinds import V3_SCHEDULES
from backend.vendors.pagerduty.session import NAME
from backend.vendors.pagerduty.shift_schedules import ShiftSchedules

MadeOverrides = RootModel[list[MadeOverride]]


class Overrides(ShiftSchedules):
    """The overrides of the account's schedules."""

    def overrides(self, schedule_id: str, since: datetime, until: datetime) -> Listing[Override]:
        """List the overrides of a schedule that touch a window."""

        def listed(shift_based: bool) -> Listing[Override]:
            return (self.shift_overrides if shift_based else self._overrides)(schedule_id, since, until)

        return self.in_its_kind(schedule_id, listed)

    def check_cover(self, schedule_id: str, start: datetime, end: datetime) -> None:
        """Raise NotCoverable for hours that no override can be made for; a classic schedule takes any."""

        def check(shift_based: bool) -> None:
            if shift_based:
                self.coverable(schedule_id, start, end)

        self.in_its_kind(schedule_id, check)

    def add_override(self, schedule_id: str, user_id: str, start: datetime, end: datetime) -> Override:
        """Let somebody stand in; PagerDuty takes a second one for the same hours, so look first."""

        def made(shift_based: bool) -> Override:
            return (self.override_shift if shift_based else self._override)(schedule_id, user_id, start, end)

        return self.in_its_kind(schedule_id, made)

    def end_override(self, schedule_id: str, override_id: str) -> None:
        """Take an override back; one that has begun ends now. PagerDuty answers with or without a body."""

        def ended(shift_based: bool) -> None:
            root = V3_SCHEDULES if shift_based else "/schedules"
            self._send("DELETE", f"{root}/{schedule_id}/overrides/{override_id}")

        self.in_its_kind(schedule_id, ended)

    def _overrides(self, schedule_id: str, since: datetime, until: datetime) -> Listing[Override]:
        window = {"since": since.isoformat(), "until": until.isoformat()}

        def convert(raw: OverrideRecord) -> Override:
            return override_from(raw, schedule_id)

        return self._all(f"/schedules/{schedule_id}/overrides", "overrides", window, OverrideRecord, convert)

    def _override(self, schedule_id: str, user_id: str, start: datetime, end: datetime) -> Override:
        user = {"id": user_id, "type": "user_reference"}
        wanted = {"start": start.isoformat(), "end": end.isoformat(), "user": user}
        asked = self._send("POST", f"/schedules/{schedule_id}/overrides", json={"overrides": [wanted]})
        answers, call = read(NAME, asked, MadeOverrides).root, call_of(asked.request, asked)
        if refused := [answer for answer in answers if answer.status != 201]:
            raise VendorRejected(NAME, f"refused the override: {'; '.join(refused[0].errors)[:200]}", call)
        if len(answers) != 1 or answers[0].override is None:
            raise doubt(NAME, "did not say which override was made", call, "override")
        return override_from(answers[0].override, schedule_id)
