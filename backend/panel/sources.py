"""How far the vendors' data can be trusted, from how its parts were last read."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from backend.domain.clock import lies_ahead
from backend.handbook.model.handbook import Handbook
from backend.panel.schemas.base import Source, SourceName
from backend.panel.schemas.panel import Sources
from backend.store.sources import SourceRow

STALE_AFTER = 4
"""How many sync intervals without news make a source stale."""
MOST_SHOWN = 3
"""How many skipped records are shown by name."""
MACROS = "zendesk:macros"
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

    def of_panel(
        self, known: Mapping[str, SourceRow], fetched_at: datetime | None, outdated: bool, now: datetime
    ) -> Sources:
        """Judge all of a panel's sources; `fetched_at` and `outdated` tell of our copy of its ticket, None = none."""
        return Sources(
            zendesk=self._of_ticket(known, fetched_at, outdated, now),
            gitlab=self.of("gitlab", known, now),
            pagerduty=self.of("pagerduty", known, now),
        )

    def _of_ticket(
        self, known: Mapping[str, SourceRow], fetched_at: datetime | None, outdated: bool, now: datetime
    ) -> Source:
        """Judge Zendesk: what counts on a ticket's panel is when this very ticket was read."""
        rows = [known[one] for one in self._parts_of["zendesk"] if one in known]
        rows = [SourceRow(row.name, fetched_at, None, row.error, row.failed_at) for row in rows]
        found = source_of(rows, len(rows) == len(self._parts_of["zendesk"]), now, None)
        state = "stale" if outdated and found.state == "fresh" else found.state
        return found.model_copy(
            update={"state": state, "skipped": skipped_of([known[MACROS]] if MACROS in known else [])}
        )


def source_of(rows: list[SourceRow], complete: bool, now: datetime, max_age: timedelta | None) -> Source:
    """Tell how far a vendor's data can be trusted, from how its parts were last read."""
    known = [row.as_of for row in rows if row.as_of]
    error, skipped = next((row.error for row in rows if row.error), None), skipped_of(rows)
    if any(lies_ahead(one, now) for one in known):
        # Our clock was set back: how old this is cannot be told until it has been read again.
        return Source(state="stale", as_of=None, error=error, skipped=skipped)
    if not complete or len(known) < len(rows) or not known:
        return Source(state="unavailable", as_of=min(known, default=None), error=error, skipped=skipped)
    as_of = min(known)
    late = max_age is not None and now - as_of > max_age
    return Source(state="stale" if error or late else "fresh", as_of=as_of, error=error, skipped=skipped)


def skipped_of(rows: Iterable[SourceRow]) -> list[str]:
    """Say which records of some parts were skipped."""
    skips = [row.skips for row in rows]
    named = [str(one) for each in skips for one in each.first][:MOST_SHOWN]
    more = sum(one.count for one in skips) - len(named)
    return [*named, f"and {more} more"] if more else named
