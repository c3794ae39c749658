"""Hand a running emergency to the next manager: how it stands goes into the ticket, who has it onto the page."""

from collections.abc import Sequence
from typing import Annotated

from markupsafe import Markup
from pydantic import AfterValidator

from backend.deps import Deps
from backend.domain.marks import note_markers
from backend.domain.text import inline, to_html
from backend.operations.engine.kind import Body, Facts, FreeText, Kind, free_text
from backend.operations.engine.model import Request, Step, StepResult
from backend.operations.steps.html import paragraph
from backend.operations.steps.note import internal_note
from backend.operations.steps.page import open_emergency
from backend.store.operation_rows import OperationRow

LONGEST_NAME = 200


def name(text: str) -> str:
    """Accept a person's name."""
    if len(text) > LONGEST_NAME:
        raise ValueError(f"must be a name of at most {LONGEST_NAME} characters")
    return inline(free_text(text))


class HandOff(Body):
    """Who takes over, and how it stands."""

    to: Annotated[str, AfterValidator(name)]
    summary: FreeText


def facts(request: Request, body: HandOff) -> Facts:
    """Find the page that the next manager takes over; an emergency may go on without one."""
    incident = open_emergency(request)
    return {"incident_id": incident.id, "number": incident.number, "url": incident.url} if incident else {}


def steps(operation: OperationRow) -> Sequence[Step]:
    """Note first; the line on the page follows."""
    note = internal_note(_note, primary=True)
    return [note, Step("incident_note", _look, _write)] if operation.facts else [note]


def _note(deps: Deps, operation: OperationRow) -> Markup:
    said = f"Emergency handed off to {operation.body['to']} by {operation.agent_name}. How it stands:"
    return paragraph(said) + to_html(operation.body["summary"])


def _look(deps: Deps, operation: OperationRow) -> StepResult | None:
    there = deps.pagerduty.has_note(operation.facts["incident_id"], lambda body: operation.id in note_markers(body))
    return _noted(operation) if there else None


def _write(deps: Deps, operation: OperationRow) -> StepResult:
    # How it stands is left to the ticket: PagerDuty passes its notes on, to Slack among others.
    deps.pagerduty.add_note(
        operation.facts["incident_id"],
        f"{operation.agent_name} has handed off to {operation.body['to']}. "
        f"How it stands: {deps.ticket_url(operation.ticket_id)}\nOperation {operation.id}",
    )
    return _noted(operation)


def _noted(operation: OperationRow) -> StepResult:
    return StepResult(f"Note added to incident #{operation.facts['number']}", url=operation.facts["url"])


KIND = Kind(name="hand_off", body=HandOff, facts=facts, steps=steps)
