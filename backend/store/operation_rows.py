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


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step; `last_sent_at` is when its write was last sent, set before sending."""

    position: int
    name: str
    state: StepState
    detail: str | None
    url: str | None
    at: datetime | None
    first_sent_at: datetime | None
    last_sent_at: datetime | None
    result: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class OperationRow:
    """One thing that a person asked for.

    `body` is the request without its kind; `facts` is what held when it was accepted (verdict, route, names).
    `executor` carries it out; `fence` counts the take-overs, so that an earlier executor is told from this one.
    """

    id: str
    kind: str
    ticket_id: int
    agent_id: int
    agent_name: str
    body: dict[str, Any]
    facts: dict[str, Any]
    state: OperationState
    created_at: datetime
    steps: tuple[StepRow, ...]
    executor: str | None = None
    fence: int = 0

    def step(self, name: str) -> StepRow:
        """Give a step by its name."""
        return next(one for one in self.steps if one.name == name)

    def result(self, step: str) -> dict[str, Any]:
        """Give what a step left behind, {} while it is not done."""
        return next((one.result or {} for one in self.steps if one.name == step), {})


@dataclass(frozen=True, slots=True)
class Orphan:
    """An operation that nobody else carries out: its executor, its fence, and its first step that is not settled."""

    id: str
    executor: str | None
    fence: int
    position: int


@dataclass(frozen=True, slots=True)
class NewOperation:
    """An operation about to be accepted."""

    id: str
    kind: str
    ticket_id: int
    agent_id: int
    agent_name: str
    key: str
    body: Mapping[str, Any]
    facts: Mapping[str, Any]
    steps: Sequence[str]
    purpose: str | None
    at: datetime
    executor: str
