"""How far the vendors' data can be trusted, from how its parts were last read."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from backend.handbook.model.handbook import Handbook
from backend.panel.schemas.base import Source, SourceName
from backend.store.snapshots import MirroredTicket, SourceRow

STALE_AFTER = 4
"""How many sync intervals without news make a source stale."""
SOURCES: dict[SourceName, tuple[str, ...]] = {
    "zendesk": ("zendesk:tickets",),
    "gitlab": ("gitlab:star", "gitlab:feedback"),
    "pagerduty": ("pagerduty:incidents", "pagerduty:on_calls"),
}


class Freshness:
    """Judges sources by how often they are read here."""

    def __init__(self, handbook: Handbook, sync_seconds: float) -> None:
        self._max_age = timedelta(seconds=max(sync_seconds * STALE_AFTER, 15))
        projects = handbook.gitlab.projects
        left_out = {"gitlab:star": not projects.stars, "gitlab:feedback": not projects.feedback}
        self._parts_of = {name: [one for one in SOURCES[name] if not left_out.get(one)] for name in SOURCES}

    def of(self, name: SourceName, known: Mapping[str, SourceRow], now: datetime) -> Source:
        """Judge a vendor whose data is read in the background."""
        rows = [known[one] for one in self._parts_of[name] if one in known]
        return source_of(rows, len(rows) == len(self._parts_of[name]), now, self._max_age)

    def of_ticket(self, known: Mapping[str, SourceRow], ticket: MirroredTicket | None, now: datetime) -> Source:
        """Judge Zendesk: what counts on a ticket's panel is when this very ticket was read."""
        fetched_at = ticket.fetched_at if ticket else None
        rows = [known[one] for one in self._parts_of["zendesk"] if one in known]
        rows = [SourceRow(row.name, fetched_at, None, row.error, row.failed_at) for row in rows]
        found = source_of(rows, len(rows) == len(self._parts_of["zendesk"]), now, None)
        outdated = ticket is not None and ticket.outdated
        return found.model_copy(update={"state": "stale"}) if outdated and found.state == "fresh" else found


def source_of(rows: list[SourceRow], complete: bool, now: datetime, max_age: timedelta | None) -> Source:
    """Tell how far a vendor's data can be trusted, from how its parts were last read."""
    known = [row.as_of for row in rows if row.as_of]
    error = next((row.error for row in rows if row.error), None)
    if not complete or len(known) < len(rows) or not known:
        return Source(state="unavailable", as_of=min(known, default=None), error=error)
    as_of = min(known)
    late = max_age is not None and now - as_of > max_age
    return Source(state="stale" if error or late else "fresh", as_of=as_of, error=error)
