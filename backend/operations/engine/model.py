"""What an operation is made of: steps that look before they write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from backend.deps import Deps
from backend.store.operation_rows import OperationRow
from backend.store.snapshots import Snapshot

ASIDE = "slack_"
"""How the name of a step begins that decides nothing about the whole: an operation is done without it."""


@dataclass(frozen=True, slots=True)
class StepResult:
    """A step took place: a sentence for people, where to see it, and what later steps need of it."""

    detail: str
    url: str | None = None
    result: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One outside write.

    `look` finds the write if it took place already; `write` does it. `primary`: the person waits for it, and
    without it the following steps make no sense. `write_first`: the first try writes without a look. `idempotent`: the
    vendor itself refuses a second one, so a write in doubt may be repeated as soon as a look finds nothing.
    """

    name: str
    look: Callable[[Deps, OperationRow], StepResult | None]
    write: Callable[[Deps, OperationRow], StepResult]
    primary: bool = False
    write_first: bool = False
    idempotent: bool = False


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that stands in the way of a second one: an open incident or STAR."""

    reference: str
    url: str | None
    because: str


@dataclass(frozen=True, slots=True)
class RuleViolation(Exception):
    """A rule says no; `rule` is its id."""

    rule: str
    because: str


@dataclass(frozen=True, slots=True)
class Request:
    """What a kind's check may look at before anything is accepted."""

    deps: Deps
    snapshot: Snapshot
    role: str
    ticket_id: int
    now: datetime
