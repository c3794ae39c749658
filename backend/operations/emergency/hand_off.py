"""Hand a running emergency to the next manager: how it stands goes into the ticket, who has it onto the page."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from markupsafe import Markup
from pydantic import AfterValidator

from backend.deps import Deps
from backend.domain.text import inline
from backend.operations.engine.documents import Body, Context, FreeText, free_text
from backend.operations.engine.kind import Kind
from backend.operations.engine.model import Operation, Request, Step
from backend.operations.steps.html import labelled, paragraph
from backend.operations.steps.incident_note import incident_note
from backend.operations.steps.note import internal_note
from backend.operations.steps.page import Paged, open_emergency

LONGEST_NAME = 200
INCIDENT_NOTE = "incident_note"


def name(text: str) -> str:
    """Accept a person's name."""
    if len(text) > LONGEST_NAME:
        raise ValueError(f"must be a name of at most {LONGEST_NAME} characters")
    # What is stored is read by this again: it must not have grown past the limit.
    return inline(free_text(text), LONGEST_NAME)


class HandOff(Body):
    """Who takes over, and how it stands."""

    to: Annotated[str, AfterValidator(name)]
    summary: FreeText


class HandOffContext(Context):
    """The page that the next manager takes over; an emergency may go on without one."""

    page: Paged | None = None

    @property
    def about_url(self) -> str | None:
        """Give the page's address."""
        return self.page.url if self.page else None

    @classmethod
    def upgrade(cls, stored: Mapping[str, Any], version: int) -> Mapping[str, Any]:
        """Version 0 was the page itself, or empty."""
        return {"page": stored or None}


HandingOff = Operation[HandOff, HandOffContext]


class HandOffKind(Kind[HandOff, HandOffContext]):
    """Note first; the line on the page follows."""

    name = "hand_off"
    Body = HandOff
    Context = HandOffContext
    purpose = "emergency"

    def prepare(self, request: Request, body: HandOff) -> HandOffContext:
        """Find the page."""
        incident = open_emergency(request)
        if incident is None:
            return HandOffContext()
        return HandOffContext(page=Paged(incident_id=incident.id, number=incident.number, url=incident.url))

    def steps(self, operation: HandingOff) -> Sequence[Step[HandingOff]]:
        """Leave the page out where there is none."""
        note = internal_note(_note, primary=True)
        page = operation.context.page
        return [note, incident_note(page.incident_id, page.number, page.url, _pointer)] if page else [note]


def _note(deps: Deps, operation: HandingOff) -> Markup:
    heading = paragraph(f"Emergency handed off to {operation.body.to} by {operation.agent_name}.")
    return heading + labelled("How it stands", operation.body.summary)


def _pointer(deps: Deps, operation: HandingOff) -> str:
    # How it stands is left to the ticket: PagerDuty passes its notes on, to Slack among others.
    there = deps.ticket_url(operation.ticket_id)
    return f"{operation.agent_name} has handed off to {operation.body.to}. How it stands: {there}"
