"""Who is on call in PagerDuty, and who stands in. Facts: developer.pagerduty.com, "On-Calls", "Schedules"."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import RootModel

from backend.domain.listing import Listing
from backend.domain.paging.on_call import OnCall, OnCallRole, Override, Responder
from backend.vendors.answers import call_of, doubt, joined, read
from backend.vendors.errors import VendorRejected
from backend.vendors.pagerduty.records import (
    MadeOverride,
    OnCallRecord,
    OverrideRecord,
    on_call_from,
    override_from,
    responder_from,
)
from backend.vendors.pagerduty.session import NAME, Session

LOOK_AHEAD = timedelta(days=7)
"""How far ahead of now somebody who is on call next is looked for."""

MadeOverrides = RootModel[list[MadeOverride]]


@dataclass(frozen=True, slots=True)
class Rotation:
    """Where a rotation is read: a schedule, else a level of an escalation policy."""

    policy_id: str | None
    level: int
    schedule_id: str | None

    @property
    def place(self) -> tuple[str, str] | None:
        """Give the filter that lists it; None when it is not configured."""
        if self.schedule_id:
            return "schedule_ids[]", self.schedule_id
        return ("escalation_policy_ids[]", self.policy_id) if self.policy_id else None

    def has(self, entry: OnCallRecord) -> bool:
        """Tell whether an on-call entry belongs to this rotation."""
        return bool(self.schedule_id) or entry.escalation_level == self.level


class OnCalls(Session):
    """The account's on-call duty."""

    def on_level(self, policy_id: str, level: int) -> list[Responder]:
        """List who is on call now on a level of an escalation policy."""
        query = {"escalation_policy_ids[]": [policy_id], "include[]": ["users"]}
        entries = self._all("/oncalls", "oncalls", query, OnCallRecord, lambda entry: entry, "user")
        return [responder_from(one.user) for one in entries if one.escalation_level == level]

    def on_calls(self, rotations: Mapping[OnCallRole, Rotation], now: datetime) -> Listing[OnCall]:
        """List who is on call now and next on each rotation, in the order of their start."""
        # Rotations that are levels of one policy come with one call.
        entries = {place: self._entries(place, now) for place in {one.place for one in rotations.values()}}
        found = [
            on_call_from(entry, role)
            for role, rotation in rotations.items()
            for entry in entries[rotation.place]
            if rotation.has(entry)
        ]
        found.sort(key=lambda one: (one.start is not None, one.start or now))
        return Listing(tuple(found), joined(entries.values()).skipped)

    def overrides(self, schedule_id: str, since: datetime, until: datetime) -> Listing[Override]:
        """List the overrides of a schedule that touch a window."""
        window = {"since": since.isoformat(), "until": until.isoformat()}
        return self._all(f"/schedules/{schedule_id}/overrides", "overrides", window, OverrideRecord, override_from)

    def add_override(self, schedule_id: str, user_id: str, start: datetime, end: datetime) -> Override:
        """Let somebody stand in; PagerDuty takes a second one for the same hours, so look first."""
        user = {"id": user_id, "type": "user_reference"}
        wanted = {"start": start.isoformat(), "end": end.isoformat(), "user": user}
        asked = self._send("POST", f"/schedules/{schedule_id}/overrides", json={"overrides": [wanted]})
        answers, call = read(NAME, asked, MadeOverrides).root, call_of(asked.request, asked)
        if refused := [one for one in answers if one.status != 201]:
            raise VendorRejected(NAME, f"refused the override: {'; '.join(refused[0].errors)[:200]}", call)
        if len(answers) != 1 or answers[0].override is None:
            raise doubt(NAME, "did not say which override was made", call, "override")
        return override_from(answers[0].override)

    def end_override(self, schedule_id: str, override_id: str) -> None:
        """Take an override back; one that has begun ends now. PagerDuty answers with or without a body."""
        self._send("DELETE", f"/schedules/{schedule_id}/overrides/{override_id}")

    def _entries(self, place: tuple[str, str] | None, now: datetime) -> Listing[OnCallRecord]:
        if place is None:
            return Listing(())
        name, value = place
        until = now + LOOK_AHEAD
        query = {name: [value], "since": now.isoformat(), "until": until.isoformat(), "include[]": ["users"]}
        return self._all("/oncalls", "oncalls", query, OnCallRecord, lambda entry: entry, "user")
