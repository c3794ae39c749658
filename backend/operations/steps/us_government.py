"""The US Federal rule: a customer's names stay out of GitLab and Slack, as entities or in another order too."""

import html
import re
from collections.abc import Iterable
from urllib.parse import unquote

from backend.domain.eligibility.plan import us_government
from backend.domain.text import squashed
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.request import RuleViolation
from backend.store.snapshots import Snapshot
from backend.vendors.errors import Unavailable

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
SHORTEST_JOINED = 6
"""Letters from which on a name is found inside other words too; a shorter one would be found everywhere."""


def customer_names(ticket: Ticket) -> list[str]:
    """List the words that would name the customer: organization, requester, requester's e-mail."""
    requester, organization = ticket.requester, ticket.organization
    names = [organization.name if organization else None]
    names += [requester.name, requester.email] if requester else []
    return [name for name in names if name and name.strip()]


def keep_names_in(snapshot: Snapshot, handbook: Handbook, texts: Iterable[str | None]) -> None:
    """Raise RuleViolation, naming the word, if a text that leaves Zendesk names a US Government customer."""
    if snapshot.ticket is None:
        raise Unavailable("Zendesk", "the ticket could not be read, so nothing can be checked; try again soon")
    keep_names_of(snapshot.ticket, handbook, texts)


def keep_names_of(ticket: Ticket, handbook: Handbook, texts: Iterable[str | None]) -> None:
    """Raise RuleViolation, naming the word, if a text names this ticket's US Government customer."""
    if not us_government(ticket, handbook):
        return
    # With and without tags: GitLab shows a name in one piece that tags split, and <ada@example.com> looks like a tag.
    forms = (form for text in texts if text for form in (text, _TAG.sub("", text)))
    squashed_texts = [squashed(unquote(html.unescape(form))) for form in forms]
    for name in customer_names(ticket):
        if any(_named(name, text) for text in squashed_texts):
            because = f"ticket {ticket.id} is a US Government ticket: take out “{name}”"
            raise RuleViolation("us_government_name", because)


def _named(name: str, text: str) -> bool:
    plain = squashed(name)
    joined = plain.replace(" ", "")
    if len(joined) >= SHORTEST_JOINED and joined in text.replace(" ", ""):
        return True
    return bool(plain) and (f" {plain} " in f" {text} " or _reordered(plain, text))


def _reordered(name: str, text: str) -> bool:
    """Tell whether a text holds a name's words side by side in any order, initials left out on both sides."""
    wanted, words = ([word for word in given.split() if len(word) > 1] for given in (name, text))
    runs = (words[at : at + len(wanted)] for at in range(len(words)))
    return len(wanted) > 1 and any(sorted(run) == sorted(wanted) for run in runs)
