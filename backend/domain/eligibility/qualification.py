"""Does it qualify as an emergency? The rules Q1 to Q8 in their order, over answers that may be unknown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from backend.domain.eligibility import criteria
from backend.domain.eligibility.answers import Answers
from backend.handbook.model.checklist import NO, NONE, OTHER, UNKNOWN, YES
from backend.handbook.model.emergencies import Verdict
from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules look at."""

    answers: Answers
    entitlement_rule: str
    handbook: Handbook

    def fired(self, *keys: str) -> tuple[str, ...]:
        """Write down which answers made a rule hold."""
        return tuple(f"{key}={self.answers[key]}" for key in keys)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says: its verdict, its id, why, by which answers, and what is still open."""

    verdict: Verdict
    rule: str
    because: str
    fired: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def judge(case: Case) -> Finding:
    """Find the first rule that holds; Q8 always does."""
    return next(found for _, found in tried(case) if found)


def tried(case: Case) -> Iterator[tuple[str, Finding | None]]:
    """Give each rule that is tried, by its id, with what it says: None = it does not hold. The last one holds."""
    for name, rule in _RULES:
        found = rule(case)
        yield name, found
        if found:
            return
    yield _JUDGEMENT.rule, _JUDGEMENT


def _compromised(case: Case) -> Finding | None:
    if not criteria.security(criteria.security_inputs(case.answers)):
        return None
    because = "A compromise is suspected. Nobody offers a call before the manager on call agrees."
    return Finding("security_emergency", "Q1", because, case.fired("compromise"))


def _strict(case: Case) -> Finding | None:
    inputs = criteria.strict_inputs(case.answers, case.entitlement_rule, case.handbook)
    if not criteria.strict(inputs):
        return None
    if inputs["unusable"] and inputs["scope"]:
        because = "Production is unusable for all or most: that is the strict definition."
        return Finding("emergency", "Q2", because, case.fired("production", "unusable", "scope"))
    because = "Production is highly degraded without a workaround, and this plan covers severity 2."
    return Finding("emergency", "Q2", because, case.fired("production", "degraded"))


def _exception(case: Case) -> Finding | None:
    inputs = criteria.exception_inputs(case.answers, case.handbook)
    met = [key for key, value in inputs.items() if value]
    if not met:
        return None
    if criteria.SYMPTOM_SEVERE not in met:
        because = "An exception criterion is met."
    elif case.answers[criteria.SYMPTOM_SEVERE] == YES:
        met.insert(0, criteria.SYMPTOM)
        because = "The symptom is as bad as the matrix asks for."
    else:
        met[met.index(criteria.SYMPTOM_SEVERE)] = criteria.SYMPTOM
        because = "This symptom is always an emergency."
    return Finding("exception", "Q3", because, case.fired(*met))


def _undecided(case: Case) -> Finding | None:
    missing = criteria.missing(case.answers, case.entitlement_rule, case.handbook)
    if not missing:
        return None
    because = "It may still be an emergency: that hangs on what is not known yet."
    return Finding("needs_info", "Q4", because, missing=missing)


def _soon(case: Case) -> Finding | None:
    if case.answers["may_become_emergency"] != YES:
        return None
    because = "Not an emergency yet, but it may become one: it is worked on immediately, as a high priority."
    return Finding("high_priority_now", "Q5", because, case.fired("may_become_emergency"))


def _never(case: Case) -> Finding | None:
    topic = case.answers["topic"]
    if topic in (NONE, UNKNOWN):
        return None
    because = f"Never an emergency by itself: {case.handbook.emergency.never[topic]}."
    return Finding("not_emergency", "Q6", because, case.fired("topic"))


def _mild(case: Case) -> Finding | None:
    symptom = case.answers[criteria.SYMPTOM]
    if symptom in (OTHER, UNKNOWN):
        return None
    because = f"By the matrix it is no emergency if {case.handbook.emergency.matrix[symptom].not_if}."
    return Finding("not_emergency", "Q7", because, case.fired(criteria.SYMPTOM, criteria.SYMPTOM_SEVERE))


def _not_production(case: Case) -> Finding | None:
    if case.answers["production"] != NO:
        return None
    return Finding("not_emergency", "Q7", "No production instance is affected.", case.fired("production"))


_JUDGEMENT = Finding(
    "judgement", "Q8", "No rule fits: the manager decides. The hint is to accept, assuming good intent."
)
_RULES: tuple[tuple[str, Callable[[Case], Finding | None]], ...] = (
    ("Q1", _compromised),
    ("Q2", _strict),
    ("Q3", _exception),
    ("Q4", _undecided),
    ("Q5", _soon),
    ("Q6", _never),
    ("Q7", _mild),
    ("Q7", _not_production),
)
