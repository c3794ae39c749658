"""Hand the ticket's open page to somebody else: the engineer on call cannot go on."""

from collections.abc import Sequence
from typing import Annotated

from markupsafe import Markup
from pydantic import AfterValidator

from backend.domain.paging.incident import Incident
from backend.domain.paging.responders import LEVEL, Responder, reassign_by_hand
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.steps.accounts import known_responder, target
from backend.operations.steps.hand_over import ReassignContext, Target, hand_over, hand_over_note, taken_by_level
from backend.operations.steps.html import labelled
from backend.operations.steps.note import internal_note
from backend.operations.steps.own_name import open_page

REASSIGN = "reassign"


class ReassignPage(Body):
    """Who takes it, and why."""

    to: Annotated[str, AfterValidator(target)]
    reason: FreeText


Reassigning = Operation[ReassignPage, ReassignContext]


class ReassignPageKind(Kind[ReassignPage, ReassignContext]):
    """Hand it over first; the note follows."""

    name = "reassign_page"
    Body = ReassignPage
    Context = ReassignContext
    purpose = "emergency"

    def prepare(self, request: Request, body: ReassignPage) -> ReassignContext:
        """Find the open page and who takes it; keep who had it."""
        incident = open_page(request)
        taker = _taker(request, incident, body.to)
        return ReassignContext.of(incident, taker)

    def claim_key(self, context: ReassignContext) -> str:
        """Name one hand-over, so that two people who ask for the same one at the same time start it once."""
        return f"reassign-{context.level or context.users[0]}"

    def steps(self, operation: Reassigning) -> Sequence[Step[Reassigning]]:
        """Hand over, then say so on the ticket."""
        return [hand_over(REASSIGN), internal_note(_note)]

    def by_hand(self, operation: Reassigning, handbook: Handbook) -> Sequence[str]:
        """Tell how to hand the page over in PagerDuty itself."""
        return reassign_by_hand(handbook, operation.context.url, operation.context.who)


def _taker(request: Request, incident: Incident, wanted: str) -> Target:
    if wanted.startswith(LEVEL):
        return taken_by_level(request, incident, int(wanted.removeprefix(LEVEL)))
    return _person(request, wanted)


def _person(request: Request, wanted: str) -> Target:
    pagerduty = request.deps.pagerduty
    on_call = (
        Responder(entry.user_id, entry.name, entry.email)
        for entry in request.snapshot.on_calls
        if entry.user_id == wanted
    )
    person = next(on_call, None) or known_responder(request.deps, wanted)
    if pagerduty.is_sender(person):
        because = f"{person.name} is the user in whose name this product pages: PagerDuty would tell nobody"
        raise RuleViolation("sender", because)
    return Target(person.name, [person.id])


def _note(handbook: Handbook, operation: Reassigning) -> Markup:
    context = operation.context
    # Who had it is told as of then: it may have changed hands before ours went through.
    before = f"When they asked, it was with {', '.join(context.before) or 'nobody'}."
    done = f" handed over by {operation.agent_name}: {context.who} takes it. {before}"
    return hand_over_note(operation, REASSIGN, done) + labelled("Reason", operation.body.reason)
