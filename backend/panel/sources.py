"""How far the vendors' data can be trusted, from how its parts were last read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.domain.clock import lies_ahead
from backend.handbook.model.handbook import Handbook
from backend.panel.schemas.base import Source, SourceName, SourceState
from backend.panel.schemas.panel import Sources
from backend.store.sources import SourceRow
from backend.store.tickets import CopyState

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
        self._parts_of = {name: [part for part in SOURCES[name] if not left_out.get(part)] for name in SOURCES}

    def of(self, name: SourceName, known: Mapping[str, SourceRow], now: datetime) -> Source:
        """Judge a vendor whose data is read in the background."""
        rows = [known[part] for part in self._parts_of[name] if part in known]
        return source_of(rows, len(rows) == len(self._parts_of[name]), now, self._max_age)

    def known(self, rows: Mapping[str, SourceRow], now: datetime) -> "Known":
        """Judge what is read in the background, as it is for the panels of all tickets."""
        parts = [rows[part] for part in self._parts_of["zendesk"] if part in rows]
        return Known(
            rows,
            gitlab=self.of("gitlab", rows, now),
            pagerduty=self.of("pagerduty", rows, now),
            parts=len(parts),
            complete=len(parts) == len(self._parts_of["zendesk"]),
            error=_error(parts),
            skipped=skipped_of([rows[MACROS]] if MACROS in rows else []),
        )


@dataclass(frozen=True, slots=True)
class Known:
    """How sources were last read, and how far those can be trusted that are read in the background.

    Of Zendesk: how many of its parts were ever read, whether these are all, what failed, and what was skipped.
    """

    rows: Mapping[str, SourceRow]
    gitlab: Source
    pagerduty: Source
    parts: int
    complete: bool
    error: str | None
    skipped: list[str]

    def of_panel(self, copy: CopyState | None, now: datetime) -> Sources:
        """Judge all of a panel's sources: of Zendesk, what counts is when this very ticket was read; None = never."""
        read = [copy.fetched_at if copy else None] * self.parts
        state, as_of = _state(read, self.error, self.complete, now, None)
        if copy and copy.outdated and state == "fresh":
            state = "stale"
        zendesk = Source(state=state, as_of=as_of, error=self.error, skipped=self.skipped)
        return Sources(zendesk=zendesk, gitlab=self.gitlab, pagerduty=self.pagerduty)


def source_of(rows: list[SourceRow], complete: bool, now: datetime, max_age: timedelta | None) -> Source:
    """Tell how far a vendor's data can be trusted, from how its parts were last read."""
    error = _error(rows)
    state, as_of = _state([row.as_of for row in rows], error, complete, now, max_age)
    return Source(state=state, as_of=as_of, error=error, skipped=skipped_of(rows))


def _error(rows: list[SourceRow]) -> str | None:
    return next((row.error for row in rows if row.error), None)


def _state(
    read: list[datetime | None], error: str | None, complete: bool, now: datetime, max_age: timedelta | None
) -> tuple[SourceState, datetime | None]:
    """Tell the state of what was read then, part by part, and of when it is."""
    known = [at for at in read if at]
    if any(lies_ahead(at, now) for at in known):
        # Our clock was set back: how old this is cannot be told until it has been read again.
        return "stale", None
    if not complete or len(known) < len(read) or not known:
        return "unavailable", min(known, default=None)
    as_of = min(known)
    late = max_age is not None and now - as_of > max_age
    return "stale" if error or late else "fresh", as_of


def skipped_of(rows: Iterable[SourceRow]) -> list[str]:
    """Say which records of some parts were skipped."""
    skips = [row.skips for row in rows]
    named = [str(skip) for each in skips for skip in each.first][:MOST_SHOWN]
    more = sum(each.count for each in skips) - len(named)
    return [*named, f"and {more} more"] if more else named
