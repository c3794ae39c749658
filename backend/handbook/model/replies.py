"""What the customer reads of a verdict, and whose part is what then, as data."""

from backend.handbook.model.process import Priority
from backend.handbook.model.scalars import (
    BeginTemplate,
    ContinuesTemplate,
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
