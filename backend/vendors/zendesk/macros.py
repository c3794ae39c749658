"""What a macro is, and what applying one would change. Facts: developer.zendesk.com, "Macros".

A preview comes in several forms: the comment as `html_body` or as plain `body` alone, the custom fields as a list,
as one object, or under `fields`. What cannot be carried over is refused in words, never left out.
"""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict

from backend.domain.access import Rights
from backend.domain.macro_lines import fill_html, fill_plain
from backend.domain.macros import ASSIGNEE, Macro, Restriction, blanks
from backend.domain.text import clean, words_of
from backend.vendors.errors import VendorRejected
from backend.vendors.fields import Maybe, Number, Record, Several, Text, Value, mend
from backend.vendors.zendesk.token import NAME

METADATA_KEY = "oncall_operation"
WRITABLE = {
    "subject", "status", "priority", "type", "group_id", "assignee_id", "tags", "custom_fields",
    "ticket_form_id", "brand_id", "custom_status_id",
}  # fmt: skip
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')
_TAG = re.compile(r"<[^>]*>")
_ID = re.compile(r"[0-9]{1,18}")
TAG_ACTIONS = ("current_tags", "set_tags")
"""Actions that put tags on a ticket: beside those it has, or in their place."""
COMMENT_ACTIONS = ("comment_value_html", "comment_value")
CURRENT = ("current_user", "current_groups")
"""Values and placeholders that stand for whoever previews a macro, which is our own user."""


@dataclass(frozen=True, slots=True)
class MacroEffect:
    """What applying a macro to a ticket would change, as Zendesk's PUT takes it; `comment` None = it has none."""

    changes: dict[str, Any]
    comment: dict[str, Any] | None


class ActionRecord(Record):
    """What a macro does; the value is a text, or a list such as channel and text."""

    field: Text
    value: Any = None


class RestrictionRecord(Record):
    """The record of who may use a macro: the ids stand in a list, or one alone."""

    type: Text
    id: Maybe[Number] = None
    ids: Several[Number] = ()


class MacroRecord(Record):
    """The record of a macro."""

    id: Number
    title: Text
    # A restriction that cannot be read must not become none.
    restriction: RestrictionRecord | None = None
    actions: Several[ActionRecord] = ()


class MacroAnswer(Record):
    """The answer around a macro."""

    macro: MacroRecord


class FieldChange(Record):
    """A custom field that a macro sets."""

    id: Number
    value: Value = None


def listed(found: Any) -> Any:
    """Write custom fields as a list, in whichever form they came: a list, one object {id, value}, or id → value."""
    if not isinstance(found, dict):
        return found
    if "id" in found:
        return [found]
    return [{"id": int(key) if key.isdecimal() else key, "value": value} for key, value in found.items()]


FieldChanges = Annotated[tuple[FieldChange, ...] | None, BeforeValidator(listed)]


class PreviewComment(Record):
    """The comment that a macro would add."""

    body: Text | None = None
    html_body: Text | None = None
    public: bool | None = None
    attachments: Any = None
    uploads: Any = None
    scoped_body: Any = None


class PreviewTicket(Record):
    """The ticket as it would be; its plain fields are among what is extra here."""

    model_config = ConfigDict(extra="allow")

    custom_fields: FieldChanges = None
    fields: FieldChanges = None
    comment: PreviewComment | None = None


class Preview(Record):
    """What Zendesk answers: the ticket as it would be."""

    ticket: PreviewTicket


class PreviewAnswer(Record):
    """The answer around a preview."""

    result: Preview


def macro_from(raw: MacroRecord) -> Macro:
    """Read a macro."""
    limit = raw.restriction
    restriction = Restriction(limit.type, frozenset(limit.ids or ((limit.id,) if limit.id else ()))) if limit else None
    fields = tuple(one.field for one in raw.actions if any(word in str(one.value) for word in CURRENT))
    tags = tuple(tag for one in raw.actions if one.field in TAG_ACTIONS for tag in _tags(one.value))
    forms = [_ID.fullmatch(str(one.value)) for one in raw.actions if one.field == "ticket_form_id"]
    return Macro(raw.id, raw.title, restriction, fields, tags, int(forms[-1][0]) if forms and forms[-1] else None)


def text_of(raw: MacroRecord) -> str | None:
    """Give the words of a macro's comment with its placeholders; None where it has none, or one for each channel."""
    html_, plain = ([one.value for one in raw.actions if one.field == name] for name in COMMENT_ACTIONS)
    if len(html_) + len(plain) != 1:
        return None
    # A plain text may stand behind the channel that it is for.
    value = [*html_, *plain][0]
    text = value[-1] if isinstance(value, list) and value else value
    return None if not isinstance(text, str) else words_of(text) if html_ else clean(text)


