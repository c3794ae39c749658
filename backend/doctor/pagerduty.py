"""Check PagerDuty: token, sender, services, policy, and that somebody is on call now."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import get_args

from backend.doctor.line import Line, guarded
from backend.domain.paging.on_call import OnCall, OnCallRole, on_duty
from backend.domain.paging.service import Service
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.pagerduty import Named
from backend.mirror.sources import rotations
from backend.vendors.errors import NotFound
from backend.vendors.pagerduty.client import PagerDuty
from backend.vendors.pagerduty.on_calls import LOOK_AHEAD

KEY = "Make a REST API key (Integrations, API Access Keys) that is not read-only, and set PAGERDUTY_TOKEN."
HIGH = "Set its urgency to high at all hours (the service, Settings, Incident notifications)."
SCHEDULE = "Correct pagerduty.on_call in the handbook, or let the key read schedules: until then nobody is next there."
SENDER = "Set PAGERDUTY_FROM to the login e-mail of a user made for this, who is on no rotation."


class PagerDutyCheck:
    """Asks PagerDuty, and changes nothing."""

    def __init__(self, pagerduty: PagerDuty, handbook: Handbook, now: datetime) -> None:
        self._pagerduty = pagerduty
        self._handbook = handbook.pagerduty
        self._rotations = rotations(handbook)
        self._now = now

    def lines(self) -> Iterator[Line]:
        """Check everything; without a token there is only that to say."""
        token = list(guarded("PagerDuty sender", KEY, self._sender))
        yield from token
        if any(line.level == "failed" and line.to_do == KEY for line in token):
            return
        yield from guarded("PagerDuty right to page", f"{KEY} {SENDER}", self._writing)
        services = self._handbook.services
        for name in ("customer_support", "support_managers", "apac_backup_pool"):
            found: Named = getattr(services, name)
            key = f"pagerduty.services.{name}"
            yield from self._named("PagerDuty service", found, key, self._pagerduty.service_name)
            if found.id:
                yield from guarded(f"PagerDuty service {found.name}", KEY, partial(self._rings, found.name, found.id))
        policies = {"escalation_policy": self._handbook.escalation_policy}
        others = self._handbook.responder_policies
        policies |= {f"responder_policies.{key}": policy for key, policy in others.items()}
        for key, policy in policies.items():
            yield from self._named("PagerDuty policy", policy, f"pagerduty.{key}", self._pagerduty.policy_name)
        for schedule in sorted(
            {turn.schedule_id for each in self._rotations.values() for turn in each if turn.schedule_id}
        ):
            what = f"PagerDuty schedule {schedule}"
            yield from guarded(what, SCHEDULE, partial(self._schedule, what, schedule))
        yield from guarded("PagerDuty on call", "Look at the escalation policy.", self._on_call)

    def _sender(self) -> Iterator[Line]:
        self._user_id = self._pagerduty.sender_id()
        if self._user_id:
            yield Line("ok", "PagerDuty sender", f"is user {self._user_id}")
        else:
            yield Line("failed", "PagerDuty sender", "no user has this login e-mail", SENDER)

    def _writing(self) -> Iterator[Line]:
        self._pagerduty.check_writing()
        yield Line("ok", "PagerDuty right to page", "an incomplete incident was refused as incomplete")

    def _named(self, what: str, wanted: Named, key: str, name_of: Callable[[str], str]) -> Iterator[Line]:
        def check() -> Iterator[Line]:
            if wanted.id is None:
                yield Line("warning", f"{what} {wanted.name}", "not configured", f"Set {key}.id, if you use it.")
                return
            try:
                name = name_of(wanted.id)
            except NotFound:
                yield Line("failed", f"{what} {wanted.name}", f"there is none {wanted.id}", f"Correct {key}.id.")
                return
            if name == wanted.name:
                yield Line("ok", f"{what} {wanted.name}", f"found, id {wanted.id}")
            else:
                words = f"{wanted.id} is called {name!r} there"
                yield Line("warning", f"{what} {wanted.name}", words, f"Is it the one you mean? Correct {key}.")

        return guarded(f"{what} {wanted.name}", KEY, check)

    def _rings(self, name: str, service_id: str) -> Iterator[Line]:
        # One that is not there was named already.
        with suppress(NotFound):
            yield service_line(f"PagerDuty service {name}", self._pagerduty.service(service_id))

    def _schedule(self, what: str, schedule_id: str) -> Iterator[Line]:
        """Read a schedule as the product does: who follows, and who stands in."""
        until = self._now + LOOK_AHEAD
        standing = self._pagerduty.overrides(schedule_id, self._now, until)
        if not self._pagerduty.is_shift_based(schedule_id):
            yield Line("ok", what, "of the classic kind, found")
            return
        shifts = self._pagerduty.shifts(schedule_id, self._now, until)
        for skip in (*shifts.skipped, *standing.skipped):
            yield Line("warning", what, f"cannot be used: {skip}", "Tell who maintains this program.")
        if shifts:
            yield Line("ok", what, f"shift-based (V3), {len(shifts)} shifts within {LOOK_AHEAD.days} days")
        else:
            yield Line("failed", what, f"shift-based (V3), without a shift within {LOOK_AHEAD.days} days", SCHEDULE)

    def _on_call(self) -> Iterator[Line]:
        entries = self._pagerduty.on_calls(self._rotations, self._now)
        for role in get_args(OnCallRole):
            present = [entry for entry in entries if entry.role == role and on_duty(entry, self._now)]
            yield self._duty(role, present)

    def _duty(self, role: OnCallRole, present: list[OnCall]) -> Line:
        what = f"PagerDuty {role} on call"
        if not present:
            to_do = f"Fill the rotation, or correct pagerduty.on_call.{role}."
            return Line("failed", what, "nobody is on call now", to_do)
        if any(entry.user_id == self._user_id for entry in present):
            return Line("failed", what, "it is the sender, whom PagerDuty does not page", SENDER)
        return Line("ok", what, ", ".join(entry.name for entry in present))


def service_line(what: str, service: Service) -> Line:
    """Tell whether a page on a service reaches anybody's phone."""
    if service.status in {"maintenance", "disabled"}:
        words = f"is in the state {service.status}: it opens no incident, and pages nobody"
        return Line("failed", what, words, "Switch it on, or end its maintenance.")
    if service.urgency == "low":
        return Line("failed", what, "opens incidents of low urgency, which ring nobody", HIGH)
    if service.urgency != "high":
        return Line("warning", what, "how urgent its incidents are depends on severity, or on support hours", HIGH)
    return Line("ok", what, "takes incidents, all of high urgency")
