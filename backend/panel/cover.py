"""The managers' next turns, and who stands in for one of them."""

from collections.abc import Iterable
from datetime import datetime

from backend.domain.paging.on_call import OnCall
from backend.domain.paging.schedules import Override, manager_schedules, region_of, schedule_name
from backend.domain.shift.reminders import cover as cover_words
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import Operation, StoredOperation
from backend.operations.shift.cover_shift import OVERRIDE, CoverContext, Covered, CoverShift
from backend.panel.schemas.base import LinkOut
from backend.panel.schemas.shift import Cover, CoverChoice, CoverOut, CoverSchedule, Turn
from backend.store.board import BoardSnapshot


def cover_part(
    seen: BoardSnapshot, operations: Iterable[StoredOperation], handbook: Handbook, now: datetime
) -> CoverOut:
    """Show the managers' next turns, who could stand in, and the cover that counts."""
    turns = [turn for turn in seen.on_calls if turn.role == "manager" and not (turn.end and turn.end <= now)]
    people = {turn.user_id: turn.name for turn in turns if turn.user_id}
    people |= {colleague.pagerduty_id: colleague.name for colleague in handbook.people if colleague.pagerduty_id}
    return CoverOut(
        configured=bool(manager_schedules(handbook)),
        words=cover_words(handbook),
        links=[LinkOut.of(link) for link in handbook.links.values() if link.url and link.card == "on_call"],
        turns=[
            Turn(name=turn.name, start=turn.start, end=turn.end, region=region_of(turn.schedule_id, handbook))
            for turn in _distinct(turns)
        ],
        choices=[CoverChoice(user=user, name=name) for user, name in people.items()],
        covers=covers(seen.overrides, operations, handbook, now),
        schedules=[cover_schedule(schedule, handbook) for schedule in manager_schedules(handbook)],
    )


def cover_schedule(schedule: str, handbook: Handbook) -> CoverSchedule:
    """Show a schedule of the managers."""
    return CoverSchedule(id=schedule, name=schedule_name(schedule, handbook))


def _distinct(turns: Iterable[OnCall]) -> Iterable[OnCall]:
    """Leave out what a second escalation policy lists again."""
    return {(turn.user_id or turn.name, turn.schedule_id, turn.start, turn.end): turn for turn in turns}.values()


def covers(
    standing: Iterable[Override], operations: Iterable[StoredOperation], handbook: Handbook, now: datetime
) -> list[Cover]:
    """List the overrides that stand in PagerDuty, with who arranged those that were made here, and for whom."""
    arranged: dict[str, Operation[CoverShift, CoverContext]] = {}
    for operation in operations:
        if isinstance(operation, Operation) and (made := operation.result(OVERRIDE, Covered)):
            arranged.setdefault(made.override_id, operation)
    return [_cover(override, arranged.get(override.id), handbook) for override in standing if override.end > now]


def _cover(override: Override, arranged: Operation[CoverShift, CoverContext] | None, handbook: Handbook) -> Cover:
    return Cover(
        override_id=override.id,
        name=override.name,
        start=override.start,
        end=override.end,
        by=arranged.agent_name if arranged else None,
        instead_of=arranged.context.instead_of if arranged else [],
        region=region_of(override.schedule_id, handbook),
    )
