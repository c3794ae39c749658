"""How operations are read out of their tables, damaged ones too."""

import logging
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar, get_args

from sqlalchemy import Connection, Row, Select, bindparam, func, select, type_coerce

from backend.store import tables
from backend.store.operation_rows import RENAMED_STEPS, UNSETTLED, OperationRow, OperationState, StepRow, StepState
from backend.store.rows import LenientJson

S = TypeVar("S", OperationState, StepState)

log = logging.getLogger(__name__)


OPERATIONS: Select[Any] = select(
    tables.operations.c.id,
    tables.operations.c.kind,
    tables.operations.c.ticket_id,
    tables.operations.c.agent_id,
    tables.operations.c.agent_name,
    type_coerce(tables.operations.c.body, LenientJson).label("body"),
    # The column has kept the name that contexts had when it was made.
    type_coerce(tables.operations.c.facts, LenientJson).label("context"),
    tables.operations.c.state,
    tables.operations.c.created_at,
    tables.operations.c.executor,
    tables.operations.c.fence,
    tables.operations.c.redacted_at.is_not(None).label("forgotten"),
)
"""What `operation_row` makes an operation of."""
OPERATION_STATES: tuple[OperationState, ...] = get_args(OperationState)
STEP_STATES: tuple[StepState, ...] = get_args(StepState)
LOST = StepRow(0, "", "unknown", None, None, None, None, None, None)
"""Stands for the steps of an operation that has none any more: an operation has at least one."""
_STEPS = select(
    tables.steps.c.position,
    tables.steps.c.name,
    tables.steps.c.state,
    tables.steps.c.detail,
    tables.steps.c.url,
    tables.steps.c.at,
    tables.steps.c.first_sent_at,
    tables.steps.c.last_sent_at,
    type_coerce(tables.steps.c.result, LenientJson),
    tables.steps.c.operation_id,
)
_STEPS_OF = _STEPS.where(tables.steps.c.operation_id.in_(bindparam("operations", expanding=True))).order_by(
    tables.steps.c.position
)
_OTHERS = select(tables.executors.c.name).where(tables.executors.c.name != bindparam("of_executor"))
ORPHANS = (
    select(
        tables.operations.c.id,
        tables.operations.c.executor,
        tables.operations.c.fence,
        func.min(tables.steps.c.position),
    )
    .join(tables.steps, tables.steps.c.operation_id == tables.operations.c.id)
    .where(
        tables.steps.c.state.in_(UNSETTLED),
        tables.operations.c.executor.is_(None) | tables.operations.c.executor.not_in(_OTHERS),
    )
    .group_by(tables.operations.c.id, tables.operations.c.executor, tables.operations.c.fence)
    .order_by(func.min(tables.steps.c.position), tables.operations.c.created_at)
)


def with_steps(
    connection: Connection, query: Select[Any], values: Mapping[str, Any] | None = None
) -> list[OperationRow]:
    """Read the operations of a query on `OPERATIONS`, with their steps."""
    rows = connection.execute(query, values or {}).all()
    steps: dict[str, list[StepRow]] = {row.id: [] for row in rows}
    if rows:
        for position, name, state, *rest, operation_id in connection.execute(_STEPS_OF, {"operations": list(steps)}):
            state = _known(state, STEP_STATES, operation_id)
            steps[operation_id].append(StepRow(position, RENAMED_STEPS.get(name, name), state, *rest))
    return [operation_row(row, steps[row.id] or [LOST]) for row in rows]


def operation_row(row: Row[Any], steps: Iterable[StepRow] = ()) -> OperationRow:
    """Make an operation of a row of `OPERATIONS`, without its steps if nobody needs them."""
    values = dict(row._mapping)
    state = _known(row.state, OPERATION_STATES, row.id)
    return OperationRow(**values | {"state": state, "forgotten": bool(row.forgotten), "steps": tuple(steps)})


def _known(state: S, states: Collection[S], operation_id: str) -> S:
    """Take a state of another version as unknown."""
    if state in states:
        return state
    log.warning("operation %s: this version does not know the state %s", operation_id, state)
    return "unknown"


def first(connection: Connection, query: Select[Any], values: Mapping[str, Any] | None = None) -> OperationRow | None:
    """Read the first operation that a query finds."""
    return next(iter(with_steps(connection, query, values)), None)
