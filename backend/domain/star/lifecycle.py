"""The life and the clock of a STAR, derived from its GitLab issue and our note of the acknowledgement."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Literal

from backend.domain.clock import Level, level
from backend.domain.eligibility.plan import plain
from backend.domain.issues import Issue
from backend.domain.moved import was_moved
from backend.handbook.model.handbook import Handbook

IssueState = Literal["submitted", "acknowledged", "in_progress", "resolved", "unstarred", "moved"]
TicketState = Literal["none", "submitted", "acknowledged", "in_progress", "resolved", "unstarred", "moved"]
Managers = Collection[str]
"""The managers' GitLab usernames, in lower case: GitLab compares them without case."""


def star_state(issue: Issue, acknowledged: bool, handbook: Handbook, managers: Managers = ()) -> IssueState:
    """Derive how far a STAR is. A manager as assignee is whoever looks at it, not the one who drives it."""
    if issue.closed:
        if was_moved(issue):
            return "moved"
        return "unstarred" if handbook.gitlab.labels.unstarred in issue.labels else "resolved"
    if drivers(issue, managers):
        return "in_progress"
    return "acknowledged" if acknowledged else "submitted"


def open_star(issues: Iterable[Issue]) -> Issue | None:
    """Give a ticket's open STAR, the oldest if there are several."""
    stars = (issue for issue in issues if issue.tracker == "star" and not issue.closed)
    return min(stars, key=lambda issue: issue.iid, default=None)


def drivers(issue: Issue, managers: Managers = ()) -> tuple[str, ...]:
    """Name the assignees who drive a STAR forward: those who are no managers."""
    return tuple(username for username in issue.assigned if username.casefold() not in managers)


def untouched(issue: Issue, acknowledged: bool, acknowledged_then: bool, assigned_then: Collection[str] | None) -> bool:
    """Tell whether nobody has closed, acknowledged or assigned a STAR since it stood so; None = not written down."""
    reassigned = assigned_then is not None and set(issue.assigned) != set(assigned_then)
    return not issue.closed and acknowledged == acknowledged_then and not reassigned


def recently_closed(issue: Issue, handbook: Handbook, now: datetime) -> bool:
    """Tell whether an issue closed lately enough to be shown."""
    if not issue.closed:
        return False
    closed_at = issue.closed_at or issue.updated_at
    return now - closed_at <= timedelta(days=handbook.gitlab.recently_closed_days)


def ticket_star_state(
    issues: Iterable[Issue], acknowledged: Collection[int], handbook: Handbook, now: datetime, managers: Managers = ()
) -> TicketState:
    """Derive the state of a ticket: its oldest open STAR, else the latest of those closed lately.

    `acknowledged` holds the iids that have been acknowledged here.
    """
    known = sorted(issues, key=lambda issue: issue.iid)
    current = [issue for issue in known if not issue.closed]
    if not current:
        lately = [issue for issue in known if recently_closed(issue, handbook, now)]
        current = sorted(lately, key=lambda issue: issue.closed_at or issue.updated_at, reverse=True)
    if not current:
        return "none"
    return star_state(current[0], current[0].iid in acknowledged, handbook, managers)


def urgency(issue: Issue, handbook: Handbook) -> str | None:
    """Read the urgency from a label, else from the description; None when neither tells."""
    patterns = handbook.gitlab.patterns
    written: list[str] = []
    for label in sorted(issue.labels):
        if found := patterns.urgency_label.search(label):
            written.append(found["urgency"])
    written += [found["urgency"] for found in patterns.urgency_line.finditer(issue.description)]
    return next(filter(None, (_urgency(each, handbook) for each in written)), None)


def urgency_label(issue: Issue, handbook: Handbook) -> str | None:
    """Name the urgency in the handbook's words; None when it is not known."""
    key = urgency(issue, handbook)
    return handbook.star.urgencies[key].label if key else None


def _urgency(written: str, handbook: Handbook) -> str | None:
    """Match what was written with a key or label, the longest that fits; a remark may follow: `Timely (1 hour)`."""
    said = plain(written.strip(" \t\r*_`"))
    names = {plain(name): key for key, words in handbook.star.urgencies.items() for name in (key, words.label)}
    fitting = (name for name in names if said == name or (said.startswith(name) and not said[len(name)].isalnum()))
    return names.get(max(fitting, key=len, default=""))


def due_at(issue: Issue, handbook: Handbook) -> datetime | None:
    """Tell when the urgency's minutes are over; None without an urgency or once it is closed."""
    value = None if issue.closed else urgency(issue, handbook)
    if value is None:
        return None
    return issue.created_at + timedelta(minutes=handbook.star.urgencies[value].minutes)


def clock_level(issue: Issue, handbook: Handbook, now: datetime) -> Level:
    """Colour the clock of a STAR; calm when there is none."""
    due = due_at(issue, handbook)
    if due is None:
        return "calm"
    amber_from = issue.created_at + (due - issue.created_at) * handbook.star.amber_fraction
    return level(now, amber_from, due)


def initiator(issue: Issue, handbook: Handbook) -> str | None:
    """Name who asked: the author, or for a bot whoever its `Requested by` line names, else None."""
    written = _requested_by(issue, handbook)
    return issue.author if written is None else _user(written) or None


def initiator_account(issue: Issue, handbook: Handbook) -> str | None:
    """Name the GitLab account of whoever asked; None when only a name was typed.

    What a bot's `Requested by` line says was typed into a form: whether GitLab has that user is still to be asked.
    """
    written = _requested_by(issue, handbook)
    if written is None:
        return issue.author or None
    return _user(written) if written.startswith("@") else None


def _requested_by(issue: Issue, handbook: Handbook) -> str | None:
    """Read whom a bot's issue names as who asked, blank where it names nobody; None where no bot wrote it."""
    patterns = handbook.gitlab.patterns
    if not patterns.bot_author.search(issue.author):
        return None
    found = patterns.requested_by.search(issue.description)
    return found["user"].strip(" \t\r*`") if found else ""


def _user(written: str) -> str:
    """Keep a mentioned username alone, and any other name as it was written."""
    return written.split()[0][1:].rstrip(".,;:*`") if written.startswith("@") else written
