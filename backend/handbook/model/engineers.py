"""The engineers, from an optional file of their own: who works when, and who knows what."""

from pydantic import Field

from backend.handbook.model.scalars import Section, Text
from backend.handbook.model.weekly import Schedule


class Engineer(Section):
    """One engineer: accounts, working hours in their own zone, and the subjects they know."""

    name: Text
    gitlab: Text
    email: Text | None = None
    zendesk_id: int | None = None
    pagerduty_id: Text | None = None
    hours: Schedule
    skills: tuple[Text, ...] = ()


class Engineers(Section):
    """The file."""

    engineers: tuple[Engineer, ...] = Field(default=())
