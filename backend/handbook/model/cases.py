"""Cases that a handbook must judge as written: an organization, answers and a moment, and what comes of them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from backend.handbook.model.emergencies import Verdict
from backend.handbook.model.scalars import Section, Text

Entitled = Literal["yes", "likely", "unknown", "out_of_hours", "no"]


def _zoned(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("must say its zone, such as 2026-03-04T18:00:00Z")
    return moment


class CaseOrganization(Section):
    """The customer, as far as the rules look at one: organization fields and tags."""

    fields: dict[str, str | bool | int | float] = Field(default_factory=dict)
    tags: tuple[Text, ...] = ()


class CaseTicket(Section):
    """The ticket: its form by the handbook's key, and its tags."""

    form: Text | None = None
    tags: tuple[Text, ...] = ()


class Expected(Section):
    """What must come of it; what is left out may be anything. `verdict` "none" = not entitled, so nothing is judged."""

    entitlement: Entitled | None = None
    entitlement_rule: Text | None = None
    verdict: Verdict | Literal["none"] | None = None
    rule: Text | None = None
    macros: tuple[Text, ...] | None = None


class HandbookCase(Section):
    """One case."""

    name: Text
    moment: Annotated[datetime, AfterValidator(_zoned)]
    organization: CaseOrganization | None = None
    ticket: CaseTicket = CaseTicket()
    answers: dict[str, str] = Field(default_factory=dict)
    expect: Expected


class HandbookCases(Section):
    """The file."""

    cases: tuple[HandbookCase, ...]
