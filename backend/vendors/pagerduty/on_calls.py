"""Who is on call in PagerDuty, and who stands in. Facts: developer.pagerduty.com, "On-Calls", "Schedules"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import RootModel

from backend.domain.listing import Listing
from backend.domain.paging.on_call import OnCall, OnCallRole
from backend.domain.paging.responders import Responder
from backend.domain.paging.schedules import Override
from backend.vendors.answers import call_of, doubt, joined, read
from backend.vendors.errors import Unavailable, VendorRejected
from backend.vendors.pagerduty.on_call_records import (
    MadeOverride,
    OnCallRecord,
    OverrideRecord,
    on_call_from,
    override_from,
)
from backend.vendors.pagerduty.records import responder_from
from backend.vendors.pagerduty.schedule_kinds import V3_SCHEDULES
from backend.vendors.pagerduty.session import NAME
from backend.vendors.pagerduty.shift_schedules import ShiftSchedules

LOOK_AHEAD = timedelta(days=7)
"""How far ahead of now somebody who is on call next is looked for."""
BY_SCHEDULE = "schedule_ids[]"

MadeOverrides = RootModel[list[MadeOverride]]


@dataclass(frozen=True, slots=True)
class Rotation:
    """Where a rotation is read: a schedule, else a level of an escalation policy."""

    policy_id: str | None
    level: int | None
    schedule_id: str | None

    @property
    def place(self) -> tuple[str, str] | None:
        """Give the filter that lists it; None when it is not configured."""
        if self.schedule_id:
            return BY_SCHEDULE, self.schedule_id
        return ("escalation_policy_ids[]", self.policy_id) if self.policy_id and self.level else None

    def has(self, entry: OnCallRecord) -> bool:
        """Tell whether an on-call entry belongs to this rotation."""
        if self.schedule_id:
            return entry.schedule is not None and entry.schedule.id == self.schedule_id
        return entry.escalation_level == self.level


class OnCalls(ShiftSchedules):
    """The account's on-call duty."""

    def on_level(self, policy_id: str, level: int) -> list[Responder]:
        """List who is on call now on a level of an escalation policy."""
        query = {"escalation_policy_ids[]": [policy_id], "include[]": ["users"]}
        entries = self._all("/oncalls", "oncalls", query, OnCallRecord, lambda entry: entry, "user")
        return [responder_from(one.user) for one in entries if one.escalation_level == level]

    def on_calls(self, rotations: Mapping[OnCallRole, Sequence[Rotation]], now: datetime) -> Listing[OnCall]:
        """List who is on call now and next on each rotation, in the order of their start.

        Raise Unavailable when nothing of what PagerDuty lists can be read: that says of nobody whether they are.
        """
        # Rotations that are levels of one policy come with one call.
        places = {one.place for several in rotations.values() for one in several if one.place}
        entries = {place: self._entries(place, now) for place in sorted(places)}
        found = [
            on_call_from(entry, role)
            for role, several in rotations.items()
            for rotation in several
            if rotation.place
            for entry in entries[rotation.place]
            if rotation.has(entry)
        ]
        turns = joined(
            self.shift_turns(one.schedule_id, role, now, now + LOOK_AHEAD)
            for role, several in rotations.items()
            for one in several
            if one.schedule_id and self._has_shifts(one.schedule_id)
        )
        found = sorted((*found, *turns), key=lambda one: (one.start is not None, one.start or now))
        listed = joined(entries.values())
        skipped = (*listed.skipped, *turns.skipped)
        if skipped and not listed and not turns:
            raise Unavailable(NAME, f"lists nobody on call who can be read ({skipped[0]})", field=skipped[0].field)
        return Listing(tuple(found), skipped)

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
        if refused := [one for one in answers if one.status != 201]:
            raise VendorRejected(NAME, f"refused the override: {'; '.join(refused[0].errors)[:200]}", call)
        if len(answers) != 1 or answers[0].override is None:
            raise doubt(NAME, "did not say which override was made", call, "override")
        return override_from(answers[0].override, schedule_id)

    def _has_shifts(self, schedule_id: str) -> bool:
        """Tell whether what follows is read from the schedule; of one that is not there, its overrides say so."""
        try:
            return self.is_shift_based(schedule_id)
        except VendorRejected:
            return False

    def _entries(self, place: tuple[str, str], now: datetime) -> Listing[OnCallRecord]:
        """Read who is on now, by PagerDuty's own clock, and who follows; each is a call of its own.

        What follows on a shift-based schedule is read from the schedule.
        """
        name, value = place
        of = {name: [value], "include[]": ["users"]}
        window = {"since": now.isoformat(), "until": (now + LOOK_AHEAD).isoformat()}
        present = self._all("/oncalls", "oncalls", {**of, "earliest": "true"}, OnCallRecord, _as_it_is, "user")
        if name == BY_SCHEDULE and self._has_shifts(value):
            return present
        listed = self._all("/oncalls", "oncalls", of | window, OnCallRecord, _as_it_is, "user")
        following = tuple(one for one in listed if one.start and one.start > now)
        return Listing((*present, *following), tuple(dict.fromkeys((*present.skipped, *listed.skipped))))


def _as_it_is(entry: OnCallRecord) -> OnCallRecord:
    return entry
