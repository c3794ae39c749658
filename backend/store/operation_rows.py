"""An operation and its steps as rows: what a person asked for, what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

StepState = Literal["waiting", "running", "done", "failed", "unknown"]

OperationState = Literal["running", "done", "failed", "unknown"]

UNFINISHED: tuple[OperationState, ...] = ("running", "unknown")

UNSETTLED: tuple[StepState, ...] = ("waiting", "running", "unknown")

BOARD = 0
"""Stands in place of a ticket's number for what a shift needs and no ticket does."""

RENAMED_STEPS = {"once": "deduplicate"}
"""Steps whose name an earlier version wrote differently; read, they have today's name."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step; `last_sent_at` is when its write was last sent, set before sending. `result` is JSON as stored."""

    position: int
    name: str
    state: StepState
    detail: str | None
    url: str | None
    at: datetime | None
    first_sent_at: datetime | None
    last_sent_at: datetime | None
    result: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRecord:
    """What is always known of an operation, whatever became of its details: who, what, when, how its steps stand.

    `executor` carries it out; `fence` counts the take-overs, so that an earlier executor is told from this one.
    """

    id: str
    kind: str
    ticket_id: int
    agent_id: int
    agent_name: str
    state: OperationState
    created_at: datetime
    steps: tuple[StepRow, ...]
    executor: str | None = None
    fence: int = 0

    def step(self, name: str) -> StepRow:
        """Give a step by its name."""
        return next(step for step in self.steps if step.name == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationRow(OperationRecord):
    """An operation with its details as stored: JSON of any version, None where the text is not JSON.

    `body` is the request without its kind; `context` what held when it was accepted (verdict, route, names).
    `forgotten` = retention has removed both.
    """

    body: Any
    context: Any
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class Orphan:
    """An operation that nobody else carries out: its executor, its fence, and its first step that is not settled."""

    id: str
    executor: str | None
    fence: int
    position: int


@dataclass(frozen=True, slots=True)
class NewOperation:
    """An operation about to be accepted; of those with the same `claim_key` a ticket has one open at a time."""

    id: str
    kind: str
    ticket_id: int
    agent_id: int
    agent_name: str
    key: str
    body: Mapping[str, Any]
    context: Mapping[str, Any]
    steps: Sequence[str]
    claim_key: str | None
    at: datetime
    executor: str
