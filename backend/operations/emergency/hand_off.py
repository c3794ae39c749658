"""Hand a running emergency to the next manager: how it stands goes into the ticket, who has it onto the page."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from markupsafe import Markup
from pydantic import AfterValidator

from backend.deps import Deps
from backend.domain.slack.text import harmless
from backend.domain.text import inline
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, FreeText, free_text
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request
from backend.operations.steps.accounts import PagerDutyId
from backend.operations.steps.html import labelled, paragraph
from backend.operations.steps.incident_note import incident_note
from backend.operations.steps.note import internal_note
from backend.operations.steps.open_pages import open_emergency
from backend.operations.steps.page import Paged
from backend.operations.steps.slack import SlackContext, post, slack_steps, uses_slack
from backend.operations.steps.slack_text import mention_user, ticket_link

LONGEST_NAME = 200
TOLD = "slack_message"


def name(text: str) -> str:
    """Accept a person's name."""
    if len(text) > LONGEST_NAME:
        raise ValueError(f"must be a name of at most {LONGEST_NAME} characters")
    # Breaking mentions makes a name longer, so it is cut to the limit again.
    return inline(free_text(text), LONGEST_NAME)


class HandOff(Body):
    """Who takes over, and how it stands; `user_id` is their PagerDuty user where they are known as on call next."""

    to: Annotated[str, AfterValidator(name)]
    summary: FreeText
    user_id: PagerDutyId | None = None


class HandOffContext(SlackContext):
    """The page that the next manager takes over (an emergency may go on without one), and who is told in Slack."""

    page: Paged | None = None
    receiver: str | None = None

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
        page = Paged(incident_id=incident.id, number=incident.number, url=incident.url) if incident else None
        receiver = _receiver(request, body)
        tells = uses_slack(request) and request.deps.handbook.slack.post_hand_off
        return HandOffContext(page=page, receiver=receiver, slack=tells and receiver is not None)

    def steps(self, operation: HandingOff) -> Sequence[Step[HandingOff]]:
        """Leave out the page where there is none, and Slack where nobody is known to be told."""
        page = operation.context.page
        on_page = [incident_note(page.incident_id, page.number, page.url, _pointer)] if page else []
        told = slack_steps(operation, post(TOLD, _channel, _told, primary=False))
        return [internal_note(_note, primary=True), *on_page, *told]


def _receiver(request: Request, body: HandOff) -> str | None:
    """Give the user who takes over, if they are a manager on call of exactly that name."""
    managers = (
        entry for entry in request.snapshot.on_calls if entry.role == "manager" and entry.user_id == body.user_id
    )
    return next((entry.user_id for entry in managers if entry.name == body.to), None)


def _note(handbook: Handbook, operation: HandingOff) -> Markup:
    heading = paragraph(f"Emergency handed off to {operation.body.to} by {operation.agent_name}.")
    return heading + labelled("How it stands", operation.body.summary)


def _pointer(deps: Deps, operation: HandingOff) -> str:
    # How it stands is left to the ticket: PagerDuty passes its notes on, to Slack among others.
    there = deps.ticket_url(operation.ticket_id)
    return f"{operation.agent_name} has handed off to {operation.body.to}. How it stands: {there}"


def _channel(deps: Deps, operation: HandingOff) -> str:
    return deps.handbook.slack.channels["leadership"]


def _told(deps: Deps, operation: HandingOff) -> str:
    # How it stands is left to the ticket: it may name the customer.
    return deps.handbook.slack.words.handed_off.format(
        receiver=mention_user(deps, operation.context.receiver) or harmless(operation.body.to),
        agent=harmless(operation.agent_name),
        ticket=ticket_link(deps, operation.ticket_id),
    )
