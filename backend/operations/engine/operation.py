"""What an operation is made of: what was asked for, in which context, and steps that look before they write."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from backend.deps import Deps
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, Context, Result
from backend.store.operation_rows import OperationRecord

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
    """A step took place: a sentence for people, where to see it, and what later steps need of it.

    `outdates`: it changed the operation's ticket, so our copy of that is read again by whoever looks at it next.
    """

    detail: str
    url: str | None = None
    result: Result | None = None
    outdates: bool = False


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
