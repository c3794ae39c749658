"""The whole panel of one ticket, as types."""

from backend.panel.schemas.base import LinkOut, OnCallOut, Shape, Source, Time
from backend.panel.schemas.emergency import EmergencyOut
from backend.panel.schemas.feedback import FeedbackOut
from backend.panel.schemas.operation import OperationOut
from backend.panel.schemas.star import StarOut


class Sources(Shape):
    """The vendors behind the panel."""

    zendesk: Source
    gitlab: Source
    pagerduty: Source


class TicketOut(Shape):
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


class AppliedOut(Shape):
    """Who has applied a macro here last, and when it was asked for."""

    by: str
    at: Time


class MacroOut(Shape):
    """An active macro; `pages` marks one that pages, which the panel never applies.

    `draft_only`: it speaks of whoever applies it, so only that person can. `applied` null = not applied from here.
    `sets_form`: it gives the ticket another form, of that name; `wrong_form`: which is for something else.
    """

    id: int
    title: str
    pages: bool
    suggested: bool
    draft_only: bool
    sets_form: str | None
    wrong_form: bool
    applied: AppliedOut | None


class NoticeOut(Shape):
    """A special-handling notice; `insert` is a text to put into the draft, `links` are pages about it."""

    id: str
    title: str
    text: str
    insert: str | None
    links: list[LinkOut]


class PanelOut(Shape):
    """The whole panel of one ticket; `ticket` null while it could not be read from Zendesk.

    `on_call_channel` is where to reach those on call; null = the handbook names none.
    """

    ticket: TicketOut | None
    on_call: OnCallOut
    emergency: EmergencyOut
    star: StarOut
    feedback: FeedbackOut
    macros: list[MacroOut]
    notices: list[NoticeOut]
    links: list[LinkOut]
    operations: list[OperationOut]
    sources: Sources
    on_call_channel: str | None = None
