"""Operations and their steps: what people asked for, what came of it. Also the audit log."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Update, bindparam, func, insert, select, update

from backend.store import tables
from backend.store.engine import Database
from backend.store.operation_queries import OPERATIONS, with_steps
from backend.store.operation_rows import (
    UNSETTLED,
    NewOperation,
    OperationRow,
    OperationState,
    Orphan,
    StepRow,
    StepState,
)
from backend.store.rows import upsert


class KeyReused(Exception):
    """The Idempotency-Key was used for another request."""


class TakenOver(Exception):
    """Another executor carries this operation out by now; whoever is told so must not write any more."""


def fingerprint(kind: str, body: Mapping[str, Any]) -> str:
    """Tell requests apart: the same kind and body give the same text."""
    return hashlib.sha256(json.dumps([kind, body], sort_keys=True).encode()).hexdigest()


class OperationStore:
    """Reads and writes operations. An operation is accepted whole or not at all."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_key(self, agent_id: int, ticket_id: int, key: str, body_hash: str) -> OperationRow | None:
        """Find what this key was used for; raise KeyReused if that was another request."""
        with self._database.read() as connection:
            return _by_key(connection, agent_id, ticket_id, key, body_hash)

    def accept(self, new: NewOperation, still_open: Callable[[OperationRow], bool]) -> tuple[OperationRow, bool]:
        """Write down a new operation; give it with True, or the one that stands in its way with False.

        In its way stand the one with the same key, and the one that has claimed the same thing (one open emergency,
        one open STAR a ticket), as long as `still_open` says so.
        """
        body_hash = fingerprint(new.kind, new.body)
        with self._database.write() as connection:
            _one_at_a_time(connection, new.ticket_id)
            same = _by_key(connection, new.agent_id, new.ticket_id, new.key, body_hash)
            same = same or _claimed(connection, new.ticket_id, new.claim_key, still_open)
            if same:
                return same, False
            _insert(connection, new, body_hash)
            return _accepted(new), True

    def claimed(self, ticket_id: int, claim_key: str) -> OperationRow | None:
        """Find the operation that last made a claim on a ticket."""
        with self._database.read() as connection:
            return _claimed(connection, ticket_id, claim_key, lambda _: True)

    def get(self, operation_id: str) -> OperationRow | None:
        """Read an operation."""
        with self._database.read() as connection:
            return _first(connection, OPERATIONS.where(tables.operations.c.id == operation_id))

    def of_ticket(self, ticket_id: int, most: int) -> list[OperationRow]:
        """List a ticket's operations, newest first."""
        with self._database.read() as connection:
            return with_steps(connection, _OF_TICKET, {"ticket": ticket_id, "most": most})

    def of_tickets(self, ticket_ids: Iterable[int], kinds: Sequence[str]) -> list[OperationRow]:
        """List some tickets' operations of some kinds, oldest first."""
        columns = tables.operations.c
        query = OPERATIONS.where(columns.ticket_id.in_(sorted(set(ticket_ids))), columns.kind.in_(kinds))
        with self._database.read() as connection:
            return with_steps(connection, query.order_by(columns.created_at, columns.id))

    def orphans(self, executor: str) -> list[Orphan]:
        """List the operations with unsettled steps whose executor is gone, and all such of `executor` itself.

        The whole may be done without those steps. One statement reads operations and executors: two could miss an
        executor that joined in between, and call its work orphaned.
        """
        operations, steps = tables.operations.c, tables.steps.c
        theirs = operations.executor.in_(select(tables.executors.c.name).where(tables.executors.c.name != executor))
        query = (
            select(operations.id, operations.executor, operations.fence, func.min(steps.position))
            .join(tables.steps, steps.operation_id == operations.id)
            .where(steps.state.in_(UNSETTLED), operations.executor.is_(None) | ~theirs)
            .group_by(operations.id, operations.executor, operations.fence)
            .order_by(func.min(steps.position), operations.created_at)
        )
        with self._database.read() as connection:
            return [Orphan(*row) for row in connection.execute(query)]

    def adopt(self, orphans: Sequence[Orphan], executor: str) -> set[str]:
        """Take operations over, under their next fences; name those that nobody else was first to take."""
        with self._database.write(content=False) as connection:
            # In one order, so that two who take the same ones wait for each other instead of blocking each other.
            return {
                one.id
                for one in sorted(orphans, key=lambda one: one.id)
                if connection.execute(_held(one.id, one.fence).values(executor=executor, fence=one.fence + 1)).rowcount
            }

    def sending(self, operation_id: str, fence: int, position: int, at: datetime) -> None:
        """Note, before it is sent, that a step's write is going out; raise TakenOver if it is no longer ours."""
        first = func.coalesce(tables.steps.c.first_sent_at, at)
        self._change(operation_id, fence, position, at, state="running", first_sent_at=first, last_sent_at=at)

    def settle(
        self,
        operation_id: str,
        fence: int,
        position: int,
        state: StepState,
        *,
        at: datetime,
        detail: str | None = None,
        url: str | None = None,
        result: Mapping[str, Any] | None = None,
        whole: OperationState | None = None,
        rest: str | None = None,
        sent_at: datetime | None = None,
    ) -> None:
        """Note what came of a step, and with `whole` of the operation, at once; raise TakenOver like `sending`.

        A step that waits (again) has not been sent: whatever was tried wrote nothing. `rest` says why the steps that
        have not begun will not take place. `sent_at` is when the write in doubt was sent, where a later try is known
        to have written nothing.
        """
        values = {"state": state, "detail": detail, "url": url, "result": dict(result) if result is not None else None}
        unsent: dict[str, datetime | None] = {"last_sent_at": sent_at} if sent_at else {}
        if state == "waiting":
            unsent = {"first_sent_at": None, "last_sent_at": None}
        self._change(operation_id, fence, position, at, whole, rest, **values, **unsent)

    def _change(
        self,
        operation_id: str,
        fence: int,
        position: int,
        at: datetime,
        whole: OperationState | None = None,
        rest: str | None = None,
        **values: Any,
    ) -> None:
        steps = tables.steps
        here = (steps.c.operation_id == operation_id) & (steps.c.position == position)
        changed: dict[str, Any] = {"updated_at": at} | ({"state": whole} if whole else {})
        with self._database.write() as connection:
            if not connection.execute(_held(operation_id, fence).values(**changed)).rowcount:
                raise TakenOver(operation_id)
            connection.execute(update(steps).where(here).values(at=at, **values))
            if rest:
                others = (steps.c.operation_id == operation_id) & (steps.c.state == "waiting")
                connection.execute(update(steps).where(others).values(state="failed", detail=rest, at=at))


