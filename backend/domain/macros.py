"""Zendesk's macros: who may use one, and whether it can be applied for somebody by us.

Facts: developer.zendesk.com, "Macros" (`restriction`, actions), "Placeholders" (`current_user`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from backend.domain.access import Reach

ASSIGNEE = "assignee_id"
_BLANK = re.compile(
    r"\((?:your|insert) [^()\n]{1,80}\)|\[(?:your|insert) [^\[\]\n]{1,80}\]|<(?:your|insert) [^<>\n]{1,80}>", re.I
)


@dataclass(frozen=True, slots=True)
class Restriction:
    """Who may use a macro: `kind` is Group or User, `ids` which ones."""

    kind: str
    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Macro:
    """An active macro; `restriction` None = for all agents, `current_user_fields` are set from who applies it.

    `adds_tags` are those that it puts on a ticket, whatever else it does; `form_id` is the form that it sets.
    """

    id: int
    title: str
    restriction: Restriction | None = None
    current_user_fields: tuple[str, ...] = ()
    adds_tags: tuple[str, ...] = ()
    form_id: int | None = None

    @property
    def draft_only(self) -> bool:
        """Tell whether it says something of whoever applies it that we cannot say for them.

        Zendesk would put our own user there. The assignee is one field that we can put right.
        """
        return any(field != ASSIGNEE for field in self.current_user_fields)


def blanks(text: str) -> tuple[str, ...]:
    """List the places of a text that its author left to be filled in, e.g. "(your scheduling link)", each once."""
    return tuple(dict.fromkeys(_BLANK.findall(text)))


def does_page(macro: Macro, title: str, tag: str) -> bool:
    """Tell whether a macro pages: it has the paging macro's title, or adds the tag for which Zendesk pages."""
    return macro.title == title or adds(tag, macro.adds_tags)


def adds(tag: str, tags: Iterable[str]) -> bool:
    """Tell whether a tag is among some; Zendesk keeps tags in small letters."""
    return tag.casefold() in {known.casefold() for known in tags}


def may_use(macro: Macro, reach: Reach) -> bool:
    """Tell whether Zendesk offers a macro to an agent; a restriction that is not known lets nobody pass."""
    limit = macro.restriction
    if limit is None:
        return True
    return bool(limit.ids & {"Group": reach.group_ids, "User": {reach.agent_id}}.get(limit.kind, frozenset()))


def barred(macro: Macro, reach: Reach) -> str | None:
    """Say why we do not apply a macro for an agent, as what Zendesk or the macro does; None when we do."""
    if not may_use(macro, reach):
        return f"keeps {macro.title} to other groups or people"
    if macro.draft_only:
        return f"has {macro.title} speak of whoever applies it: it is for the draft only"
    return None
