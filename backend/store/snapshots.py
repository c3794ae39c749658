"""What the mirror gives: a ticket's copy and how far it goes, how fresh a source is, all of it for one panel."""

from dataclasses import dataclass
from datetime import datetime

from backend.domain.issues import Issue, Tracker
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import OnCall
from backend.domain.tickets import Ticket


@dataclass(frozen=True, slots=True)
class SourceRow:
    """How a source was last read: `as_of` the last success, `error` and `failed_at` a failure since then."""

    name: str
    as_of: datetime | None
    cursor: datetime | None
    error: str | None
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class MirroredTicket:
    """A ticket, when it was read, and whether it is known to have changed since."""

    ticket: Ticket
    fetched_at: datetime
    outdated: bool


@dataclass(frozen=True, slots=True)
class CopyState:
    """How far our copy of a ticket goes: of the changes `heard` of, it is known to show the first `covered`."""

    updated_at: datetime
    fetched_at: datetime
    heard: int
    covered: int

    @property
    def outdated(self) -> bool:
        """Tell whether the ticket was changed since it was read, by us or as its vendor says."""
        return self.heard > self.covered


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that one panel is composed from, read in one go."""

    ticket: MirroredTicket | None
    issues: list[Issue]
    linked: set[tuple[Tracker, int]]
    acknowledged: set[tuple[Tracker, int]]
    incidents: list[Incident]
    open_incidents: list[Incident]
    on_calls: list[OnCall]
    macros: list[tuple[int, str]]
    sources: dict[str, SourceRow]
