"""Who is on call, as panels and the board show it."""

from collections.abc import Sequence
from datetime import datetime
from typing import get_args

from backend.domain.paging.on_call import OnCall, OnCallRole
from backend.domain.paging.turns import turns_now
from backend.panel.schemas.base import Duty, OnCallOut
from backend.panel.sources import skipped_of
from backend.store.sources import SourceRow

ON_CALLS = "pagerduty:on_calls"

Duties = dict[OnCallRole, list[Duty]]


def on_call_part(entries: Sequence[OnCall], source: SourceRow | None, now: datetime) -> OnCallOut:
    """Show who is on call; only where `source` tells that PagerDuty was read does nobody mean nobody."""
    return on_call_of(duties(entries, now), source)


def on_call_of(shown: Duties, source: SourceRow | None) -> OnCallOut:
    """Show who was found to be on call."""
    managers, engineers = shown["manager"], shown["engineer"]
    return OnCallOut(
        manager=managers[0] if managers else None,
        engineer=engineers[0] if engineers else None,
        managers=managers,
        engineers=engineers,
        nobody=[role for role in get_args(OnCallRole) if was_read(source) and not shown[role]],
        left_out=skipped_of([source] if source else []),
    )


def was_read(source: SourceRow | None) -> bool:
    """Tell whether the last reading of a source went well."""
    return source is not None and source.as_of is not None and source.error is None


def duties(entries: Sequence[OnCall], now: datetime) -> Duties:
    """List who is on call, by their roles."""
    return {role: [Duty.of(turn) for turn in turns_now(entries, role, now)] for role in ("manager", "engineer")}


def next_edge(entries: Sequence[OnCall], now: datetime) -> datetime | None:
    """Tell when the next turn on call begins or ends; None = none is planned to."""
    return min((edge for entry in entries for edge in (entry.start, entry.end) if edge and edge > now), default=None)
