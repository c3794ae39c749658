"""What applying a macro would change, what keeps an agent from it, and the comment that goes with it."""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from backend.domain.access import Rights
from backend.domain.macro_lines import fill_html, fill_plain
from backend.domain.macros import ASSIGNEE, Macro, blanks
from backend.domain.text import clean, words_of

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class MacroComment:
    """A comment as it is written with a macro: HTML, or plain text."""

    text: str
    is_html: bool
    public: bool

    @property
    def words(self) -> str:
        """Give its words as people read them."""
        return words_of(self.text) if self.is_html else clean(self.text)

    def fields(self) -> dict[str, Any]:
        """Write it as Zendesk's PUT takes it."""
        return {"html_body" if self.is_html else "body": self.text, "public": self.public}


@dataclass(frozen=True, slots=True)
class MacroEffect:
    """What applying a macro to a ticket would change, as Zendesk's PUT takes it; `comment` None = it has none."""

    changes: Mapping[str, Any]
    comment: MacroComment | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a macro makes of one field; None = empty. `name` is what the account calls a field of its own."""

    field: str
    name: str | None
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What applying a macro would do: the words of its comment, who reads them, and what changes.

    `lost` are the placeholders that certainly stand for nothing on this ticket.
    """

    text: str
    public: bool
    changes: tuple[Change, ...]
    tags_added: tuple[str, ...]
    tags_removed: tuple[str, ...]
    lost: tuple[str, ...] = ()

    @property
    def blanks(self) -> tuple[str, ...]:
        """List what customers would read although it was left for whoever sends it to fill in."""
        return blanks(self.text) if self.public else ()


def forbidden(effect: MacroEffect, macro: Macro, rights: Rights) -> str | None:
    """Say why an agent may not apply a macro with this effect; None when they may."""
    if macro.draft_only:
        return f"{macro.title} speaks of whoever applies it: it is for the draft only"
    if effect.comment and effect.comment.public and rights.comment_access == "none":
        return f"{macro.title} replies in public, which your role in Zendesk does not allow"
    if (effect.changes or ASSIGNEE in macro.current_user_fields) and rights.may_edit is False:
        return f"{macro.title} changes the ticket, which your role in Zendesk does not allow"
    return None


def unfilled(effect: MacroEffect, macro: Macro) -> str | None:
    """Say what customers would read that its author left to be filled in; None when there is nothing."""
    comment = effect.comment
    left = blanks(comment.words) if comment and comment.public else ()
    if not left:
        return None
    return f"{macro.title} leaves {', '.join(left)} to be filled in: insert it into the draft and fill it in there"


def in_name_of(effect: MacroEffect, macro: Macro, agent_id: int) -> MacroEffect:
    """Give the ticket to the agent where a macro assigns it to whoever applies it: the preview names our own user."""
    if ASSIGNEE not in macro.current_user_fields:
        return effect
    return replace(effect, changes={**effect.changes, ASSIGNEE: agent_id})


def comment_of(effect: MacroEffect, note: str, lines: Mapping[str, str | None] | None = None) -> MacroComment:
    """Write the comment that goes with a macro; `note` is HTML of ours that goes behind an internal one.

    `lines` (label → safe HTML, None = not known) fill the blank lines of an internal one, or follow it.
    """
    lines, comment = lines or {}, effect.comment
    if comment is None:
        own = note + _paragraphs(lines, [label for label in lines if lines[label]])
        return MacroComment(own, is_html=True, public=False)
    if comment.public:
        return comment
    if comment.is_html:
        filled, missing = fill_html(comment.text, lines)
        return replace(comment, text=filled + note + _paragraphs(lines, missing))
    plain = {label: as_text(value) if value else None for label, value in lines.items()}
    filled, missing = fill_plain(comment.text, plain)
    return replace(comment, text=f"{filled}\n\n{as_text(note + _paragraphs(lines, missing))}")


def _paragraphs(lines: Mapping[str, str | None], labels: Iterable[str]) -> str:
    return "".join(f"<p>{label}: {lines[label]}</p>" for label in labels)


def as_text(note: str) -> str:
    """Write the HTML of a note as plain text: a line a paragraph, an address behind its link."""
    linked = _LINK.sub(r"\2 (\1)", note).replace("</p>", "\n")
    return html.unescape(_TAG.sub("", linked)).strip()
