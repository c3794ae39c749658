"""Escalate the ticket's page to a level of its policy, which goes on from there."""

from collections.abc import Sequence
from typing import Annotated

from markupsafe import Markup
from pydantic import Field

from backend.domain.paging.responders import reassign_by_hand
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request
from backend.operations.steps.hand_over import ReassignContext, hand_over, hand_over_note, taken_by_level
from backend.operations.steps.note import internal_note
from backend.operations.steps.own_name import open_page


class EscalatePage(Body):
    """Which level of the escalation policy."""

    level: Annotated[int, Field(ge=1, le=9)]


ESCALATE = "escalate"
Escalating = Operation[EscalatePage, ReassignContext]


class EscalatePageKind(Kind[EscalatePage, ReassignContext]):
    """Escalate first; the note follows."""

    name = "escalate_page"
    Body = EscalatePage
    Context = ReassignContext

    def prepare(self, request: Request, body: EscalatePage) -> ReassignContext:
        """Find the open page and who is on call on the level; keep who had it."""
        incident = open_page(request)
        taker = taken_by_level(request, incident, body.level)
        return ReassignContext.of(incident, taker)

    def claim_key(self, context: ReassignContext) -> str:
        """Let two people who escalate to the same level at the same time do so once."""
        return f"escalate-{context.level}"

    def steps(self, operation: Escalating) -> Sequence[Step[Escalating]]:
        """Escalate, then say so on the ticket."""
        return [hand_over(ESCALATE), internal_note(_note)]

    def by_hand(self, operation: Escalating, handbook: Handbook) -> Sequence[str]:
        """Tell how to hand the page over in PagerDuty itself."""
        return reassign_by_hand(handbook, operation.context.url, operation.context.who)


def _note(handbook: Handbook, operation: Escalating) -> Markup:
    return hand_over_note(operation, ESCALATE, f" escalated by {operation.agent_name} to {operation.context.who}.")
