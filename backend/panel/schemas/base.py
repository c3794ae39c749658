"""The ground of every answer's type, and what several answers hold.

Times are aware UTC and leave as ISO 8601 with `Z`. A field that is added has a default: while a release is rolled out,
the new panel may be answered by a worker of the release before, which does not send it.
"""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, PlainSerializer

from backend.domain.clock import iso
from backend.domain.paging.on_call import OnCallRole
from backend.handbook.model.process import Card

Time = Annotated[datetime, PlainSerializer(iso, return_type=str, when_used="json")]
SourceName = Literal["zendesk", "gitlab", "pagerduty"]
SourceState = Literal["fresh", "stale", "unavailable"]


class Shape(BaseModel):
    """Answer of the API: closed, immutable; made from keywords, or from an object with the same fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)

    @classmethod
    def of(cls, source: object, **more: object) -> Self:
        """Take each field from `more`, else from the attribute of `source` that has its name."""
        if not more:
            return cls.model_validate(source)
        return cls.model_validate(more | {name: getattr(source, name) for name in cls.model_fields if name not in more})


class Source(Shape):
    """How far one vendor's data can be trusted.

    `as_of` is when it was last read, null if that is not known; unavailable without `error` = it is being read for the
    first time. `skipped` names records that could not be used and are left out; the others count.
    """

    state: SourceState
    as_of: Time | None
    error: str | None
    skipped: list[str]


class Duty(Shape):
    """Who is on call; `until` null = no end is planned; `next` (user `next_id`) follows from `until` on."""

    user_id: str | None = None
    name: str
    until: Time | None
    next: str | None
    next_id: str | None = None


class OnCallOut(Shape):
    """Who is on call: all who are, and the first of them; null = not known.

    `nobody`: the roles that nobody has now. `left_out`: what of PagerDuty's schedules and entries could not be used, a
    sentence each that names the call or record, and the field.
    """

    manager: Duty | None
    engineer: Duty | None
    managers: list[Duty]
    engineers: list[Duty]
    nobody: list[OnCallRole]
    left_out: list[str]


class MovedToOut(Shape):
    """Where an issue goes on that was moved or is a duplicate; null what is not known here."""

    iid: int | None
    url: str | None


class LinkOut(Shape):
    """A page that the process leans on, and the card that shows it."""

    title: str
    url: str
    card: Card


class QuestionValue(Shape):
    """One answer a question takes."""

    value: str
    label: str
