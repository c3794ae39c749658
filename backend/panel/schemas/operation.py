"""An operation and its steps, as types."""

from typing import Literal

from backend.panel.schemas.base import Shape, Time
from backend.store.operation_rows import OperationState, StepState

Outcome = Literal["done", "partly", "failed", "unknown", "running"]


class StepOut(Shape):
    """One step of an operation; `detail` is a sentence for people.

    `lacks` names the failed step that it needs, where it was not tried for that: what is told of that one is enough.
    """

    name: str
    state: StepState
    detail: str | None
    url: str | None
    at: Time | None
    lacks: str | None = None


class OperationOut(Shape):
    """One thing a person did or is doing; `manual` is how to do it by hand while it is not confirmed.

    `state` leaves optional steps out, `outcome` counts all: running while any of them is still tried; partly = the
    first step is done and another has failed for good.
    `rest` names the steps that failed after the first was done, and that `do_the_rest` would do; `rest_of` is the kind
    whose rest this operation does. `replaced`: its rest was done later, as far as it could be: what is told of that
    takes its place. `actor_id` is the person's Zendesk user id.
    """

    id: str
    kind: str
    ticket_id: int
    state: OperationState
    outcome: Outcome
    steps: list[StepOut]
    created_at: Time
    actor: str
    manual: list[str]
    rest: list[str]
    rest_of: str | None
    replaced: bool = False
    actor_id: int | None = None