_OF_TICKET = (
    OPERATIONS.where(tables.operations.c.ticket_id == bindparam("ticket"))
    .order_by(tables.operations.c.created_at.desc())
    .limit(bindparam("most"))
)
_SAME_KEY = (
    (tables.operations.c.agent_id == bindparam("agent"))
    & (tables.operations.c.ticket_id == bindparam("ticket"))
    & (tables.operations.c.key == bindparam("key"))
)
_USED_FOR = select(tables.operations.c.body_hash).where(_SAME_KEY)
_BY_KEY = OPERATIONS.where(_SAME_KEY)
_CLAIMED = OPERATIONS.where(
    tables.operations.c.id
    == select(tables.claims.c.operation_id)
    .where(tables.claims.c.ticket_id == bindparam("ticket"), tables.claims.c.purpose == bindparam("claim_key"))
    .scalar_subquery()
)


def _held(operation_id: str, fence: int) -> Update:
    """Change an operation as long as nobody has taken it over since `fence`."""
    operations = tables.operations
    return update(operations).where(operations.c.id == operation_id, operations.c.fence == fence)


def _one_at_a_time(connection: Connection, ticket_id: int) -> None:
    # SQLite's write lock serialises already; PostgreSQL is asked to, per ticket.
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(ticket_id)))


def _by_key(connection: Connection, agent_id: int, ticket_id: int, key: str, body_hash: str) -> OperationRow | None:
    asked = {"agent": agent_id, "ticket": ticket_id, "key": key}
    used_for = connection.scalar(_USED_FOR, asked)
    if used_for is None:
        return None
    if used_for != body_hash:
        raise KeyReused(key)
    return _first(connection, _BY_KEY, asked)


def _claimed(
    connection: Connection, ticket_id: int, claim_key: str | None, still_open: Callable[[OperationRow], bool]
) -> OperationRow | None:
    if claim_key is None:
        return None
    operation = _first(connection, _CLAIMED, {"ticket": ticket_id, "claim_key": claim_key})
    return operation if operation and still_open(operation) else None


def _insert(connection: Connection, new: NewOperation, body_hash: str) -> None:
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
    connection.execute(insert(tables.operations), operation)
    steps = [
        {"operation_id": new.id, "position": position, "name": name, "state": "waiting"}
        for position, name in enumerate(new.steps)
    ]
    connection.execute(insert(tables.steps), steps)
    if new.claim_key:
        claim = {"ticket_id": new.ticket_id, "purpose": new.claim_key, "operation_id": new.id}
        upsert(connection, tables.claims, [claim])


def _accepted(new: NewOperation) -> OperationRow:
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


def _first(connection: Connection, query: Select[Any], values: Mapping[str, Any] | None = None) -> OperationRow | None:
    return next(iter(with_steps(connection, query, values)), None)
