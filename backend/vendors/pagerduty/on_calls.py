"""Who is on call in PagerDuty. Facts: developer.pagerduty.com, "On-Calls"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.listing import Listing
from backend.domain.paging.on_call import OnCall, OnCallRole
from backend.domain.paging.responders import Responder
from backend.vendors.errors import Unavailable, VendorRejected
from backend.vendors.listings import joined
from backend.vendors.pagerduty.on_call_records import OnCallRecord, on_call_from
from backend.vendors.pagerduty.overrides import Overrides
from backend.vendors.pagerduty.records import responder_from
from backend.vendors.pagerduty.session import NAME

LOOK_AHEAD = timedelta(days=7)
"""How far ahead of now somebody who is on call next is looked for."""
BY_SCHEDULE = "schedule_ids[]"


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


class OnCalls(Overrides):
    """The account's on-call duty."""

    def on_level(self, policy_id: str, level: int) -> list[Responder]:
        """List who is on call now on a level of an escalation policy."""
        query = {"escalation_policy_ids[]": [policy_id], "include[]": ["users"]}
        entries = self._all("/oncalls", "oncalls", query, OnCallRecord, lambda entry: entry, "user")
        return [responder_from(entry.user) for entry in entries if entry.escalation_level == level]

    def on_calls(self, rotations: Mapping[OnCallRole, Sequence[Rotation]], now: datetime) -> Listing[OnCall]:
        """List who is on call now and next on each rotation, in the order of their start.

        Raise Unavailable when nothing of what PagerDuty lists can be read: that says of nobody whether they are.
        """
        # Rotations that are levels of one policy come with one call.
        places = {rotation.place for several in rotations.values() for rotation in several if rotation.place}
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
            self.shift_turns(rotation.schedule_id, role, now, now + LOOK_AHEAD)
            for role, several in rotations.items()
            for rotation in several
            if rotation.schedule_id and self._has_shifts(rotation.schedule_id)
        )
        found = sorted((*found, *turns), key=lambda entry: (entry.start is not None, entry.start or now))
        listed = joined(entries.values())
        skipped = (*listed.skipped, *turns.skipped)
        if skipped and not listed and not turns:
            raise Unavailable(NAME, f"lists nobody on call who can be read ({skipped[0]})", field=skipped[0].field)
        return Listing(tuple(found), skipped)

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
        following = tuple(entry for entry in listed if entry.start and entry.start > now)
        return Listing((*present, *following), tuple(dict.fromkeys((*present.skipped, *listed.skipped))))


def _as_it_is(entry: OnCallRecord) -> OnCallRecord:
    return entry
