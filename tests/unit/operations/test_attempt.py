"""The state of the whole follows from its steps."""

import pytest

from backend.operations.attempt import overall
from backend.store.operations import StepRow, StepState


def rows(*states: StepState) -> tuple[StepRow, ...]:
    return tuple(StepRow(at, f"step{at}", state, None, None, None, None, None, None) for at, state in enumerate(states))


@pytest.mark.parametrize(
    ("others", "position", "state", "urgent", "whole"),
    [
        pytest.param(("waiting", "waiting"), 0, "done", True, "running", id="urgent-done-rest-to-do"),
        pytest.param(("done", "waiting"), 1, "done", False, "done", id="all-done"),
        pytest.param(("waiting", "waiting"), 0, "unknown", True, "unknown", id="in-doubt"),
        pytest.param(("waiting", "waiting"), 0, "failed", True, "failed", id="urgent-failed"),
        pytest.param(("done", "waiting", "waiting"), 1, "failed", False, "running", id="a-follow-up-failed-rest-to-do"),
        pytest.param(("done", "failed", "waiting"), 2, "done", False, "failed", id="a-follow-up-failed"),
        pytest.param(("done", "waiting"), 1, "waiting", False, "running", id="trying-again"),
    ],
)
def test_overall(others: tuple[StepState, ...], position: int, state: str, urgent: bool, whole: str) -> None:
    assert overall(rows(*others), position, state, urgent) == whole
