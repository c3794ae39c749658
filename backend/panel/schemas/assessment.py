"""The checklist, and what is judged by it, as types."""

from backend.domain.continuing import Problem
from backend.domain.eligibility.entitlement import Answer
from backend.domain.eligibility.reported import Sign
from backend.handbook.model.checklist import Group
from backend.handbook.model.emergencies import Verdict
from backend.panel.schemas.base import QuestionValue, Shape, Time


class EntitlementOut(Shape):
    """Section A of the eligibility rules: may this customer use emergency support? `fired`: the facts that decided."""

    answer: Answer
    rule: str
    because: str
    fired: list[str]


class DecisionOut(Shape):
    """A verdict that a person put in place of the checklist's; `holds` false = of an earlier emergency, or a hint."""

    verdict: Verdict
    by: str
    reason: str
    at: Time
    holds: bool


class Prefill(Shape):
    """An answer the ticket itself gives, and where it was read."""

    value: str
    source: str


class QuestionOut(Shape):
    """A question of the checklist; `group` is where it stands in the handbook's order of rules."""

    key: str
    text: str
    help: str | None
    group: Group
    values: list[QuestionValue]
    prefill: Prefill | None


class SymptomOut(Shape):
    """The two columns of a symptom in the matrix; `key` is its answer."""

    key: str
    emergency_if: str
    not_if: str


class ReportOut(Shape):
    """What speaks of an emergency on the ticket itself, and since when."""

    by: Sign
    at: Time


class WhoDoesWhatOut(Shape):
    """Whose part it is at one kind of time; `now` = that is the present one."""

    title: str
    text: str
    now: bool


class QualificationOut(Shape):
    """Section B of the eligibility rules: does it qualify? `fired`: the answers that decided; `macros`: names.

    `downgrade` is the message to send where the verdict is no emergency; `who` says who does what about something that
    may become one.
    """

    verdict: Verdict
    rule: str
    because: str
    fired: list[str]
    missing: list[str]
    macros: list[str]
    downgrade: str | None
    who: list[WhoDoesWhatOut]


class HoldsOut(Shape):
    """What holds: a person's `decision`, else the checklist's verdict; `verdict` null = not entitled.

    `macros` are names; `downgrade` = it is no emergency, so that the text says which ticket continues; `who` as above.
    """

    verdict: Verdict | None
    macros: list[str]
    decision: DecisionOut | None
    downgrade: bool
    who: list[WhoDoesWhatOut]


class ContinuesOut(Shape):
    """The other ticket that goes on after a downgrade; with a `problem` the text does not name it.

    missing = not there, or not shown to whoever asks; not_theirs = another customer's; over = solved or closed; unread
    = Zendesk could not be asked.
    """

    ticket: int
    problem: Problem | None


class AssessmentOut(Shape):
    """The verdict on a set of answers, and what holds; qualification null when there is no entitlement.

    `reply` is a text for the customer that fits what holds; null where a person has to find the words.
    """

    entitlement: EntitlementOut
    qualification: QualificationOut | None
    holds: HoldsOut
    continues: ContinuesOut | None
    reply: str | None
