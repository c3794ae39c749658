"""What operations work with in unit tests: real stores and rules, and vendors that are handed in."""

from datetime import datetime
from typing import Any, cast

from backend.deps import Deps
from backend.domain.marks import Marks
from backend.handbook.loading.loader import load
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import AnyOperation, Operation
from backend.operations.reading import read_operation
from backend.store.board import BoardStore
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.store.operation_rows import RENAMED_STEPS, OperationRow, StepRow
from tests.unit.domain.makers import NOW
from tests.unit.operations.samples import SAMPLES

HANDBOOK = load()
ID = "ab" * 16


def deps(
    database: Database, *, handbook: Handbook = HANDBOOK, slack: object = None, now: datetime = NOW, **vendors: object
) -> Deps:
    """Make it; a vendor that is not given must not be asked."""
    return Deps(
        handbook=handbook,
        zendesk=cast(Any, vendors.get("zendesk")),
        pagerduty=cast(Any, vendors.get("pagerduty")),
        gitlab=cast(Any, vendors.get("gitlab")),
        slack=cast(Any, slack),
        mirror=MirrorStore(database),
        board=BoardStore(database),
        clock=lambda: now,
        engineers=(),
        zendesk_url="https://example.zendesk.com",
        gitlab_url="https://gitlab.com",
        marks=Marks(["a key"]),
    )


def row(kind: str, version: int = 1, **changes: object) -> OperationRow:
    """Make the sample of a kind as it is read from the database, every step done."""
    sample = SAMPLES[kind]
    values: dict[str, Any] = {
        "id": ID,
        "kind": kind,
        "ticket_id": 1234,
        "agent_id": 7,
        "agent_name": "Ada",
        "state": "done",
        "created_at": NOW,
        "body": sample.body,
        "context": sample.context if version else sample.facts,
        "steps": tuple(
            StepRow(at, RENAMED_STEPS.get(name, name), "done", "So.", None, NOW, NOW, NOW, sample.result(name, version))
            for at, name in enumerate(sample.steps)
        ),
    }
    return OperationRow(**values | changes)


def operation(kind: str, version: int = 1, **changes: object) -> AnyOperation:
    """Make the sample of a kind as its steps take it."""
    read = read_operation(row(kind, version, **changes))
    assert isinstance(read, Operation)
    return read
