"""An operation and its steps, as types."""

from backend.panel.schemas.base import Shape, Time
from backend.store.operation_rows import OperationState, StepState


class StepOut(Shape):
    """One step of an operation; `detail` is a sentence for people."""

    name: str
    state: StepState
    detail: str | None
    url: str | None
    at: Time | None


class OperationOut(Shape):
    """One thing a person did or is doing; `manual` is how to do it by hand while it is not confirmed.

    `rest` names the steps that failed after the first was done, and that `do_the_rest` would do; `rest_of` is the kind
    whose rest this operation does.
    """

    id: str
    kind: str
    ticket_id: int
    state: OperationState
    steps: list[StepOut]
    created_at: Time
    actor: str
    manual: list[str]
    rest: list[str]
    rest_of: str | None
