"""Which ticket an issue is about, by what its title and description say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal, cast

from backend.domain.issues import Issue, Tracker
from backend.domain.listing import Skipped
from backend.handbook.model.handbook import Handbook

Sentiment = Literal["positive", "negative", "neutral"]

NUMBER = re.compile(r"#?([1-9][0-9]{0,9})")
"""A number that stands alone, with or without its #."""
_TICKET_DIGITS = 15
"""Longer runs of digits are no ticket; they would overflow a database column, or Python's own limit."""


@dataclass(frozen=True, slots=True)
class FeedbackTitle:
    """What the title of a feedback issue says."""

    sentiment: Sentiment
    ticket_id: int


def numbers_in(text: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[int]:
    """Give the ticket numbers that the patterns' group `ticket` finds, one after the other."""
    written = (match["ticket"] for pattern in patterns for match in pattern.finditer(text))
    return (int(digits) for digits in written if _is_ticket(digits))


@lru_cache(1024)  # the titles of what is open are asked about again for every panel
def tickets_named(text: str, patterns: tuple[re.Pattern[str], ...]) -> frozenset[int]:
    """Collect the ticket numbers that the patterns' group `ticket` finds."""
    return frozenset(numbers_in(text, patterns))


def _is_ticket(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) <= _TICKET_DIGITS and int(digits) > 0


def feedback_title(title: str, handbook: Handbook) -> FeedbackTitle | None:
    """Read sentiment and ticket from a feedback title; None when it is not one."""
    found = handbook.gitlab.patterns.feedback_title.search(title)
    if found is None or not _is_ticket(found["ticket"]):
        return None
    return FeedbackTitle(cast(Sentiment, found["sentiment"].lower()), int(found["ticket"]))


def issue_tickets(issue: Issue, handbook: Handbook, zendesk_url: str) -> frozenset[int]:
    """Tell which ticket an issue is about: the one, or none.

    Feedback says it in its title. A STAR's title decides if it names a ticket: by the number that it begins with,
    marked as in an incident's title, else by the one that it marks elsewhere. Then comes one `Ticket:` line, then the
    one address of a ticket on our own Zendesk. A text that names several tickets mentions them and is about none.
    """
    return _named_tickets(issue.tracker, issue.title, issue.description, handbook, zendesk_url)


def with_tickets(unread: Skipped, tracker: Tracker, handbook: Handbook, zendesk_url: str) -> Skipped:
    """Tell of an issue that cannot be read which ticket it names, as far as its title and description can be read."""
    title, description = unread.texts or (None, None)
    named = _named_tickets(tracker, title or "", description or "", handbook, zendesk_url)
    certain = title is not None and (named or description is not None)
    return replace(unread, tickets=named if certain else None, texts=())


def _named_tickets(
    tracker: Tracker, title: str, description: str, handbook: Handbook, zendesk_url: str
) -> frozenset[int]:
    if tracker == "feedback":
        feedback = feedback_title(title, handbook)
        return frozenset() if feedback is None else frozenset({feedback.ticket_id})
    for named in _ways_to_name(title, description, handbook, zendesk_url):
        distinct = _at_most_two(named)
        if distinct:
            return distinct if len(distinct) == 1 else frozenset()
    return frozenset()


def _ways_to_name(title: str, description: str, handbook: Handbook, zendesk_url: str) -> Iterator[Iterator[int]]:
    patterns, address = handbook.gitlab.patterns, ticket_address(zendesk_url)
    marks = (*patterns.ticket, address)
    yield numbers_in(title, patterns.incident_ticket)
    yield numbers_in(title, marks)
    lines = (line["ticket"] for line in patterns.ticket_line.finditer(description))
    yield (number for line in lines for number in _of_line(line, marks))
    yield numbers_in(description, (address,))


def _of_line(written: str, marks: Iterable[re.Pattern[str]]) -> Iterator[int]:
    """Read what stands behind `Ticket:`: marked numbers and addresses, or the number alone."""
    alone = NUMBER.fullmatch(written.strip(" \t\r*_`"))
    return iter((int(alone[1]),)) if alone else numbers_in(written, marks)


def _at_most_two(numbers: Iterator[int]) -> frozenset[int]:
    """Give up to two different numbers: more need not be read to know that there is not just one."""
    distinct: set[int] = set()
    for number in numbers:
        distinct.add(number)
        if len(distinct) == 2:
            break
    return frozenset(distinct)


@cache
def ticket_address(zendesk_url: str) -> re.Pattern[str]:
    """Make the pattern of a ticket's address on our own Zendesk, for agents, customers or the API."""
    home = re.escape(zendesk_url.removeprefix("https://").removeprefix("http://").rstrip("/"))
    path = r"/(?:agent/|api/v2/|hc/)?(?:tickets|requests)/(?P<ticket>[0-9]+)(?!\w)"
    return re.compile(rf"(?i)(?<![\w.@/-])https?://{home}{path}")
