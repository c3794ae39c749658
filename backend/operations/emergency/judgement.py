"""The verdict on a checklist as it is kept with an operation, and in words for a note."""

from collections.abc import Mapping

from markupsafe import Markup

from backend.domain.eligibility.answers import parse_answers
from backend.domain.eligibility.assessment import assess
from backend.handbook.model.emergencies import UNKNOWN
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.kind import Facts
from backend.operations.engine.model import Request
from backend.operations.steps.html import bullets, paragraph


def judge(request: Request, answers: Mapping[str, str]) -> Facts:
    """Judge answers by the rules as they hold now; {} when the ticket could not be read. May raise BadAnswer."""
    handbook, ticket = request.deps.handbook, request.snapshot.ticket
    parsed = parse_answers(answers, handbook)
    if ticket is None:
        return {}
    assessment = assess(parsed, ticket.ticket, handbook, request.now)
    entitled, judged = assessment.entitlement, assessment.qualification
    return {
        "entitlement": entitled.rule,
        "entitlement_because": entitled.because,
        "verdict": judged.verdict if judged else "not_entitled",
        "rule": judged.rule if judged else entitled.rule,
        "because": judged.because if judged else entitled.because,
    }


def verdict_line(facts: Facts, handbook: Handbook) -> str:
    """Say the verdict in one line."""
    verdict = facts.get("verdict")
    if verdict is None:
        return "Not assessed."
    words = handbook.emergency.verdicts.get(verdict)
    title = words.title if words else "Not entitled to emergency support"
    return f"{title} ({facts['rule']}): {facts['because']}"


def answers_given(answers: Mapping[str, str], handbook: Handbook) -> Markup:
    """List the questions that were answered, in the handbook's words."""
    rules = handbook.emergency
    given = [(key, answers[key]) for key in rules.questions if answers.get(key, UNKNOWN) != UNKNOWN]
    if not given:
        return paragraph("No question was answered.")
    return bullets(f"{rules.questions[key].text} {rules.values(key)[value]}" for key, value in given)
