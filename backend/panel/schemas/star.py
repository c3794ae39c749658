"""The STAR card, as types."""

from backend.domain.clock import Level
from backend.domain.star.lifecycle import IssueState, TicketState
from backend.panel.schemas.base import MovedToOut, Shape, Time
from backend.panel.schemas.star_form import Check, StarForm


class MechanicOut(Shape):
    """A step of a manager's way through a STAR; `slack` is the part of it that is done there, by hand.

    `by_person`: somebody ticks it with tick_star; the others are done by what was done about the STAR.
    """

    id: str
    text: str
    slack: str | None
    done: bool
    by_person: bool


class StarCommentOut(Shape):
    """A comment on a STAR that was made from here, as plain text of at most 2,000 characters."""

    text: str
    by: str
    at: Time


class RejectionOut(Shape):
    """Why a STAR was rejected from here and what was agreed instead, each of at most 2,000 characters."""

    why: str
    alternative: str
    by: str
    at: Time


class StarIssueOut(Shape):
    """A STAR issue of this ticket; `due_at` null when its urgency is not known or it is closed.

    `assignee` is the first of `assignees`; `moved_to` null unless the issue goes on elsewhere. `reason`,
    `desired_result` and `plan` are plain text of at most 2,000 characters, null where the issue says none. `thread` is
    the address of its discussion in Slack, where the issue names one. `comments` are the newest that were made from
    here; `rejection` null unless it was rejected from here. `half_rejected` is the rejection whose comment is written
    and that could not close the issue: the operation to hand to `do_the_rest`; null when there is none, or the issue
    was closed, acknowledged or assigned since.
    """

    iid: int
    url: str
    title: str
    state: IssueState
    urgency: str | None
    urgency_label: str | None
    created_at: Time
    due_at: Time | None
    level: Level
    moved_to: MovedToOut | None
    assignee: str | None
    assignees: list[str]
    author: str
    reason: str | None
    desired_result: str | None
    plan: str | None = None
    initiator: str | None
    thread: str | None
    mechanics: list[MechanicOut]
    comments: list[StarCommentOut]
    rejection: RejectionOut | None
    half_rejected: str | None = None


class UnreadIssueOut(Shape):
    """An issue that cannot be used and is about this ticket, or may be: `because` says what is wrong with it.

    `iid` and `url` are null where GitLab did not tell its number.
    """

    iid: int | None
    url: str | None
    because: str


class StarOut(Shape):
    """The STAR card; `reminders` are what goes with a STAR in Slack, by hand.

    While there are `unreadable` ones, `state` none says only that there is none that can be read.
    """

    state: TicketState
    issues: list[StarIssueOut]
    checks: list[Check]
    form: StarForm
    reminders: list[str]
    unreadable: list[UnreadIssueOut]
