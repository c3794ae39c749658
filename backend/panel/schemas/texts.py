"""Texts that are shown before or after they are sent, as types."""

from typing import Literal

from backend.panel.schemas.base import Shape

MacroField = Literal[
    "subject", "status", "priority", "type", "group_id", "assignee_id", "custom_fields", "ticket_form_id", "brand_id",
    "custom_status_id",
]  # fmt: skip


class PageMessageOut(Shape):
    """What PagerDuty will show of a page: its title, and the lines below it."""

    title: str
    details: str


class MacroChangeOut(Shape):
    """A field that a macro changes; null = empty.

    `field` is Zendesk's key of it, e.g. status or custom_fields; `name` what the account calls a field of its own.
    """

    field: MacroField
    name: str | None
    before: str | None
    after: str | None


class MacroTrialOut(Shape):
    """What applying a macro would do now: the words of its comment, whether customers read them, and what changes.

    `blanks` are the places that its author left to be filled in; while there are any, it is not applied. `lost` are
    the placeholders that stand for nothing on this ticket, as far as that can be known.
    """

    text: str
    public: bool
    blanks: list[str]
    lost: list[str]
    changes: list[MacroChangeOut]
    tags_added: list[str]
    tags_removed: list[str]


class ReplyOut(Shape):
    """The words of a public reply; null = there is none."""

    text: str | None
