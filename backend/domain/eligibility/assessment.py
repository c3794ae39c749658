"""Is it an emergency? Entitlement first, then qualification, then the macros that go with the verdict."""

from dataclasses import dataclass
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
    """Both parts of the verdict; `qualification` is None when there is no entitlement."""

    entitlement: Entitlement
    qualification: Qualification | None


def assess(answers: Answers, ticket: Ticket, handbook: Handbook, now: datetime) -> Assessment:
    """Judge a ticket by the answers given so far."""
    entitled = entitlement(ticket, handbook, now)
    if entitled.answer == "no":
        return Assessment(entitled, None)
    self_managed = handbook.zendesk.product(ticket.form_id) == "self_managed"
    return Assessment(entitled, qualify(answers, entitled, handbook, self_managed=self_managed))


def qualify(answers: Answers, entitled: Entitlement, handbook: Handbook, *, self_managed: bool) -> Qualification:
    """Apply the rules in their order; always answers."""
    found = judge(Case(answers, entitled.rule, handbook))
    words = handbook.emergency.verdicts[found.verdict]
    keys = words.macros + (words.self_managed_macros if self_managed else ())
    macros = tuple(handbook.zendesk.macros[key] for key in keys)
    return Qualification(found.verdict, found.rule, found.because, found.missing, macros, found.fired)
