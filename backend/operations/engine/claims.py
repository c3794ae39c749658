"""Whether an operation of ours answers a second request for the same: a ticket is paged for once, and has one STAR."""

from collections.abc import Sequence
from typing import Any

from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, StoredOperation
from backend.operations.engine.request import Blocker
from backend.store.operation_rows import UNFINISHED


def stands_in_way(
    kind: Kind[Any, Any], operation: StoredOperation, blockers: Sequence[Blocker], reason: str | None
) -> bool:
    """Tell whether our operation is the answer to a second request, even to one that goes past what is open."""
    if reason and not kind.own_once:
        return operation.state in UNFINISHED
    return _still_open(kind, operation, blockers)


def _still_open(kind: Kind[Any, Any], operation: StoredOperation, blockers: Sequence[Blocker]) -> bool:
    """Tell whether an operation of ours still stands in the way of a second one: it runs, or is among the blockers.

    One that has ended and whose details are gone is not known to be what is open.
    """
    if operation.state in UNFINISHED:
        return True
    if not isinstance(operation, Operation) or operation.kind != kind.name:
        return False
    reference = kind.open_ref(operation)
    if reference is None:
        return bool(blockers) and operation.state == "done"
    return reference in {blocker.reference for blocker in blockers}
