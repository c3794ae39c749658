"""What a kind judges before it accepts: who asks, what is known of the ticket, and what stands in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from backend.deps import Deps
from backend.domain.access import Reach, Rights
from backend.operations.engine.operation import StoredOperation
from backend.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that stands in the way of a second one: an open incident or STAR.

    `despite`: a manager may go past it with a reason; not past what the vendor itself would refuse to double.
    """

    reference: str
    url: str | None
    because: str
    despite: bool = False


@dataclass(frozen=True, slots=True)
class RuleViolation(Exception):
    """A rule says no; `rule` is its id, `url` where it can be done instead."""

    rule: str
    because: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, as the server knows them; `email` None = Zendesk tells none.

    `reach` is what they see in Zendesk, `rights` what their role lets them do there.
    """

    id: int
    name: str
    role: str
    email: str | None = None
    reach: Reach = field(default_factory=lambda: Reach(0))
    rights: Rights = field(default_factory=Rights)


@dataclass(frozen=True, slots=True)
class Request:
    """What a kind's check may look at before anything is accepted.

    `find_operation` reads one by its id, `find_claim` the one of this ticket that last made a claim; `past` reads the
    latest operations of the ticket.
    """

    deps: Deps
    snapshot: Snapshot
    actor: Actor
    ticket_id: int
    now: datetime
    find_operation: Callable[[str], StoredOperation | None] = lambda _: None
    find_claim: Callable[[str], StoredOperation | None] = lambda _: None
    past: Callable[[], Sequence[StoredOperation]] = lambda: ()

    @property
    def role(self) -> str:
        """Give the role of who asks."""
        return self.actor.role
