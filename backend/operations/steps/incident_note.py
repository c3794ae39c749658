"""The step that adds a note to a PagerDuty incident, once: PagerDuty itself would take it twice."""

from collections.abc import Callable
from typing import TypeVar

from backend.deps import Deps
from backend.domain.marks import note_markers
from backend.operations.engine.model import AnyOperation, Step, StepResult

Op = TypeVar("Op", bound=AnyOperation)


def incident_note(
    incident_id: str,
    number: int,
    url: str,
    compose: Callable[[Deps, Op], str],
    *,
    sender: str | None = None,
    primary: bool = False,
) -> Step[Op]:
    """Make the step; the mark is put under what `compose` gives. `sender`: a login e-mail, None = ours."""
    noted = StepResult(f"Note added to incident #{number}", url=url)

    def look(deps: Deps, operation: Op) -> StepResult | None:
        there = deps.pagerduty.has_note(incident_id, lambda body: operation.id in note_markers(body))
        return noted if there else None

    def write(deps: Deps, operation: Op) -> StepResult:
        text = f"{compose(deps, operation)}\nOperation {operation.id}"
        deps.pagerduty.add_note(incident_id, text, sender)
        return noted

    return Step("incident_note", look, write, primary=primary)
