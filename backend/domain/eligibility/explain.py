"""Why a ticket is judged as it is: each rule in its order, up to the one that decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from backend.domain.eligibility.answers import Answers
from backend.domain.eligibility.assessment import Assessment, assess
from backend.domain.eligibility.entitlement import tried as entitlements_tried
from backend.domain.eligibility.qualification import Case
from backend.domain.eligibility.qualification import tried as findings_tried
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class RuleTried:
    """A rule and what it said; `because` is empty where it does not hold."""

    rule: str
    holds: bool
    because: str = ""
    fired: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The rules that were tried, and the assessment that they lead to."""

    entitlement: tuple[RuleTried, ...]
    qualification: tuple[RuleTried, ...]
    assessment: Assessment


def explain(answers: Answers, ticket: Ticket, handbook: Handbook, now: datetime) -> Explanation:
    """Judge a ticket rule by rule."""
    assessment = assess(answers, ticket, handbook, now)
    entitled = assessment.entitlement
    return Explanation(
        tuple(_entitlement(ticket, handbook, now)),
        tuple(_qualification(Case(answers, entitled.rule, handbook))) if assessment.qualification else (),
        assessment,
    )


def _entitlement(ticket: Ticket, handbook: Handbook, now: datetime) -> Iterator[RuleTried]:
    for name, found in entitlements_tried(ticket, handbook, now):
        yield RuleTried(found.rule, True, found.because, found.fired) if found else RuleTried(name, False)


def _qualification(case: Case) -> Iterator[RuleTried]:
    for name, found in findings_tried(case):
        yield RuleTried(found.rule, True, found.because, found.fired) if found else RuleTried(name, False)