def _tags(value: Any) -> list[str]:
    """Read the tags of an action: one text with blanks between them, or a list."""
    return " ".join(str(one) for one in value).split() if isinstance(value, list) else str(value or "").split()


def effect_from(answer: PreviewAnswer) -> MacroEffect:
    """Read a macro preview; what Zendesk computes by itself is left out."""
    preview = answer.result.ticket
    changes = {key: mend(value) for key, value in (preview.model_extra or {}).items() if key in WRITABLE}
    fields = preview.custom_fields or preview.fields
    if fields:
        changes["custom_fields"] = [{"id": one.id, "value": one.value} for one in fields]
    return MacroEffect(changes, _comment(preview.comment) if preview.comment else None)


def _comment(comment: PreviewComment) -> dict[str, Any] | None:
    """Read the comment of a preview: HTML where there is some, else the plain text; internal unless it says public."""
    if comment.attachments or comment.uploads:
        words = "this macro has attachments, which cannot be carried over: apply it in Zendesk itself"
        raise VendorRejected(NAME, words)
    if not comment.html_body and not comment.body:
        if comment.scoped_body:
            words = "this macro's comment differs by channel, which cannot be carried over: apply it in Zendesk itself"
            raise VendorRejected(NAME, words)
        return None
    said = {"html_body": comment.html_body} if comment.html_body else {"body": comment.body}
    return {**said, "public": comment.public is True}


def comment_of(effect: MacroEffect, note: str, lines: Mapping[str, str | None] | None = None) -> dict[str, Any]:
    """Write the comment that goes with a macro; `note` is HTML of ours that goes behind an internal one.

    `lines` (label → safe HTML, None = not known) fill the blank lines of an internal one, or follow it.
    """
    lines = lines or {}
    if effect.comment is None:
        return {"html_body": note + _paragraphs(lines, [label for label in lines if lines[label]]), "public": False}
    if effect.comment["public"]:
        return effect.comment
    if "html_body" in effect.comment:
        filled, missing = fill_html(effect.comment["html_body"], lines)
        return {**effect.comment, "html_body": filled + note + _paragraphs(lines, missing)}
    plain = {label: as_text(value) if value else None for label, value in lines.items()}
    filled, missing = fill_plain(effect.comment["body"], plain)
    return {**effect.comment, "body": f"{filled}\n\n{as_text(note + _paragraphs(lines, missing))}"}


def _paragraphs(lines: Mapping[str, str | None], labels: Iterable[str]) -> str:
    return "".join(f"<p>{label}: {lines[label]}</p>" for label in labels)


def as_text(note: str) -> str:
    """Write the HTML of a note as plain text: a line a paragraph, an address behind its link."""
    linked = _LINK.sub(r"\2 (\1)", note).replace("</p>", "\n")
    return html.unescape(_TAG.sub("", linked)).strip()


def bounded(effect: MacroEffect, macro: Macro, agent_id: int, rights: Rights) -> MacroEffect:
    """Hold what a macro does to what the agent may do, and put the agent where it means whoever applies it.

    Raise VendorRejected in words where that cannot be done.
    """
    if macro.draft_only:
        raise VendorRejected(NAME, f"{macro.title} speaks of whoever applies it: it is for the draft only")
    if effect.comment and effect.comment["public"] and rights.comment_access == "none":
        raise VendorRejected(NAME, f"{macro.title} replies in public, which your role in Zendesk does not allow")
    mine = {ASSIGNEE: agent_id} if ASSIGNEE in macro.current_user_fields else {}
    changes = {**effect.changes, **mine}
    if changes and rights.may_edit is False:
        raise VendorRejected(NAME, f"{macro.title} changes the ticket, which your role in Zendesk does not allow")
    return MacroEffect(changes, effect.comment)


def words_of_comment(comment: Mapping[str, Any]) -> str:
    """Give the words of a comment as people read them."""
    return words_of(comment["html_body"]) if "html_body" in comment else clean(comment["body"])


def complete(effect: MacroEffect, macro: Macro) -> MacroEffect:
    """Raise VendorRejected where customers would read what its author left to be filled in."""
    left = blanks(words_of_comment(effect.comment)) if effect.comment and effect.comment["public"] else ()
    if left:
        words = f"{macro.title} leaves {', '.join(left)} to be filled in: insert it into the draft and fill it in there"
        raise VendorRejected(NAME, words)
    return effect


def differences(ticket: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what a macro really changes: the preview shows the whole ticket, and writing back the rest undoes others."""
    changes = {key: value for key, value in wanted.items() if value != ticket.get(key)}
    if "custom_fields" in changes:
        held = {field.get("id"): field.get("value") for field in ticket.get("custom_fields") or ()}
        changes["custom_fields"] = [one for one in wanted["custom_fields"] if one["value"] != held.get(one["id"])]
    return changes
