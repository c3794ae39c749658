"""The whole panel of one ticket, as types."""

from backend.panel.schemas.base import OnCallPart, Shape, Source, Time
from backend.panel.schemas.emergency import EmergencyPart
from backend.panel.schemas.feedback import FeedbackPart
from backend.panel.schemas.operation import OperationPart
from backend.panel.schemas.star import StarPart


class Sources(Shape):
    """The vendors behind the panel."""

    zendesk: Source
    gitlab: Source
    pagerduty: Source


class TicketPart(Shape):
    """The ticket as the panel names it; `organization` null when the ticket has none.

    `us_government` tells the panel to keep customer names out of anything that leaves Zendesk.
    """

    id: int
    subject: str
    status: str
    priority: str | None
    form: str | None
    organization: str | None
    plan: str
    us_government: bool
    tags: list[str]
    created_at: Time
    updated_at: Time


class MacroPart(Shape):
    """An active macro; `pages` marks the one that pages, which the panel never applies."""

    id: int
    title: str
    pages: bool
    suggested: bool


class NoticePart(Shape):
    """A special-handling notice; `insert` is a text to put into the draft."""

    id: str
    title: str
    text: str
    insert: str | None


class PanelPart(Shape):
    """The whole panel of one ticket; `ticket` null while it could not be read from Zendesk."""

    ticket: TicketPart | None
    on_call: OnCallPart
    emergency: EmergencyPart
    star: StarPart
    feedback: FeedbackPart
    macros: list[MacroPart]
    notices: list[NoticePart]
    operations: list[OperationPart]
    sources: Sources
