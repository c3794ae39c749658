"""Is it an emergency? Entitlement first, then qualification, then the macros that go with the verdict."""

from dataclasses import dataclass, field
from datetime import datetime

from backend.domain.eligibility.answers import Answers
from backend.domain.eligibility.entitlement import Entitlement, entitlement
from backend.domain.eligibility.qualification import Case, judge
from backend.domain.tickets import Ticket
from backend.handbook.model.emergencies import Verdict
from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class Qualification:
    """The verdict, the rule that gave it, why, what is still open, macro names, the answers that fired."""

    verdict: Verdict
    rule: str
    because: str
    missing: tuple[str, ...]
    macros: tuple[str, ...]
    fired: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Both parts of the verdict on some answers; `qualification` is None when there is no entitlement."""

    entitlement: Entitlement
    qualification: Qualification | None
    answers: Answers = field(default_factory=lambda: Answers({}))


def assess(answers: Answers, ticket: Ticket, handbook: Handbook, now: datetime) -> Assessment:
    """Judge a ticket by the answers given so far."""
    entitled = entitlement(ticket, handbook, now)
    if entitled.answer == "no":
        return Assessment(entitled, None, answers)
    qualified = qualify(answers, entitled, handbook, self_managed=_self_managed(ticket, handbook))
    return Assessment(entitled, qualified, answers)


def qualify(answers: Answers, entitled: Entitlement, handbook: Handbook, *, self_managed: bool) -> Qualification:
    """Apply the rules in their order; always answers."""
    found = judge(Case(answers, entitled.rule, handbook))
    macros = _macros(found.verdict, handbook, self_managed)
    return Qualification(found.verdict, found.rule, found.because, found.missing, macros, found.fired)


def macros_of(verdict: Verdict, ticket: Ticket, handbook: Handbook) -> tuple[str, ...]:
    """Name the macros that go with a verdict on this ticket."""
    return _macros(verdict, handbook, _self_managed(ticket, handbook))


def _macros(verdict: Verdict, handbook: Handbook, self_managed: bool) -> tuple[str, ...]:
    words = handbook.emergency.verdicts[verdict]
    keys = words.macros + (words.self_managed_macros if self_managed else ())
    return tuple(handbook.zendesk.macros[key] for key in keys)


def _self_managed(ticket: Ticket, handbook: Handbook) -> bool:
    return handbook.zendesk.product(ticket.form_id) == "self_managed"
