"""What every kind of operation declares of itself. One file a kind; `kinds.py` lists them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, Literal, TypeVar

from backend.domain.issues import Tracker
from backend.domain.paging.identity import Purpose
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, Context
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Blocker, Request

B = TypeVar("B", bound=Body)
C = TypeVar("C", bound=Context)


class Kind(ABC, Generic[B, C]):
    """A thing that a person can do.

    `trackers`, and the ticket's pages for a `purpose`, are read again before anything is judged. `needs` names what
    must be set up for it; `on_board`: it belongs to a shift, not to a ticket. `own_once`: what one of our own
    operations opened is never doubled, whatever reason a manager gives.
    """

    name: ClassVar[str]
    Body: type[B]
    Context: type[C]
    trackers: ClassVar[tuple[Tracker, ...]] = ()
    purpose: ClassVar[Purpose | None] = None
    needs: ClassVar[Literal["slack", "schedule"] | None] = None
    on_board: ClassVar[bool] = False
    own_once: ClassVar[bool] = True

    @abstractmethod
    def prepare(self, request: Request, body: B) -> C:
        """Give what to keep with the operation; raise RuleViolation when the request makes no sense."""

    def rules(self, request: Request, body: B) -> None:
        """Raise RuleViolation when the process forbids it; asked last, once nothing is open already."""

    def claim_key(self, context: C) -> str | None:
        """Name what may be open only once a ticket, in at most 32 characters; None = any number."""
        return None

    def find_open(self, request: Request, context: C) -> list[Blocker]:
        """List what is open of that, by us or by others."""
        return []

    def verify(self, request: Request, blockers: list[Blocker]) -> list[Blocker]:
        """Ask the vendor about what `find_open` knows, bring the mirror up to date, and keep what is open still."""
        return blockers

    def open_ref(self, operation: Operation[B, C]) -> str | None:
        """Name what an operation opened, as `find_open` refers to it."""
        return None

    @abstractmethod
    def steps(self, operation: Operation[B, C]) -> Sequence[Step[Operation[B, C]]]:
        """List its steps in their order."""

    def by_hand(self, operation: Operation[B, C], handbook: Handbook) -> Sequence[str]:
        """Tell how to do it without us, line by line."""
        return ()
