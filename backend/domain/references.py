"""Which ticket an issue is about, and which issue a person means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast
from urllib.parse import SplitResult, urlsplit

from backend.domain.issues import Issue
from backend.domain.marks import find_marker
from backend.handbook.model.handbook import Handbook

Sentiment = Literal["positive", "negative", "neutral"]

_NUMBER = re.compile(r"#?([1-9][0-9]{0,9})")
_TICKET_DIGITS = 15
"""Longer runs of digits are no ticket; they would overflow a database column, or Python's own limit."""
_ISSUE_PATH = re.compile(r"/-/(?:issues|work_items)/([1-9][0-9]{0,9})/?")


@dataclass(frozen=True, slots=True)
class FeedbackTitle:
    """What the title of a feedback issue says."""

    sentiment: Sentiment
    ticket_id: int


def tickets_named(text: str, patterns: Iterable[re.Pattern[str]]) -> frozenset[int]:
    """Collect the ticket numbers that the patterns' group `ticket` finds."""
    written = (found["ticket"] for pattern in patterns for found in pattern.finditer(text))
    return frozenset(int(digits) for digits in written if _is_ticket(digits))


def _is_ticket(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) <= _TICKET_DIGITS


def feedback_title(title: str, handbook: Handbook) -> FeedbackTitle | None:
    """Read sentiment and ticket from a feedback title; None when it is not one."""
    found = handbook.gitlab.patterns.feedback_title.search(title)
    if found is None or not _is_ticket(found["ticket"]):
        return None
    return FeedbackTitle(cast(Sentiment, found["sentiment"].lower()), int(found["ticket"]))


def issue_tickets(issue: Issue, handbook: Handbook) -> frozenset[int]:
    """Tell which tickets an issue is about: a STAR by title or description, feedback by its title alone."""
    if issue.tracker == "feedback":
        title = feedback_title(issue.title, handbook)
        return frozenset() if title is None else frozenset({title.ticket_id})
    return tickets_named(f"{issue.title}\n{_our_words(issue.description)}", handbook.gitlab.patterns.ticket)


def _our_words(description: str) -> str:
    """Leave out what people typed into a STAR of ours: a ticket named there is mentioned, not starred."""
    if find_marker(description) is None:
        return description
    return "\n".join(line for line in description.splitlines() if not line.startswith(">"))


def parse_issue_reference(text: str, project_path: str, gitlab_url: str) -> int:
    """Read the iid from `123`, `#123` or the address of an issue of this project on this GitLab.

    Raise ValueError with a sentence for people when it is anything else.
    """
    given = text.strip()
    if number := _NUMBER.fullmatch(given):
        return int(number[1])
    address, home = _split(given), _split(gitlab_url)
    if address is None or home is None or address.scheme not in ("http", "https"):
        raise ValueError("Give the number of an issue or its address.")
    if _authority(address) != _authority(home):
        raise ValueError(f"That address is not on {home.netloc}.")
    project = f"{home.path.rstrip('/')}/{project_path}"
    if not address.path.lower().startswith(f"{project}/-/".lower()):
        raise ValueError(f"That address is not an issue of {project_path}.")
    issue = _ISSUE_PATH.fullmatch(address.path[len(project) :])
    if issue is None:
        raise ValueError(f"That address does not end in an issue of {project_path}.")
    return int(issue[1])


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _authority(address: SplitResult) -> str:
    """Compare hosts without case, default ports or a user part; a user part never matches a plain host."""
    return address.netloc.lower().removesuffix(":443" if address.scheme == "https" else ":80")
