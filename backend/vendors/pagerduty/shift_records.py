"""PagerDuty's shift-based schedules as its V3 calls show them. Facts: its published schema, "Schedules V3"."""

from typing import Any, Literal

from pydantic import model_validator

from backend.domain.paging.responders import Responder
from backend.domain.paging.schedules import Override
from backend.domain.paging.shifts import Shift
from backend.vendors.fields import Key, Maybe, Moment, Record, Text


class MemberRecord(Record):
    """Who has a shift: a user by id, or nobody on purpose."""

    type: Literal["user_member", "empty_member"]
    user_id: Maybe[Key] = None

    @model_validator(mode="after")
    def _named(self) -> "MemberRecord":
        if self.type == "user_member" and self.user_id is None:
            raise ValueError("names no user_id")
        return self


class SourceRecord(Record):
    """Where a shift comes from: a rotation, or a single shift; and the override that changed it."""

    rotation_id: Maybe[Key] = None
    shift_id: Maybe[Key] = None
    override_id: Maybe[Key] = None


class ComputedShift(Record):
    """A shift as it comes out in the end."""

    start_time: Moment
    end_time: Moment
    member: MemberRecord
    source: Maybe[SourceRecord] = None


class FinalSchedule(Record):
    """All shifts of a window; it is there only when it was asked for."""

    computed_shift_assignments: list[Any]


class KindRecord(Record):
    """A schedule, of which only its kind is read."""

    type: Maybe[Text] = None


class KindAnswer(Record):
    """The answer to either kind of call."""

    schedule: KindRecord


class ShiftSchedule(Record):
    """A shift-based schedule."""

    final_schedule: FinalSchedule


class ShiftScheduleAnswer(Record):
    """The answer to the V3 call."""

    schedule: ShiftSchedule


class ShiftOverride(Record):
    """Somebody has a shift instead of somebody else."""

    id: Key
    start_time: Moment
    end_time: Moment
    overriding_member: MemberRecord


class MadeShiftOverrides(Record):
    """The answer to new overrides."""

    overrides: list[ShiftOverride]


def shift_from(raw: ComputedShift) -> Shift | None:
    """Read a computed shift; None = it is nobody's."""
    source = raw.source or SourceRecord()
    if raw.member.user_id is None:
        return None
    return Shift(
        raw.member.user_id,
        raw.start_time,
        raw.end_time,
        rotation_id=source.rotation_id,
        custom_shift_id=source.shift_id,
        override_id=source.override_id,
    )


def shift_override_from(raw: ShiftOverride, who: Responder, schedule_id: str) -> Override:
    """Read an override of a shift."""
    return Override(raw.id, who.id, raw.start_time, raw.end_time, who.name, schedule_id)
