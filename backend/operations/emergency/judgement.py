"""The verdict on a checklist as it is kept with an operation, and in words for a note."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from pydantic import BaseModel, ConfigDict

from backend.domain.eligibility.answers import parse_answers
from backend.domain.eligibility.assessment import assess
from backend.domain.text import inline
from backend.handbook.model.checklist import UNKNOWN
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Context
from backend.operations.engine.request import Request
from backend.operations.steps.html import bullets, paragraph

LONGEST_WHY = 300
"""Characters of a decision's reason in a line; it stands in full in its own note."""


class Judgement(BaseModel):
    """What the rules said of the answers; `verdict` is one of the handbook's, or `not_entitled`."""

    model_config = ConfigDict(frozen=True)

    verdict: str
    rule: str
    because: str
    entitlement: str = ""
    entitlement_because: str = ""


class Decided(BaseModel):
    """A person's own verdict that stood in place of the rules' when an operation was accepted."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    verdict: str
    by: str
    reason: str


class JudgedContext(Context):
    """What held when an operation was accepted: what the rules said, and before it a person's decision.

    `judgement` is None when nothing was answered or the ticket was unread.
    """

    judgement: Judgement | None = None
    decision: Decided | None = None

    @classmethod
    def upgrade(cls, stored: Mapping[str, Any], version: int) -> Mapping[str, Any]:
        """Version 0 kept the judgement's fields beside the others."""
        if "verdict" not in stored:
            return stored
        return {**stored, "judgement": {name: stored[name] for name in Judgement.model_fields if name in stored}}


def judge(request: Request, answers: Mapping[str, str]) -> Judgement | None:
    """Judge answers by the rules as they hold now; None when the ticket could not be read. May raise BadAnswer."""
    handbook, ticket = request.deps.handbook, request.snapshot.ticket
    parsed = parse_answers(answers, handbook)
    if ticket is None:
        return None
    assessment = assess(parsed, ticket, handbook, request.now)
    entitlement, qualification = assessment.entitlement, assessment.qualification
    return Judgement(
        verdict=qualification.verdict if qualification else "not_entitled",
        rule=qualification.rule if qualification else entitlement.rule,
        because=qualification.because if qualification else entitlement.because,
        entitlement=entitlement.rule,
        entitlement_because=entitlement.because,
    )


def verdict_line(judgement: Judgement | None, handbook: Handbook) -> str:
    """Say the rules' verdict and why in one line, in words that need no knowledge of the rules' ids."""
    if judgement is None:
        return "not assessed."
    return f"{verdict_title(judgement.verdict, handbook)}. {judgement.because}"


def holding_line(context: JudgedContext, handbook: Handbook) -> str:
    """Say in one line what holds: a person's decision with who and why, then the checklist's own result."""
    said, decision = verdict_line(context.judgement, handbook), context.decision
    if decision is None:
        return said
    why = inline(decision.reason, LONGEST_WHY)
    return f"{verdict_title(decision.verdict, handbook)}, decided by {decision.by}: {why} (The checklist says: {said})"


def verdict_title(verdict: str, handbook: Handbook) -> str:
    """Give what a verdict is called; one that the handbook does not know is that they are not entitled."""
    known = next((words for key, words in handbook.emergency.verdicts.items() if key == verdict), None)
    return known.title if known else "Not entitled to emergency support"


def answers_given(answers: Mapping[str, str], handbook: Handbook) -> Markup:
    """List the questions that were answered, in the handbook's words."""
    rules = handbook.emergency
    given = [(key, answers[key]) for key in rules.questions if answers.get(key, UNKNOWN) != UNKNOWN]
    if not given:
        return paragraph("No question was answered.")
    return bullets(f"{rules.questions[key].text} {rules.values(key)[value]}" for key, value in given)
