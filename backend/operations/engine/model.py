"""What an operation is made of: what was asked for, in which context, and steps that look before they write."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from backend.deps import Deps
from backend.domain.access import Reach, Rights
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, Context, Result
from backend.store.operation_rows import OperationRecord
from backend.store.snapshots import Snapshot

B_co = TypeVar("B_co", bound=Body, covariant=True)
C_co = TypeVar("C_co", bound=Context, covariant=True)
R = TypeVar("R", bound=Result)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(OperationRecord, Generic[B_co, C_co]):
    """One thing that a person asked for, its details read as its kind's types."""

    body: B_co
    context: C_co

    def result(self, step: str, model: type[R]) -> R | None:
        """Give what a step left behind; None while there is nothing, or nothing that can be read."""
        stored = next((row.result for row in self.steps if row.name == step), None)
        if not stored:
            return None
        try:
            return model.read(stored)
        except ValidationError:
            log.warning("operation %s: the result of step %s cannot be read", self.id, step)
            return None

    def require(self, step: str, model: type[R]) -> R:
        """Give what an earlier step left behind; raise LookupError when that is not there."""
        result = self.result(step, model)
        if result is None:
            raise LookupError(f"step {step} left nothing that can be read")
        return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten(OperationRecord):
    """An operation whose details were removed after the retention time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable(OperationRecord):
    """An operation whose stored details this version cannot read."""


AnyOperation = Operation[Any, Any]
StoredOperation = AnyOperation | Forgotten | Unreadable

Op_contra = TypeVar("Op_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class StepResult:
    """A step took place: a sentence for people, where to see it, and what later steps need of it."""

    detail: str
    url: str | None = None
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Step(Generic[Op_contra]):
    """One outside write.

    `look` finds the write if it took place already; `write` does it. `primary`: the person waits for it, and
    without it the following steps make no sense. `write_first`: the first try writes without a look. `idempotent`: the
    vendor itself refuses a second one, so a write in doubt may be repeated as soon as a look finds nothing.
    `repeatable`: a second one changes nothing, but is seen, so a write in doubt is repeated a call's time later.
    `optional`: whatever becomes of it, the operation is done without it, and later steps do not wait for it. `needs`
    names steps that have to be done before it: with one of them failed, it does not take place. `by_hand` says in a
    line how a person does it.
    """

    name: str
    look: Callable[[Deps, Op_contra], StepResult | None]
    write: Callable[[Deps, Op_contra], StepResult]
    primary: bool = False
    write_first: bool = False
    idempotent: bool = False
    repeatable: bool = False
    optional: bool = False
    needs: tuple[str, ...] = ()
    by_hand: str | Callable[[Handbook, Op_contra], str] = ""


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
