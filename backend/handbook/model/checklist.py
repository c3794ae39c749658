"""The questions about an emergency, and the matrix of symptoms, as data."""

from collections.abc import Mapping
from typing import Literal, get_args

from backend.handbook.model.scalars import EmergencyTemplate, Section, Text

Group = Literal["strict", "severity", "symptom", "security", "exception", "other"]
RuleKey = Literal[
    "production",
    "unusable",
    "scope",
    "degraded",
    "symptom",
    "symptom_severe",
    "topic",
    "compromise",
    "may_become_emergency",
]
RULE_KEYS: tuple[str, ...] = get_args(RuleKey)
"""The questions that the rules of eligibility name; all others are exception criteria."""

YES, NO, UNKNOWN, OTHER, NONE = "yes", "no", "unknown", "other", "none"


class Question(Section):
    """One input of the checklist; without `values` of its own it is answered yes or no.

    Every question may also be answered `unknown`. The values of `symptom` are the rows of the matrix, those
    of `topic` the never list. `ask` = the customer can tell, and is asked so.
    """

    text: Text
    help: Text | None = None
    ask: Text | None = None
    group: Group
    values: Mapping[str, Text] | None = None


class Row(Section):
    """A row of the matrix of symptoms; `always` = choosing it says that the emergency column holds.

    The customer reads `ask` while it is open how bad it is, `told` where it is mild, `reply` where it always is one.
    """

    symptom: Text
    emergency_if: Text
    not_if: Text
    always: bool = False
    ask: Text | None = None
    told: Text | None = None
    reply: EmergencyTemplate | None = None


class AnswerLabels(Section):
    """Words for the answers that are the same everywhere."""

    yes: Text
    no: Text
    unknown: Text
    other: Text
    none: Text


class PrefillRule(Section):
    """A tag, on the ticket or its organization, that answers a question."""

    tag: Text
    question: Text
    answer: Text
