"""Do the rest: what failed after the first step of an earlier operation, by an operation of its own.

Its steps are the earlier operation's own, with the marks of that one: what was written after all is found by them and
not written again. What they do in somebody's name they do by the rights of whoever asks for the rest.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from pydantic import StringConstraints, ValidationError

from backend.deps import Deps
from backend.domain.roles import can
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, Context
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import AnyOperation, Operation, Step, StepResult
from backend.operations.engine.request import Actor, Request, RuleViolation
from backend.operations.steps.acting import ActingContext
from backend.store.operation_rows import UNFINISHED, StepRow

NAME = "do_the_rest"
Kinds = Callable[[], Mapping[str, Kind[Any, Any]]]

log = logging.getLogger(__name__)


class DoTheRest(Body):
    """Of which operation; that of an operation which did a rest itself is what it left of that."""

    operation: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class DoneStep(Context):
    """A step of the earlier operation that is not done again: what it left for those after it."""

    name: str
    url: str | None = None
    result: dict[str, Any] | None = None


class RestContext(Context):
    """The earlier operation as its steps need it, and the names of those to do."""

    earlier: str
    kind: str
    body: dict[str, Any]
    context: dict[str, Any]
    agent_id: int
    agent_name: str
    created_at: datetime
    done: list[DoneStep]
    rest: list[str]


Resting = Operation[DoTheRest, RestContext]


class DoTheRestKind(Kind[DoTheRest, RestContext]):
    """The failed steps, in their order."""

    name = NAME
    Body = DoTheRest
    Context = RestContext

    def __init__(self, kinds: Kinds) -> None:
        """Find every kind by `kinds`, this one too."""
        self._kinds = kinds

    def prepare(self, request: Request, body: DoTheRest) -> RestContext:
        """Keep the earlier operation; raise RuleViolation when there is nothing of it to do."""
        earlier = request.find_operation(body.operation)
        if isinstance(earlier, Operation) and isinstance(earlier.context, RestContext):
            earlier = request.find_operation(earlier.context.earlier)
        if not isinstance(earlier, Operation) or earlier.ticket_id != request.ticket_id:
            raise RuleViolation("no_such_operation", "there is no such operation of this ticket")
        if earlier.kind not in can(request.role, request.deps.handbook):  # type: ignore[arg-type]
            raise RuleViolation("role", f"your role ({request.role}) may not do this")
        names = rest_of(earlier)
        if (before := request.find_claim(earlier.id)) and isinstance(before, Operation) and before.kind == NAME:
            names = still_to_do(before) or [step.name for step in before.steps if before.state in UNFINISHED]
        if not names:
            raise RuleViolation("nothing_left", "nothing of this operation is left to be done")
        kept = [step for step in earlier.steps if step.state == "done"]
        return RestContext(
            earlier=earlier.id,
            kind=earlier.kind,
            body=earlier.body.model_dump(mode="json", exclude_unset=True),
            context=_taken_up(earlier.context, request.actor).stored(),
            agent_id=earlier.agent_id,
            agent_name=earlier.agent_name,
            created_at=earlier.created_at,
            done=[DoneStep(name=step.name, url=step.url, result=step.result) for step in kept],
            rest=names,
        )

    def claim_key(self, context: RestContext) -> str:
        """Have the rest of an operation done by one at a time."""
        return context.earlier

    def steps(self, operation: Resting) -> Sequence[Step[Resting]]:
        """Take the earlier operation's own; none of one that this version cannot read."""
        try:
            earlier = self._earlier(operation)
        except (KeyError, ValidationError):
            log.warning("operation %s cannot be read in what %s keeps of it", operation.context.earlier, operation.id)
            return []
        own = self._kinds()[earlier.kind].steps(earlier)
        return [self._step(step) for step in own if step.name in operation.context.rest]

    def _step(self, step: Step[Any]) -> Step[Resting]:
        def look(deps: Deps, operation: Resting) -> StepResult | None:
            return step.look(deps, self._earlier(operation))

        def write(deps: Deps, operation: Resting) -> StepResult:
            return step.write(deps, self._earlier(operation))

        def by_hand(handbook: Handbook, operation: Resting) -> str:
            return step.by_hand if isinstance(step.by_hand, str) else step.by_hand(handbook, self._earlier(operation))

        # Whether the earlier one wrote it after all is looked for first.
        return replace(step, look=look, write=write, primary=False, write_first=False, by_hand=by_hand)

    def _earlier(self, operation: Resting) -> AnyOperation:
        """Give the earlier operation, with what was done since."""
        known, kind = operation.context, self._kinds()[operation.context.kind]
        kept = [
            StepRow(at, step.name, "done", None, step.url, None, None, None, step.result)
            for at, step in enumerate(known.done)
        ]
        return Operation(
            id=known.earlier,
            kind=known.kind,
            ticket_id=operation.ticket_id,
            agent_id=known.agent_id,
            agent_name=known.agent_name,
            state="failed",
            created_at=known.created_at,
            steps=(*kept, *operation.steps),
            body=kind.Body.read(known.body),
            context=kind.Context.read(known.context),
        )


def _taken_up(context: Context, actor: Actor) -> Context:
    return context.taken_up_by(actor) if isinstance(context, ActingContext) else context


def rest_of(operation: AnyOperation) -> list[str]:
    """Name the steps that failed after the first one was done; none while the operation goes on."""
    return still_to_do(operation) if operation.steps[0].state == "done" else []


def still_to_do(operation: AnyOperation) -> list[str]:
    """Name the steps that failed; none while the operation goes on."""
    if operation.state in UNFINISHED:
        return []
    return [step.name for step in operation.steps if step.state == "failed"]
