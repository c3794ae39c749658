"""Texts that are shown before or after they are sent, as types."""

from backend.panel.schemas.base import Shape


class PageMessageOut(Shape):
    """What PagerDuty will show of a page: its title, and the lines below it."""

    title: str
    details: str


class ReplyOut(Shape):
    """The words of a public reply; null = there is none."""

    text: str | None
