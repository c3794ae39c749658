"""PagerDuty's on-call entries and overrides of schedules as its REST API shows them, in the product's words."""

from backend.domain.paging.on_call import OnCall, OnCallRole
from backend.domain.paging.schedules import Override
from backend.vendors.fields import Key, Maybe, Moment, Number, Record, Several, Text
from backend.vendors.pagerduty.records import Reference, UserRecord, responder_from


class OverrideRecord(Record):
    id: Key
    start: Moment
    end: Moment
    user: Reference


class MadeOverride(Record):
    """One element of the answer to new overrides: each has a status of its own."""

    status: int
    errors: Several[Text] = ()
    override: Maybe[OverrideRecord] = None


class OnCallRecord(Record):
    user: UserRecord
    escalation_level: Number
    # No start = on since always, no end = for ever; a time that is there but cannot be read is neither.
    start: Moment | None = None
    end: Moment | None = None
    schedule: Maybe[Reference] = None
    escalation_policy: Maybe[Reference] = None


def override_from(raw: OverrideRecord, schedule_id: str) -> Override:
    """Read an override of a schedule."""
    return Override(raw.id, raw.user.id, raw.start, raw.end, raw.user.called, schedule_id)


def on_call_from(raw: OnCallRecord, role: OnCallRole) -> OnCall:
    """Read an on-call entry."""
    who = responder_from(raw.user)
    return OnCall(
        role=role,
        name=who.name,
        start=raw.start,
        end=raw.end,
        user_id=who.id,
        email=who.email,
        level=raw.escalation_level,
        schedule_id=raw.schedule.id if raw.schedule else None,
        schedule_name=raw.schedule.called if raw.schedule else None,
        policy_id=raw.escalation_policy.id if raw.escalation_policy else None,
    )
