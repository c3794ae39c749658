"""The feedback card, as types."""

from backend.domain.clock import Level
from backend.domain.feedback.lifecycle import FeedbackState
from backend.domain.named_tickets import Sentiment
from backend.panel.schemas.base import MovedToOut, Shape, Time


class FeedbackIssueOut(Shape):
    """A mid-ticket feedback issue of this ticket.

    `text` is plain, of at most 2,000 characters. `on_track` tells whether somebody says so after the contact, null
    while none is recorded.
    """

    iid: int
    url: str
    title: str
    sentiment: Sentiment
    state: FeedbackState
    contact_requested: bool
    moved_to: MovedToOut | None
    text: str
    author: str
    assignee: str | None
    assignees: list[str]
    created_at: Time
    due_at: Time | None
    overdue: bool
    level: Level
    linked: bool
    on_track: bool | None


class FeedbackOut(Shape):
    """The feedback card; `project_url` is where somebody looks by hand.

    `reply` is the manager's reply for the draft, null while the ticket is not known; `{scheduling_link}` in it
    is the agent's own.
    """

    issues: list[FeedbackIssueOut]
    project_url: str
    reply: str | None
