"""Cover, and the hand-off of a shift, as types."""

from backend.panel.schemas.base import LinkOut, Shape, Time


class Turn(Shape):
    """A manager's turn on a schedule; `region` is the schedule's in the handbook."""

    name: str
    start: Time | None
    end: Time | None
    region: str | None


class Cover(Shape):
    """Somebody stands in for a few hours: an override that stands in PagerDuty; `by` null = not arranged here.

    `instead_of` names for whom, as far as it was arranged here.
    """

    override_id: str
    name: str
    start: Time
    end: Time
    by: str | None
    instead_of: list[str]
    region: str | None


class CoverSchedule(Shape):
    """A schedule of the managers that cover can be for."""

    id: str
    name: str


class CoverCheckOut(Shape):
    """What cover would do: on which schedule, instead of whom, and what speaks against it, a sentence each."""

    schedule: CoverSchedule
    instead_of: list[str]
    warnings: list[str]


class CoverChoice(Shape):
    """Who could stand in: a PagerDuty user."""

    user: str
    name: str


class CoverOut(Shape):
    """Who is on call on the manager's schedule in the next days, who could cover, and what was arranged here.

    `configured` false: the handbook names no schedule, so cover is arranged by hand. `links` are pages about it.
    `schedules` are those that it can be for.
    """

    configured: bool
    words: str
    links: list[LinkOut]
    turns: list[Turn]
    choices: list[CoverChoice]
    covers: list[Cover]
    schedules: list[CoverSchedule]


class Taker(Shape):
    """A manager who takes the shift over; `user_id` is their PagerDuty user."""

    user_id: str | None
    name: str


class HandOffOut(Shape):
    """The state of the shift as a text to edit and copy, and who takes over; `receivers` empty = not known."""

    text: str
    receivers: list[Taker]
