"""Is a licence case a STAR? The handbook's questions, and what their answers say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from backend.domain.eligibility.answers import BadAnswer
from backend.handbook.model.handbook import Handbook

LicenceAnswers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LicenceAdvice:
    """What the answers say so far: an outcome of the handbook, else the questions that are still `missing`."""

    outcome: str | None
    level: Literal["refuse", "warn", "ok"]
    because: str
    missing: tuple[str, ...] = ()


def parse_licence(raw: Mapping[str, object], handbook: Handbook) -> LicenceAnswers:
    """Check answers as they came; raise BadAnswer for the first that fits no question."""
    questions = handbook.star.licence_questions
    for key, value in raw.items():
        if key not in questions:
            raise BadAnswer(f"licence.{key}", "there is no such question")
        if value not in questions[key].values:
            raise BadAnswer(f"licence.{key}", f"the answer must be one of {', '.join(questions[key].values)}")
    return {key: str(raw[key]) for key in questions if key in raw}


def asked(answers: LicenceAnswers, handbook: Handbook) -> tuple[str, ...]:
    """List the questions that the answers so far make worth asking, in their order."""
    questions = handbook.star.licence_questions
    return tuple(key for key, question in questions.items() if _fits(question.asked_if, answers))


def licence_advice(answers: LicenceAnswers, handbook: Handbook) -> LicenceAdvice:
    """Find the first outcome that the answers fit; an answer to a question that is not asked does not count."""
    rules, worth = handbook.star, asked(answers, handbook)
    counted = {key: answers[key] for key in worth if key in answers}
    for key, outcome in rules.licence_outcomes.items():
        if _fits(outcome.when, counted):
            return LicenceAdvice(key, outcome.level, outcome.because.format(hours=rules.licence_hours))
    missing = tuple(key for key in worth if key not in counted)
    because = "Not decided yet." if missing else "Nothing in the licence questions speaks against a STAR."
    return LicenceAdvice(None, "ok", because, missing)


def _fits(conditions: Mapping[str, tuple[str, ...]], answers: LicenceAnswers) -> bool:
    return all(answers.get(key) in among for key, among in conditions.items())
