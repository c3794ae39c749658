"""What the product knows of a Zendesk ticket and the people around it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

LARGEST_TICKET_ID = 2**53 - 1
"""What a JavaScript number holds exactly."""
LONGEST_ADDRESS = 2_000
_ADDRESS = re.compile(r"https://[^\s<>\"']+")

Author = Literal["customer", "agent"]


@dataclass(frozen=True, slots=True)
class Person:
    """A Zendesk user, as far as a ticket shows one; `role` is end-user, agent or admin."""

    id: int
    name: str
    email: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of a ticket with its words, read and not kept; `via` is the channel it came by.

    `author_role` is end-user, agent or admin, None when Zendesk did not say; `mark` is ours, from the metadata of
    the update that the comment came with.
    """

    id: int
    author_id: int
    public: bool
    created_at: datetime
    html: str
    author_role: str | None = None
    author_name: str | None = None
    author_email: str | None = None
    via: str | None = None
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Organization:
    """A Zendesk organization; `fields` are its organization_fields by key.

    Values are as Zendesk sends them: a text (a date as `2018-11-04T00:00:00+00:00`, a dropdown's option by its
    value), a number, a boolean, a list of texts, or None. `options` has the names of the options chosen, as far as
    they are known: a value need not look like its name.
    """

    id: int
    name: str
    created_at: datetime
    fields: Mapping[str, object] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SlaTarget:
    """One target of Zendesk's `slas` sideload; `metric` is e.g. first_reply_time, `stage` active, paused, fulfilled."""

    metric: str
    breach_at: datetime
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A Zendesk ticket without its words: the conversation stays in Zendesk.

    `latest_public_by` is None when nobody has written in public yet; `agent_replies` are the times of
    public agent replies, oldest first; `sla` is None when Zendesk says nothing of a target; `options` names the
    options chosen in `fields`, as an organization's does.
    """

    id: int
    subject: str
    status: str
    priority: str | None
    created_at: datetime
    updated_at: datetime
    form_id: int | None = None
    brand_id: int | None = None
    group_id: int | None = None
    group_is_public: bool = False
    tags: frozenset[str] = frozenset()
    requester: Person | None = None
    assignee: Person | None = None
    organization: Organization | None = None
    fields: Mapping[int, object] = field(default_factory=dict)
    latest_public_by: Author | None = None
    agent_replies: tuple[datetime, ...] = ()
    sla: tuple[SlaTarget, ...] | None = None
    options: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def address_in(ticket: Ticket, field_id: int | None) -> str | None:
    """Find the first https address in a ticket field, where people may have written words around it."""
    value = ticket.fields.get(field_id) if field_id is not None else None
    found = _ADDRESS.search(value) if isinstance(value, str) else None
    return found[0] if found and len(found[0]) <= LONGEST_ADDRESS else None
