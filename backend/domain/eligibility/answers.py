"""The answers of the checklist, and those that a ticket gives by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.domain.eligibility.history import PastAssessment
from backend.domain.eligibility.logic import Truth
from backend.domain.tickets import Ticket
from backend.handbook.model.checklist import NO, UNKNOWN, YES
from backend.handbook.model.handbook import Handbook


class BadAnswer(ValueError):
    """An answer to no question, or none that its question takes."""

    def __init__(self, key: str, reason: str) -> None:
        """Name the question's key and say what is wrong, for people."""
        super().__init__(f"{key}: {reason}")
        self.key = key
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answers:
    """One answer per question of the handbook, in its order; made by `parse_answers`."""

    values: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """Read the answer to a question; `unknown` when it was not given."""
        return self.values[key]

    def truth(self, key: str) -> Truth:
        """Read a yes-or-no answer as a truth."""
        return {YES: True, NO: False}.get(self.values[key])


def parse_answers(raw: Mapping[str, object], handbook: Handbook) -> Answers:
    """Check answers as they came; raise BadAnswer for the first that fits no question."""
    questions = handbook.emergency.questions
    for key, value in raw.items():
        if key not in questions:
            raise BadAnswer(str(key), "there is no such question")
        possible = [*handbook.emergency.values(key), UNKNOWN]
        if value not in possible:
            raise BadAnswer(key, f"the answer must be one of {', '.join(possible)}")
    return Answers({key: str(raw.get(key, UNKNOWN)) for key in questions})


def still_possible(given: Mapping[str, str], handbook: Handbook) -> dict[str, str]:
    """Keep of earlier answers those that the handbook, which may have changed since, still takes."""
    questions, values = handbook.emergency.questions, handbook.emergency.values
    return {key: value for key, value in given.items() if key in questions and value in values(key)}


def prefill(ticket: Ticket, handbook: Handbook) -> dict[str, tuple[str, str]]:
    """Find answers that tags already give: question → (answer, the sentence that says where it was read)."""
    found: dict[str, tuple[str, str]] = {}
    for rule in handbook.emergency.prefill:
        where = _tagged(ticket, rule.tag)
        if where and rule.question not in found:
            found[rule.question] = (rule.answer, f"The {where} has the tag {rule.tag}.")
    return found


def known_answers(
    ticket: Ticket | None, assessed: PastAssessment | None, handbook: Handbook
) -> dict[str, tuple[str, str]]:
    """Give the answers that the checklist begins with, as `prefill` does; what people answered goes before tags."""
    known = prefill(ticket, handbook) if ticket else {}
    if assessed:
        source = f"Answered by {assessed.by}."
        known |= {key: (value, source) for key, value in still_possible(assessed.answers, handbook).items()}
    return known


def _tagged(ticket: Ticket, tag: str) -> str | None:
    if tag in ticket.tags:
        return "ticket"
    if ticket.organization and tag in ticket.organization.tags:
        return "organization"
    return None
