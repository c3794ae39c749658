"""Macros and their previews as Zendesk sends them. Facts: developer.zendesk.com, "Macros".

A preview comes in several forms: the comment as `html_body` or as plain `body` alone, the custom fields as a list,
as one object, or under `fields`. What cannot be carried over is refused in words, never left out.
"""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from backend.domain.macro_effect import MacroComment, MacroEffect
from backend.domain.macros import Macro, Restriction
from backend.domain.text import clean, words_of
from backend.vendors.errors import VendorRejected
from backend.vendors.fields import Maybe, Number, Record, Several, Text, Value, mend
from backend.vendors.zendesk.token import NAME

WRITABLE = {
    "subject", "status", "priority", "type", "group_id", "assignee_id", "tags", "custom_fields",
    "ticket_form_id", "brand_id", "custom_status_id",
}  # fmt: skip
TAG_ACTIONS = ("current_tags", "set_tags")
"""Actions that put tags on a ticket: beside those it has, or in their place."""
COMMENT_ACTIONS = ("comment_value_html", "comment_value")
_ID = re.compile(r"[0-9]{1,18}")
CURRENT = ("current_user", "current_groups")
"""Values and placeholders that stand for whoever previews a macro, which is our own user."""


class ActionRecord(Record):
    """What a macro does; the value is a text, or a list such as channel and text."""

    field: Text
    value: Any = None


class RestrictionRecord(Record):
    """The record of who may use a macro: the ids stand in a list, or one alone."""

    type: Annotated[Text, Field(max_length=16)]
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

    result: Annotated[Preview, BeforeValidator(mend)]


def macro_from(raw: MacroRecord) -> Macro:
    """Read a macro."""
    limit = raw.restriction
    restriction = Restriction(limit.type, frozenset(limit.ids or ((limit.id,) if limit.id else ()))) if limit else None
    fields = tuple(action.field for action in raw.actions if any(word in str(action.value) for word in CURRENT))
    tags = tuple(tag for action in raw.actions if action.field in TAG_ACTIONS for tag in _tags(action.value))
    forms = [_ID.fullmatch(str(action.value)) for action in raw.actions if action.field == "ticket_form_id"]
    return Macro(raw.id, raw.title, restriction, fields, tags, int(forms[-1][0]) if forms and forms[-1] else None)


def text_of(raw: MacroRecord) -> str | None:
    """Give the words of a macro's comment with its placeholders; None where it has none, or one for each channel."""
    rich, plain = ([action.value for action in raw.actions if action.field == name] for name in COMMENT_ACTIONS)
    if len(rich) + len(plain) != 1:
        return None
    # A plain text may stand behind the channel that it is for.
    value = [*rich, *plain][0]
    text = value[-1] if isinstance(value, list) and value else value
    return None if not isinstance(text, str) else words_of(text) if rich else clean(text)


def _tags(value: Any) -> list[str]:
    """Read the tags of an action: one text with blanks between them, or a list."""
    return " ".join(str(tag) for tag in value).split() if isinstance(value, list) else str(value or "").split()


def effect_from(answer: PreviewAnswer) -> MacroEffect:
    """Read a macro preview; what Zendesk computes by itself is left out."""
    preview = answer.result.ticket
    changes = {key: value for key, value in (preview.model_extra or {}).items() if key in WRITABLE}
    fields = preview.custom_fields or preview.fields
    if fields:
        changes["custom_fields"] = [{"id": field.id, "value": field.value} for field in fields]
    return MacroEffect(changes, _comment(preview.comment) if preview.comment else None)


def _comment(comment: PreviewComment) -> MacroComment | None:
    """Read the comment of a preview: HTML where there is some, else the plain text; internal unless it says public."""
    if comment.attachments or comment.uploads:
        words = "this macro has attachments, which cannot be carried over: apply it in Zendesk itself"
        raise VendorRejected(NAME, words)
    if not comment.html_body and not comment.body:
        if comment.scoped_body:
            words = "this macro's comment differs by channel, which cannot be carried over: apply it in Zendesk itself"
            raise VendorRejected(NAME, words)
        return None
    text, is_html = comment.html_body or comment.body or "", bool(comment.html_body)
    return MacroComment(text, is_html, public=comment.public is True)
