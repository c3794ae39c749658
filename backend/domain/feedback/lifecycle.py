"""Mid-ticket feedback: what was asked for, by when, and how far it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from backend.domain.clock import Level, level
from backend.domain.hours import add_weekday_hours
from backend.domain.issues import Issue
from backend.domain.moved import was_moved
from backend.domain.named_tickets import Sentiment, feedback_title
from backend.handbook.model.handbook import Handbook

FeedbackState = Literal["received", "contact_due", "contacted", "closed", "moved"]


@dataclass(frozen=True, slots=True)
class Closing:
    """Whether a feedback issue may be closed, and why not."""

    allowed: bool
    because: str | None = None


def sentiment(issue: Issue, handbook: Handbook) -> Sentiment | None:
    """Read the sentiment from the title; None when the title is no feedback title."""
    title = feedback_title(issue.title, handbook)
    return title.sentiment if title else None


def contact_requested(issue: Issue, handbook: Handbook) -> bool:
    """Tell whether the customer asked for a manager; the form offers that with negative feedback only."""
    labelled = handbook.gitlab.labels.contact_requested in issue.labels
    return labelled and sentiment(issue, handbook) == "negative"


def feedback_state(issue: Issue, handbook: Handbook, contact_recorded: bool) -> FeedbackState:
    """Derive how far it is; contact counts as made once both its label and a manager's text are there."""
    if issue.closed:
        return "moved" if was_moved(issue) else "closed"
    if contact_recorded and handbook.gitlab.labels.contacted in issue.labels:
        return "contacted"
    return "contact_due" if contact_requested(issue, handbook) else "received"


def due_at(issue: Issue, handbook: Handbook) -> datetime | None:
    """Tell by when the manager must have made contact, in UTC; None when no contact was requested."""
    if not contact_requested(issue, handbook):
        return None
    return add_weekday_hours(issue.created_at, handbook.feedback.contact_hours, handbook.feedback.zone)


def overdue(issue: Issue, handbook: Handbook, now: datetime, contact_recorded: bool) -> bool:
    """Tell whether contact is still owed and its time is over."""
    due = due_at(issue, handbook)
    owed = feedback_state(issue, handbook, contact_recorded) == "contact_due"
    return due is not None and owed and now > due


def clock_level(issue: Issue, handbook: Handbook, now: datetime, contact_recorded: bool) -> Level:
    """Colour the clock of a feedback issue; the hours left count on weekdays, as the clock does."""
    due = due_at(issue, handbook)
    if due is None or feedback_state(issue, handbook, contact_recorded) != "contact_due":
        return "calm"
    rules = handbook.feedback
    amber_from = add_weekday_hours(issue.created_at, rules.contact_hours - rules.amber_hours, rules.zone)
    return level(now, amber_from, due)


def may_close(issue: Issue, comment_recorded: bool, handbook: Handbook) -> Closing:
    """Tell whether closing is fine: after a requested contact both its text and its label must be there."""
    if not contact_requested(issue, handbook):
        return Closing(True)
    label = handbook.gitlab.labels.contacted
    lacks = [] if comment_recorded else ["the text of the communication as a comment"]
    if label not in issue.labels:
        lacks.append(f"the label {label}")
    if not lacks:
        return Closing(True)
    return Closing(False, f"The customer asked for a manager, and the issue lacks {' and '.join(lacks)}.")


def still_followed(issue: Issue, contacted: bool, on_track: bool, handbook: Handbook) -> bool:
    """Tell whether a manager still looks after feedback.

    That is so while contact is due, while its ticket is not known, and after a contact until somebody says that the
    ticket is back on track.
    """
    if was_moved(issue):
        return False
    if not issue.closed and (
        sentiment(issue, handbook) is None or feedback_state(issue, handbook, contacted) == "contact_due"
    ):
        return True
    return contacted and not on_track
