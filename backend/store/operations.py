"""Operations and their steps: what people asked for, what came of it. Also the audit log."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, update

from backend.store import tables
from backend.store.accepting import (
    as_accepted,
    by_key,
    claimed,
    fingerprint,
    one_at_a_time,
    standing_and_use,
    write_down,
)
from backend.store.engine import Database
from backend.store.faults import StoreDown
from backend.store.operation_queries import OPERATIONS, ORPHANS, first, with_steps
from backend.store.operation_rows import NewOperation, OperationRow, OperationState, Orphan, StepState
from backend.store.revisions import changed
from backend.store.standing import Standing


class TakenOver(Exception):
    """Another executor carries this operation out by now; whoever is told so must not write any more."""


class OperationStore:
    """Reads and writes operations. An operation is accepted whole or not at all."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def look_up(self, agent_id: int, ticket_id: int, key: str, body_hash: str) -> tuple[OperationRow | None, Standing]:
        """Find what a key was used for, and tell how the ticket stands; raise KeyReused for another request."""
        # Most keys are new: that takes one statement, and no transaction.
        with self._database.read(single=True) as connection:
            standing, used = standing_and_use(connection, agent_id, ticket_id, key)
        if not used:
            return None, standing
        with self._database.read() as connection:
            return by_key(connection, agent_id, ticket_id, key, body_hash), standing

    def accept(self, new: NewOperation, still_open: Callable[[OperationRow], bool]) -> tuple[OperationRow, bool]:
        """Write down a new operation; give it with True, or the one that stands in its way with False.

        In its way stand the one with the same key, and the one that has claimed the same thing (one open emergency,
        one open STAR a ticket), as long as `still_open` says so.
        """
        body_hash = fingerprint(new.kind, new.body)
        with self._database.write(content=False) as connection:
            one_at_a_time(connection, new.ticket_id)
            used_for = (connection, new.agent_id, new.ticket_id, new.key, body_hash)
            if new.claim_key:
                same = by_key(*used_for) or claimed(connection, new.ticket_id, new.claim_key, still_open)
                if same:
                    return same, False
            if write_down(connection, new, body_hash):
                changed(connection, of_ticket=new.ticket_id)
                return as_accepted(new), True
            if same := by_key(*used_for):
                return same, False
            raise StoreDown("what was accepted under the same key has just been removed")

    def claimed(self, ticket_id: int, claim_key: str) -> OperationRow | None:
        """Find the operation that last made a claim on a ticket."""
        with self._database.read() as connection:
            return claimed(connection, ticket_id, claim_key, lambda _: True)

    def get(self, operation_id: str) -> OperationRow | None:
        """Read an operation."""
        with self._database.read() as connection:
            return first(connection, _BY_ID, {"operation": operation_id})

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
        with self._database.read(single=True) as connection:
            return [Orphan(*row) for row in connection.execute(ORPHANS, {"of_executor": executor})]

    def adopt(self, orphans: Sequence[Orphan], executor: str) -> set[str]:
        """Take operations over, under their next fences; name those that nobody else was first to take."""
        with self._database.write(content=False) as connection:
            # In one order, so that two who take the same ones wait for each other instead of blocking each other.
            return {
                orphan.id
                for orphan in sorted(orphans, key=lambda one: one.id)
                if _change(connection, orphan.id, orphan.fence, {"executor": executor, "fence": orphan.fence + 1})
            }

    def sending(self, operation_id: str, fence: int, position: int, at: datetime) -> None:
        """Note, before it is sent, that a step's write is going out; raise TakenOver if it is no longer ours."""
        with self._changing(operation_id, fence, at) as connection:
            now = {"first_now": at, "at": at, "last_sent_at": at}
            connection.execute(_SENDING, _step(operation_id, position) | now | {"state": "running"})

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
        outdates: bool = False,
    ) -> None:
        """Note what came of a step, and with `whole` of the operation, at once; raise TakenOver like `sending`.

        A step that waits (again) has not been sent: whatever was tried wrote nothing. `rest` says why the steps that
        have not begun will not take place. `sent_at` is when the write in doubt was sent, where a later try is known
        to have written nothing. `outdates`: our copy of the ticket does not show what was written.
        """
        values = {"state": state, "detail": detail, "url": url, "result": dict(result) if result is not None else None}
        unsent: dict[str, datetime | None] = {"last_sent_at": sent_at} if sent_at else {}
        if state == "waiting":
            unsent = {"first_sent_at": None, "last_sent_at": None}
        with self._changing(operation_id, fence, at, whole, outdates) as connection:
            connection.execute(_SETTLE, _step(operation_id, position) | {"at": at} | values | unsent)
            if rest:
                others = {"of_operation": operation_id, "state": "failed", "detail": rest, "at": at}
                connection.execute(_SETTLE_WAITING, others)

    @contextmanager
    def _changing(
        self,
        operation_id: str,
        fence: int,
        at: datetime,
        whole: OperationState | None = None,
        outdates: bool = False,
    ) -> Iterator[Connection]:
        """Write as the one who carries an operation out; raise TakenOver if that is another one by now."""
        of_whole = {"updated_at": at} | ({"state": whole} if whole else {})
        with self._database.write(content=False) as connection:
            if not (row := _change(connection, operation_id, fence, of_whole)):
                raise TakenOver(operation_id)
            yield connection
            changed(connection, of_ticket=row.ticket_id, outdates=outdates)


# Made once: making a statement costs more than SQLite needs to carry it out.
_BY_ID = OPERATIONS.where(tables.operations.c.id == bindparam("operation"))
_OF_TICKET = (
    OPERATIONS.where(tables.operations.c.ticket_id == bindparam("ticket"))
    .order_by(tables.operations.c.created_at.desc())
    .limit(bindparam("most"))
)
_HELD = (
    update(tables.operations)
    .where(tables.operations.c.id == bindparam("of_operation"), tables.operations.c.fence == bindparam("under_fence"))
    .returning(tables.operations.c.ticket_id)
)
_OF_OPERATION = update(tables.steps).where(tables.steps.c.operation_id == bindparam("of_operation"))
_SETTLE = _OF_OPERATION.where(tables.steps.c.position == bindparam("at_position"))
_SETTLE_WAITING = _OF_OPERATION.where(tables.steps.c.state == "waiting")
_FIRST_NOW = bindparam("first_now", type_=tables.steps.c.first_sent_at.type)
_SENDING = _SETTLE.values(first_sent_at=func.coalesce(tables.steps.c.first_sent_at, _FIRST_NOW))


def _step(operation_id: str, position: int) -> dict[str, Any]:
    return {"of_operation": operation_id, "at_position": position}


def _change(connection: Connection, operation_id: str, fence: int, values: Mapping[str, Any]) -> Row[Any] | None:
    """Change an operation and give its ticket; None, and nothing done, if somebody took it over since `fence`."""
    return connection.execute(_HELD, {"of_operation": operation_id, "under_fence": fence, **values}).one_or_none()
