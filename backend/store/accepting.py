"""Accepting an operation: what stands in its way, and writing it down with its steps and its claim."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from backend.store import tables
from backend.store.operation_queries import OPERATIONS, first
from backend.store.operation_rows import NewOperation, OperationRow, StepRow
from backend.store.rows import insert_new, upsert
from backend.store.standing import STANDING, Standing, standing_of
from backend.store.tickets import OF_TICKET

_SAME_KEY = (
    (tables.operations.c.agent_id == bindparam("agent"))
    & (tables.operations.c.ticket_id == OF_TICKET)
    & (tables.operations.c.key == bindparam("key"))
)
_USED_FOR = select(tables.operations.c.body_hash).where(_SAME_KEY)
_STANDING = STANDING.add_columns(_USED_FOR.scalar_subquery())
_BY_KEY = OPERATIONS.where(_SAME_KEY)
_CLAIMED = OPERATIONS.where(
    tables.operations.c.id
    == select(tables.claims.c.operation_id)
    .where(tables.claims.c.ticket_id == OF_TICKET, tables.claims.c.purpose == bindparam("claim_key"))
    .scalar_subquery()
)

_STEPS = insert(tables.steps)


class KeyReused(Exception):
    """The Idempotency-Key was used for another request."""


def fingerprint(kind: str, body: Mapping[str, Any]) -> str:
    """Tell requests apart: the same kind and body give the same text."""
    return hashlib.sha256(json.dumps([kind, body], sort_keys=True).encode()).hexdigest()


def one_at_a_time(connection: Connection, ticket_id: int) -> None:
    """Let whoever accepts for the same ticket wait until this transaction ends."""
    # SQLite's write lock serialises already; PostgreSQL is asked to, per ticket.
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(ticket_id)))


def standing_and_use(connection: Connection, agent_id: int, ticket_id: int, key: str) -> tuple[Standing, bool]:
    """Tell how a ticket stands, and whether a key was used for whatever request, by one statement."""
    *stands, used_for = connection.execute(_STANDING, {"agent": agent_id, "ticket": ticket_id, "key": key}).one()
    return standing_of(stands), used_for is not None


def by_key(connection: Connection, agent_id: int, ticket_id: int, key: str, body_hash: str) -> OperationRow | None:
    """Find what a key was used for; raise KeyReused if that was another request."""
    asked = {"agent": agent_id, "ticket": ticket_id, "key": key}
    used_for = connection.scalar(_USED_FOR, asked)
    if used_for is None:
        return None
    if used_for != body_hash:
        raise KeyReused(key)
    return first(connection, _BY_KEY, asked)


def claimed(
    connection: Connection, ticket_id: int, claim_key: str | None, still_open: Callable[[OperationRow], bool]
) -> OperationRow | None:
    """Find the operation that made a claim on a ticket, if that is `still_open`."""
    if claim_key is None:
        return None
    operation = first(connection, _CLAIMED, {"ticket": ticket_id, "claim_key": claim_key})
    return operation if operation and still_open(operation) else None


def write_down(connection: Connection, new: NewOperation, body_hash: str) -> bool:
    """Write an operation down with its steps and its claim; False, and nothing done, where its key was used before."""
    operation = {
        "id": new.id,
        "kind": new.kind,
        "ticket_id": new.ticket_id,
        "agent_id": new.agent_id,
        "agent_name": new.agent_name,
        "key": new.key,
        "body": dict(new.body),
        "body_hash": body_hash,
        "facts": dict(new.context),
        "state": "running",
        "created_at": new.at,
        "updated_at": new.at,
        "executor": new.executor,
    }
    if not insert_new(connection, tables.operations, operation, "agent_id", "ticket_id", "key"):
        return False
    steps = [
        {"operation_id": new.id, "position": position, "name": name, "state": "waiting"}
        for position, name in enumerate(new.steps)
    ]
    connection.execute(_STEPS, steps)
    if new.claim_key:
        claim = {"ticket_id": new.ticket_id, "purpose": new.claim_key, "operation_id": new.id}
        upsert(connection, tables.claims, [claim])
    return True


def as_accepted(new: NewOperation) -> OperationRow:
    """Give an operation as it was just written down: reading it back would hold the write lock for longer."""
    return OperationRow(
        id=new.id,
        kind=new.kind,
        ticket_id=new.ticket_id,
        agent_id=new.agent_id,
        agent_name=new.agent_name,
        body=dict(new.body),
        context=dict(new.context),
        state="running",
        created_at=new.at,
        steps=tuple(
            StepRow(position, name, "waiting", None, None, None, None, None, None)
            for position, name in enumerate(new.steps)
        ),
        executor=new.executor,
    )
