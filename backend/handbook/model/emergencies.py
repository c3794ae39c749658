"""What is an emergency, and what follows, as data."""

from collections.abc import Mapping
from typing import Literal

from backend.handbook.model.checklist import NO, NONE, OTHER, YES, AnswerLabels, PrefillRule, Question, Row
from backend.handbook.model.replies import (
    Continues,
    Downgrade,
    HighPriority,
    OutOfHours,
    Reasons,
    Replies,
    Subscription,
)
from backend.handbook.model.scalars import BeginTemplate, Count, Section, Text

Route = Literal["pagerduty", "macro"]
Verdict = Literal[
    "security_emergency",
    "emergency",
    "exception",
    "needs_info",
    "high_priority_now",
    "not_emergency",
    "judgement",
]


class VerdictWords(Section):
    """What a verdict is called and the macros (by key) that go with it; some only on Self-Managed tickets."""

    title: Text
    macros: tuple[Text, ...]
    self_managed_macros: tuple[Text, ...] = ()


class EmergencyRules(Section):
    """The checklist, the matrix, the never list, and what each verdict leads to."""

    route: Route
    paging_macro: Text
    definition: Text
    downgrade: Downgrade
    replies: Replies
    subscription: Subscription
    continues: Continues
    reasons: Reasons
    out_of_hours: OutOfHours
    go_on: Text
    hours_begin: BeginTemplate
    hours_end: BeginTemplate
    answers_count_hours: Count
    high_priority: HighPriority
    labels: AnswerLabels
    questions: Mapping[str, Question]
    wide_scopes: frozenset[str]
    matrix: Mapping[str, Row]
    never: Mapping[str, Text]
    verdicts: Mapping[Verdict, VerdictWords]
    prefill: tuple[PrefillRule, ...]

    def values(self, key: str) -> dict[str, str]:
        """List the answers that a question takes, value → label, without `unknown`."""
        own = self.questions[key].values
        if own is not None:
            return dict(own)
        if key == "symptom":
            return {row: words.symptom for row, words in self.matrix.items()} | {OTHER: self.labels.other}
        if key == "topic":
            return dict(self.never) | {NONE: self.labels.none}
        return {YES: self.labels.yes, NO: self.labels.no}

    @property
    def criteria(self) -> tuple[str, ...]:
        """List the exception criteria in the order of the checklist."""
        return tuple(key for key, question in self.questions.items() if question.group == "exception")
