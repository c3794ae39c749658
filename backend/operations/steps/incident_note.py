"""The step that adds a note to a PagerDuty incident, once: PagerDuty itself would take it twice."""

from collections.abc import Callable
from typing import TypeVar

from backend.deps import Deps
from backend.domain.marks import earlier_marks_in, reference, references_in
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.operation import AnyOperation, Step, StepResult
from backend.operations.steps.marks import Mark

INCIDENT_NOTE = "incident_note"
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

    def mark(deps: Deps, operation: Op) -> Mark:
        return Mark(deps, operation, INCIDENT_NOTE, f"pagerduty:incident:{incident_id}")

    def look(deps: Deps, operation: Op) -> StepResult | None:
        ours = mark(deps, operation)

        def is_ours(body: str) -> bool:
            return ours.is_in(references_in(body), earlier_marks_in(body))

        return noted if deps.pagerduty.has_note(incident_id, is_ours, sender) else None

    def write(deps: Deps, operation: Op) -> StepResult:
        text = f"{compose(deps, operation)}\n{reference(mark(deps, operation).text)}"
        deps.pagerduty.add_note(incident_id, text, sender)
        return noted

    def by_hand(handbook: Handbook, operation: Op) -> str:
        return f"Add a note to the incident: {url}"

    return Step(INCIDENT_NOTE, look, write, primary=primary, by_hand=by_hand)
