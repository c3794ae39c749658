"""Who is entitled to emergency support and what qualifies, as data."""

from collections.abc import Mapping
from typing import Literal, get_args

from backend.handbook.model.scalars import (
    BeginTemplate,
    ContinuesTemplate,
    Count,
    DayTemplate,
    DowngradeTemplate,
    EmergencyTemplate,
    NotEntitledTemplate,
    PriorityTemplate,
    QuestionsTemplate,
    ReasonTemplate,
    Section,
    Text,
    VerdictTemplate,
)

Route = Literal["pagerduty", "macro"]
Priority = Literal["urgent", "high", "normal", "low"]
Group = Literal["strict", "severity", "symptom", "security", "exception", "other"]
Verdict = Literal[
    "security_emergency",
    "emergency",
    "exception",
    "needs_info",
    "high_priority_now",
    "not_emergency",
    "judgement",
]
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


class EntitlementRules(Section):
    """Lists and limits behind the entitlement rules E1 to E9; words compare without case."""

    business_hours: Text
    recently_expired_days: Count
    plans: Mapping[str, Text]
    paid_levels: tuple[Text, ...]
    unpaid_flags: Mapping[str, Text]
    unpaid_words: tuple[Text, ...]
    add_ons: Mapping[str, Text]


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


class VerdictWords(Section):
    """What a verdict is called and the macros (by key) that go with it; some only on Self-Managed tickets."""

    title: Text
    macros: tuple[Text, ...]
    self_managed_macros: tuple[Text, ...] = ()


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


class Downgrade(Section):
    """What becomes of an emergency that is none."""

    priority: Priority
    not_entitled: Priority


class Replies(Section):
    """What the customer reads: a text for each verdict, and one for who has no emergency support."""

    security_emergency: EmergencyTemplate
    emergency: EmergencyTemplate
    exception: EmergencyTemplate
    needs_info: QuestionsTemplate
    high_priority_now: PriorityTemplate
    not_emergency: DowngradeTemplate
    judgement: VerdictTemplate
    not_entitled: NotEntitledTemplate


class Subscription(Section):
    """Why somebody has no emergency support: their plan ended, or never had it."""

    ended: DayTemplate
    without: Text


class Continues(Section):
    """Which ticket goes on after a downgrade: the emergency's own, or another one of the customer's."""

    here: ContinuesTemplate
    there: ContinuesTemplate


class Reasons(Section):
    """Why it is no emergency, in the customer's terms."""

    topic: Text
    symptom: ReasonTemplate
    production: Text
    decided: Text


class WhoDoesWhat(Section):
    """Whose part something is, at one kind of time."""

    title: Text
    text: Text


class OutOfHours(WhoDoesWhat):
    """A plan's hours are over: what whoever decides has to do, and what the customer reads."""

    once: Text
    go_on: BeginTemplate


class HighPriority(Section):
    """Who takes what may become an emergency soon: in the hours named, and else; `limited` = in those of a plan.

    `takes` is what the customer reads of it, `takes_later` while the hours of a limited plan are over.
    """

    hours: Text
    in_hours: WhoDoesWhat
    out_of_hours: WhoDoesWhat
    limited: WhoDoesWhat
    takes: Text
    takes_later: BeginTemplate


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
