"""The checklist: its questions with what is known of their answers, and what was reported."""

from collections.abc import Sequence
from datetime import datetime

from backend.domain.eligibility.answers import known_answers, parse_answers
from backend.domain.eligibility.assessment import assess
from backend.domain.eligibility.history import PastAssessment, Standing
from backend.domain.eligibility.holding import Holding, what_holds
from backend.domain.eligibility.reported import NOT_ENTITLED, reported
from backend.domain.once import once
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook
from backend.panel.schemas.assessment import Prefill, QuestionOut, ReportOut
from backend.panel.schemas.base import QuestionValue


def question_parts(ticket: Ticket | None, assessed: PastAssessment | None, handbook: Handbook) -> list[QuestionOut]:
    """Show the checklist, with what was answered before and what the ticket answers by itself."""
    known = known_answers(ticket, assessed, handbook)
    return [
        _answered(question, known[question.key]) if question.key in known else question
        for question in _questions(handbook)
    ]


@once
def _questions(handbook: Handbook) -> list[QuestionOut]:
    return [
        QuestionOut.of(
            question,
            key=key,
            values=[QuestionValue(value=value, label=label) for value, label in handbook.emergency.values(key).items()],
            prefill=None,
        )
        for key, question in handbook.emergency.questions.items()
    ]


def _answered(question: QuestionOut, known: tuple[str, str]) -> QuestionOut:
    value, source = known
    return question.model_copy(update={"prefill": Prefill(value=value, source=source)})


def report_part(
    ticket: Ticket, questions: Sequence[QuestionOut], said: Standing, handbook: Handbook, now: datetime
) -> ReportOut | None:
    """Show what the ticket says of an emergency, unless somebody has judged otherwise."""
    answers = {question.key: question.prefill.value for question in questions if question.prefill}
    found = reported(ticket, answers, _verdict(ticket, said, handbook, now), handbook)
    return ReportOut.of(found) if found else None


def held(
    ticket: Ticket, assessed: PastAssessment | None, said: Standing, handbook: Handbook, now: datetime
) -> Holding | None:
    """Give what holds of a ticket that was assessed so; None = nobody has said anything of it."""
    if assessed is None and said.record is None:
        return None
    answers = {key: value for key, (value, _) in known_answers(ticket, assessed, handbook).items()}
    return what_holds(assess(parse_answers(answers, handbook), ticket, handbook, now), said.holds, ticket, handbook)


def _verdict(ticket: Ticket, said: Standing, handbook: Handbook, now: datetime) -> str | None:
    """Give the verdict that was recorded: a manager's own, or that of the answers; an agent's own silences nothing."""
    record = said.record
    if record and record.override and not record.by_manager:
        return None
    holding = held(ticket, record, said, handbook, now)
    return (holding.verdict or NOT_ENTITLED) if holding else None
