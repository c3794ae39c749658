"""Kinds of value that handbook.yml is made of, each checked where it is written."""

import re
from collections.abc import Callable, Iterable
from string import Formatter
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints


class Section(BaseModel):
    """A part of the handbook: closed to unknown keys, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _empty_is_none(value: object) -> object:
    return None if value == "" else value


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (OSError, KeyError, ValueError) as error:
        raise ValueError(f"no time zone is called {value!r}; write one like America/Los_Angeles") from error


def _pattern(*groups: str) -> Callable[[object], re.Pattern[str]]:
    def compiled(value: object) -> re.Pattern[str]:
        try:
            pattern = re.compile(str(value))
        except re.error as error:
            raise ValueError(f"not a valid pattern: {error}") from error
        for group in groups:
            if group not in pattern.groupindex:
                raise ValueError(f"the pattern needs a group (?P<{group}>...)")
        return pattern

    return compiled


def check_template(value: str, names: Iterable[str]) -> None:
    """Raise ValueError when a text has a blank that is none of these."""
    for _, name, spec, conversion in Formatter().parse(value):
        if name is not None and (name not in names or spec or conversion):
            allowed = ", ".join(f"{{{each}}}" for each in names)
            raise ValueError(f"{{{name}}} cannot be filled in here; possible: {allowed}")


def _template(*names: str) -> Callable[[str], str]:
    def checked(value: str) -> str:
        check_template(value, names)
        return value

    return checked


_ITEM = re.compile(r"(?:-|[0-9]+\.)(?:\s|$)")


def _unwrapped(value: str) -> str:
    """Make one line of each paragraph and each item of a list: a break in the file is none for the customer."""
    lines: list[str] = []
    for line in value.split("\n"):
        goes_on = lines and lines[-1] and line.strip() and not _ITEM.match(line)
        if goes_on:
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.strip())
    return "\n".join(lines)


Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Id = Annotated[str | None, BeforeValidator(_empty_is_none)]
"""An id of another system; "" in the file = not configured = None here."""
NumericId = Annotated[int | None, BeforeValidator(_empty_is_none)]
Url = Annotated[Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None, BeforeValidator(_empty_is_none)]
"""An address that people can open; "" in the file = none = None here."""
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
Minutes = Annotated[int, Field(gt=0)]
Count = Annotated[int, Field(gt=0)]
Fraction = Annotated[float, Field(gt=0, lt=1)]

Pattern = Annotated[re.Pattern[str], BeforeValidator(_pattern())]
TicketPattern = Annotated[re.Pattern[str], BeforeValidator(_pattern("ticket"))]
UrgencyPattern = Annotated[re.Pattern[str], BeforeValidator(_pattern("urgency"))]
UserPattern = Annotated[re.Pattern[str], BeforeValidator(_pattern("user"))]
FeedbackPattern = Annotated[re.Pattern[str], BeforeValidator(_pattern("sentiment", "ticket"))]

TitleTemplate = Annotated[Text, AfterValidator(_template("ticket"))]
CallTitleTemplate = Annotated[Text, AfterValidator(_template("ticket", "summary"))]
ManualTemplate = Annotated[Text, AfterValidator(_template("service", "policy", "title", "summary"))]
ReassignTemplate = Annotated[Text, AfterValidator(_template("url", "who"))]
LicenceTemplate = Annotated[Text, AfterValidator(_template("hours"))]
MechanicTemplate = Annotated[Text, AfterValidator(_template("looking", "resolved", "channel", "macro"))]
SlackShiftTemplate = Annotated[Text, AfterValidator(_template("receiver", "agent"))]
SlackTemplate = Annotated[Text, AfterValidator(_template("manager", "ticket", "urgency", "issue"))]
SlackAskedTemplate = Annotated[Text, AfterValidator(_template("people", "ticket", "issue", "agent"))]
SlackAssignedTemplate = Annotated[Text, AfterValidator(_template("engineer", "ticket", "issue", "agent"))]
SlackEscalationTemplate = Annotated[Text, AfterValidator(_template("manager", "ticket", "agent"))]
SlackPeopleTemplate = Annotated[Text, AfterValidator(_template("people", "ticket", "agent"))]
SlackMovedTemplate = Annotated[Text, AfterValidator(_template("thread"))]
SlackHandedOffTemplate = Annotated[Text, AfterValidator(_template("receiver", "ticket", "agent"))]
SlackRejectedTemplate = Annotated[Text, AfterValidator(_template("initiator", "agent"))]
Letter = Annotated[Text, AfterValidator(_unwrapped)]
"""What a customer reads: paragraphs and lists."""
DowngradeTemplate = Annotated[
    Letter,
    AfterValidator(_template("customer", "definition", "priority", "because", "ticket", "continues", "hours", "begin")),
]
ContinuesTemplate = Annotated[Text, AfterValidator(_template("ticket"))]
BeginTemplate = Annotated[str, AfterValidator(_template("when"))]
VerdictTemplate = Annotated[Letter, AfterValidator(_template("customer", "definition", "ticket"))]
EmergencyTemplate = Annotated[Letter, AfterValidator(_template("customer", "definition", "ticket", "once"))]
QuestionsTemplate = Annotated[
    Letter, AfterValidator(_template("customer", "definition", "ticket", "questions", "go_on"))
]
PriorityTemplate = Annotated[
    Letter, AfterValidator(_template("customer", "definition", "priority", "ticket", "continues", "takes"))
]
ReasonTemplate = Annotated[Text, AfterValidator(_template("told", "not_if"))]
DayTemplate = Annotated[Text, AfterValidator(_template("day"))]
NotEntitledTemplate = Annotated[
    Letter, AfterValidator(_template("customer", "definition", "ticket", "subscription", "priority", "hours", "begin"))
]
ReplyTemplate = Annotated[Letter, AfterValidator(_template("customer", "ticket", "scheduling_link"))]
InsertTemplate = Annotated[Letter, AfterValidator(_template("customer"))]
