"""A rejection that has said so in the issue, and could not close it, until something else is known of the issue."""

from datetime import timedelta

import pytest

from backend.operations.engine.operation import AnyOperation
from backend.operations.star.records import handled
from backend.store.operation_rows import OperationState, StepRow, StepState
from tests.unit.domain.makers import NOW, issue
from tests.unit.operations.makers import HANDBOOK, operation
from tests.unit.operations.samples import ISSUE

FIRST, SECOND = "aa" * 16, "bb" * 16


def ending(
    kind: str = "reject_star", *, note: StepState = "done", close: StepState = "failed", **changes: object
) -> AnyOperation:
    """Make an operation that ends the STAR, accepted while nobody had acknowledged it and @kim had it."""
    states: dict[str, StepState] = {"issue_note": note, "close": close}
    rows = tuple(
        StepRow(at, name, state, None, None, NOW, NOW, NOW, None) for at, (name, state) in enumerate(states.items())
    )
    state: OperationState = "failed" if "failed" in states.values() else "done"
    context = ISSUE | ({"acknowledged": False, "assigned": ["kim"]} if kind == "reject_star" else {"slack": False})
    return operation(kind, **{"id": FIRST, "state": state, "steps": rows, "context": context} | changes)  # type: ignore[arg-type]


def rest(close: StepState) -> AnyOperation:
    rows = (StepRow(0, "close", close, None, None, NOW, NOW, NOW, None),)
    known = operation("do_the_rest").context.stored() | {"earlier": FIRST, "kind": "reject_star"}
    return operation("do_the_rest", id=SECOND, context=known, state=close, steps=rows)


def half(*operations: AnyOperation, acknowledged: bool = False, **changes: object) -> str | None:
    seen = issue(**{"iid": ISSUE["iid"], "assignee": "kim"} | changes)
    return handled(seen, acknowledged, operations, HANDBOOK).half_rejected


LATER = NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        pytest.param([ending()], FIRST, id="written-and-not-closed"),
        pytest.param([ending(note="failed")], None, id="nothing-written"),
        pytest.param([ending(close="done")], None, id="all-done"),
        pytest.param([ending(close="waiting", state="running")], None, id="still-tried"),
        pytest.param([ending("resolve_star")], None, id="a-resolution"),
        pytest.param([ending(), ending("resolve_star", id=SECOND, created_at=LATER)], None, id="resolved-later"),
        pytest.param([ending(), ending(id=SECOND, created_at=LATER)], SECOND, id="rejected-again"),
        pytest.param([ending(), ending(id=SECOND, created_at=LATER, note="failed")], FIRST, id="the-second-wrote-none"),
        pytest.param([ending(), rest("failed")], FIRST, id="the-rest-failed-too"),
        pytest.param([ending(), rest("done")], None, id="closed-by-the-rest-and-opened-again"),
    ],
)
def test_which_rejection_is_half_done(operations: list[AnyOperation], expected: str | None) -> None:
    assert half(*operations) == expected


def test_what_came_of_the_issue_since_counts_instead() -> None:
    assert half(ending(), acknowledged=True) is None
    assert half(ending(), closed=True) is None
    assert half(ending(), assignee="lee") is None
    assert half(ending(), iid=99) is None


def test_one_that_was_acknowledged_before_can_be_rejected_by_half_too() -> None:
    known = ISSUE | {"acknowledged": True, "assigned": ["kim"]}
    assert half(ending(context=known), acknowledged=True) == FIRST


def test_one_of_an_earlier_version_goes_by_its_acknowledgement() -> None:
    assert half(ending(context=ISSUE)) == FIRST
    assert half(ending(context=ISSUE), acknowledged=True) is None
