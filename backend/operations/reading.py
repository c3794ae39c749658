"""Reads stored operations as their kinds' types; what cannot be read is one operation's problem."""

import logging
from dataclasses import fields
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from backend.operations.engine.operation import Forgotten, Operation, StoredOperation, Unreadable
from backend.operations.kinds import KINDS
from backend.store.operation_queries import LOST
from backend.store.operation_rows import OperationRecord, OperationRow
from backend.store.operations import OperationStore
from backend.telemetry.metrics import UNREADABLE

MOST_KNOWN = 50
"""How many of a ticket's operations are looked through for its assessment."""
RECORD = tuple(field.name for field in fields(OperationRecord))

log = logging.getLogger(__name__)


def past_operations(store: OperationStore, ticket_id: int, most: int = MOST_KNOWN) -> list[StoredOperation]:
    """Read a ticket's latest operations, newest first."""
    return [read_operation(row) for row in store.of_ticket(ticket_id, most)]


def read_operation(row: OperationRow) -> StoredOperation:
    """Read an operation's details, of whichever version."""
    record: dict[str, Any] = {name: getattr(row, name) for name in RECORD}
    if row.forgotten:
        return Forgotten(**record)
    if LOST in row.steps:
        _report(row.id, "its steps are not there")
        return Unreadable(**record)
    kind = KINDS.get(row.kind)
    if kind is None:
        _report(row.id, f"this version knows no kind {row.kind}")
        return Unreadable(**record)
    try:
        return Operation(**record, body=kind.Body.read(row.body), context=kind.Context.read(row.context))
    except ValidationError as error:
        _report(row.id, _fields(error))
        return Unreadable(**record)


def _fields(error: ValidationError) -> str:
    """Name the fields that do not fit, without what they hold."""
    return ", ".join(f"{'.'.join(map(str, fault['loc'])) or 'all'}: {fault['type']}" for fault in error.errors())


@lru_cache(maxsize=1000)
def _report(operation_id: str, why: str) -> None:
    # Once a process: panels are polled.
    UNREADABLE.labels("operations").inc()
    log.error("operation %s cannot be read: %s", operation_id, why)
