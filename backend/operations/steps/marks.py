"""The marks of an operation's writes: made for one step and one place, and looked for there alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from backend.deps import Deps
from backend.domain.clock import CLOCKS_DIFFER_BY
from backend.domain.issues import Tracker
from backend.domain.marks import marks_in
from backend.operations.engine.documents import KEYED
from backend.operations.engine.operation import AnyOperation


@dataclass(frozen=True, slots=True)
class Mark:
    """What a step writes beside its words at a place, so that it recognises them."""

    deps: Deps
    operation: AnyOperation
    step: str
    place: str

    @property
    def text(self) -> str:
        """Give the mark."""
        return self.deps.marks.of(self.operation.id, self.step, self.place)

    @property
    def since(self) -> datetime:
        """Give the time before which nothing can be ours."""
        return self.operation.created_at - CLOCKS_DIFFER_BY

    def is_in_comment(self, text: str) -> bool:
        """Tell whether a GitLab text carries this mark, in the form of either version."""
        found = marks_in(text)
        return self.is_in(found, found)

    def is_in_message(self, found: str | None) -> bool:
        """Tell whether a Slack message carries this mark, in the form of either version."""
        return self.is_in([found], [found] if found else [])

    def is_in(self, found: Iterable[str | None], earlier: Iterable[str] = ()) -> bool:
        """Tell whether one of the marks that were found is this one.

        `earlier` are ids found in the form of the version before this one: they count for what it had accepted.
        """
        if any(self.deps.marks.proves(mark, self.operation.id, self.step, self.place) for mark in found):
            return True
        return self.operation.context.marks < KEYED and self.operation.id in earlier


def ticket_place(operation: AnyOperation) -> str:
    """Name the ticket of an operation as a place."""
    return f"zendesk:ticket:{operation.ticket_id}"


def issue_place(tracker: Tracker, iid: int) -> str:
    """Name an issue as a place."""
    return f"gitlab:{tracker}:{iid}"
