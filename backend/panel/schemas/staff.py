"""Who could join an emergency, as types."""

from backend.panel.schemas.base import Shape
from backend.panel.schemas.star_form import SuggestionOut


class ChannelOut(Shape):
    """A channel of Slack: the handbook's key, and its name there."""

    key: str
    name: str


class StaffOut(Shape):
    """Who could join a ticket's emergency; `channels` are where to ask.

    `engineers_known` false: no file names the engineers, so nobody can be suggested.
    """

    ticket_id: int
    subject: str | None
    suggestions: list[SuggestionOut]
    channels: list[ChannelOut]
    engineers_known: bool


class StaffListOut(Shape):
    """Who could join the open emergencies, those that need somebody most first; nobody is suggested for two."""

    emergencies: list[StaffOut]
