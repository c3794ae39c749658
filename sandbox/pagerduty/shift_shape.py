"""Write PagerDuty's shift-based schedules as its V3 calls do: people are ids, a shift names where it comes from."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sandbox import clock
from sandbox.errors import Json
from sandbox.pagerduty import shapes
from sandbox.pagerduty.pager import Pager
from sandbox.pagerduty.rota import SHIFT, Override, Schedule, Shift


def member(user_id: str | None) -> Json:
    """Write who has a shift; None = it is nobody's on purpose."""
    return {"type": "user_member", "user_id": user_id} if user_id else {"type": "empty_member"}


def schedule(pager: Pager, record: Schedule) -> Json:
    """Write a schedule without its computed shifts."""
    policies = [policy for policy in pager.rota.policies.values() if any(record.id in level for level in policy.levels)]
    reference = shapes.schedule_ref(pager, record)
    return reference | {
        "type": "schedule_v3",
        "name": record.name,
        "time_zone": "Etc/UTC",
        "description": "",
        "teams": [],
        "escalation_policies": [shapes.policy_ref(pager, policy) for policy in policies],
        "rotations": [_rotation(record, reference["self"])] if record.entries is None else [],
    }


def _rotation(record: Schedule, root: str) -> Json:
    begins = {"date_time": clock.seconds(record.begins), "time_zone": "Etc/UTC"}
    event = {
        "id": f"E{record.id}",
        "type": "schedule_event",
        "name": "Round the clock",
        "start_time": begins,
        "end_time": begins | {"date_time": clock.seconds(record.begins + SHIFT)},
        "effective_since": clock.seconds(record.begins),
        "effective_until": None,
        "recurrence": [f"RRULE:FREQ=HOURLY;INTERVAL={SHIFT // timedelta(hours=1)}"],
        "assignment_strategy": {
            "type": "rotating_member_assignment_strategy",
            "shifts_per_member": 1,
            "members": [member(person) for person in record.people],
        },
    }
    url = f"{root}/rotations/{record.rotation_id}"
    return {"id": record.rotation_id, "type": "schedule_rotation", "events": [event], "self": url, "html_url": url}


def final_schedule(record: Schedule, shifts: Sequence[Shift], since: datetime, until: datetime) -> Json:
    """Write who is on when, as computed for a window."""
    covered, reached = timedelta(), since
    for shift in shifts:
        covered += max(timedelta(), min(shift.end, until) - max(shift.start, reached))
        reached = max(reached, shift.end)
    return {
        "type": "final_schedule",
        "rendered_coverage_percentage": round(100 * (covered / (until - since)), 2) if until > since else 0.0,
        "computed_shift_assignments": [
            {
                "type": "computed_shift_assignment",
                "start_time": clock.seconds(shift.start),
                "end_time": clock.seconds(shift.end),
                "member": member(shift.user_id),
                "source": _source(record, shift),
            }
            for shift in shifts
        ],
    }


def _source(record: Schedule, shift: Shift) -> Json:
    rotates = shift.source == record.rotation_id
    kind, name = ("schedule_rotation", "rotation_id") if rotates else ("custom_shift", "shift_id")
    overridden = {"override_id": shift.override_id} if shift.override_id else {}
    return {"type": f"{kind}_override" if overridden else kind, name: shift.source} | overridden


def override(pager: Pager, record: Schedule, key: str, standing: Override) -> Json:
    """Write an override."""
    name = "rotation_id" if standing.source == record.rotation_id else "custom_shift_id"
    url = f"{pager.base_url}/pagerduty/v3/schedules/{record.id}/overrides/{key}"
    return {
        "id": key,
        "type": "override_shift",
        name: standing.source,
        "start_time": clock.seconds(standing.start),
        "end_time": clock.seconds(standing.end),
        "overridden_member": member(standing.replaces),
        "overriding_member": member(standing.user_id),
        "self": url,
        "html_url": url,
    }
