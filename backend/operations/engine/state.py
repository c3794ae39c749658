"""The state of an operation, told from the states of its steps."""

from backend.store.operation_rows import OperationState, StepRow, StepState


def overall(
    steps: tuple[StepRow, ...],
    position: int,
    state: StepState,
    primary: bool,
    optional: frozenset[str] = frozenset(),
) -> OperationState:
    """Tell the state of the whole once the step at `position` is in `state`; those named `optional` do not count."""
    counting = (step for step in steps if step.name not in optional)
    states = [state if step.position == position else step.state for step in counting]
    if "unknown" in states:
        return "unknown"
    if primary and state == "failed":
        return "failed"
    if any(status in {"waiting", "running"} for status in states):
        return "running"
    return "failed" if "failed" in states else "done"
