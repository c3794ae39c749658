"""What holds about a ticket: a person's decision, else the checklist's verdict."""

from dataclasses import dataclass

from backend.domain.eligibility.assessment import Assessment, macros_of
from backend.domain.eligibility.history import Decision
from backend.domain.tickets import Ticket
from backend.handbook.model.emergencies import Verdict
from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class Holding:
    """The verdict that texts, macros, pages and notes follow; None = not entitled.

    `found` is the checklist's own result; `decision` is set where a person's verdict stands in its place.
    """

    verdict: Verdict | None
    macros: tuple[str, ...]
    found: Assessment
    decision: Decision | None = None


def what_holds(found: Assessment, decision: Decision | None, ticket: Ticket, handbook: Handbook) -> Holding:
    """Put a decision that holds in the present emergency before the checklist's verdict."""
    if decision:
        return Holding(decision.verdict, macros_of(decision.verdict, ticket, handbook), found, decision)
    judged = found.qualification
    return Holding(judged.verdict, judged.macros, found) if judged else Holding(None, (), found)
