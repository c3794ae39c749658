"""What the forms about a STAR ask for and are told, as types."""

from typing import Literal

from pydantic import Field

from backend.panel.schemas.base import QuestionValue, Shape


class Check(Shape):
    """A pre-check of a STAR: `refuse` stops everybody but a manager with a reason, `warn` only tells."""

    id: str
    level: Literal["refuse", "warn"]
    because: str


class UrgencyChoice(Shape):
    """One urgency of the STAR form, with the minutes of its clock."""

    value: str
    label: str
    minutes: int


class LicenceQuestionOut(Shape):
    """A question about a licence case; asked once each answer named in `asked_if` is among those listed."""

    key: str
    text: str
    values: list[QuestionValue]
    asked_if: dict[str, list[str]]


class StarForm(Shape):
    """What the STAR form needs beyond the ticket; `licence` is empty unless the ticket is a licence case.

    `crosslink_macro` is the id of the macro that links issue and ticket, null when Zendesk has none of that title.
    """

    urgencies: list[UrgencyChoice]
    namespace_required: bool
    plan: str
    resolution_labels: list[str]
    licence: list[LicenceQuestionOut]
    crosslink_macro: int | None


class LicenceAdviceOut(Shape):
    """What the licence questions say so far; `missing` are those that still decide."""

    level: Literal["refuse", "warn", "ok"]
    because: str
    missing: list[str]


class StarChecksOut(Shape):
    """The pre-checks of a STAR form as it is filled in so far; `licence` null where it is no licence case."""

    checks: list[Check]
    licence: LicenceAdviceOut | None


class MemberOut(Shape):
    """A member of the STARs' project."""

    username: str
    name: str


class AssigneeOut(Shape):
    """Somebody who could drive a STAR: `known` to GitLab or not, and what speaks against them.

    `like`: where no user has that very name, the members of the STARs' project whose name has it in it.
    """

    username: str
    known: bool
    warnings: list[str]
    like: list[MemberOut] = Field(default_factory=list)


class SuggestionOut(Shape):
    """An engineer who could take a STAR or join an emergency, and why; `skilled` in what the ticket is about."""

    username: str
    name: str
    because: list[str]
    skilled: bool


class SuggestionsOut(Shape):
    """Who could take a STAR; empty as well when no file names the engineers."""

    suggestions: list[SuggestionOut]
