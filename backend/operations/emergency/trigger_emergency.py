"""Page the engineer on call for a customer emergency: once, then a note and a tag on the ticket.

By setting the page goes to PagerDuty itself, or through the paging macro: never both.
"""

from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup
from pydantic import Field

from backend.deps import Deps
from backend.domain.eligibility.entitlement import entitlement
from backend.domain.paging.plan import emergency_page
from backend.domain.text import COMMENT_LIMIT, inline
from backend.handbook.model.handbook import Handbook
from backend.operations.emergency.brief import Brief, brief_of
from backend.operations.emergency.decided import decision_that_holds
from backend.operations.emergency.judgement import Decided, JudgedContext, holding_line, judge
from backend.operations.emergency.paged_by_macro import PURPOSE, TAG, macro_used, paged_by_macro
from backend.operations.engine.documents import DespiteBody, DespiteContext, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Blocker, Request, RuleViolation
from backend.operations.steps.html import labelled, paragraph
from backend.operations.steps.macro import apply_macro_step
from backend.operations.steps.note import LONGEST_REASON, gone_past, internal_note, ticket_tag
from backend.operations.steps.open_pages import earlier_pages, open_pages, verified_pages
from backend.operations.steps.page import PageContext, opened_page, page_paragraph, page_step

LONGEST_DETAIL = 1000
"""Characters of the reason that a page shows: it is read on a phone, and stands in full on the ticket."""


class TriggerEmergency(DespiteBody):
    """Who triggers says why; the answers to the checklist go with it."""

    answers: dict[str, str] = Field(default_factory=dict)
    reason: FreeText


class TriggerContext(PageContext, JudgedContext, DespiteContext):
    """The way the page goes, the verdict that held, the incidents that were there, and what PagerDuty may be told.

    `brief` None = the link alone: a US Government customer, or a ticket that could not be read. `out_of_hours`: the
    hours of the customer's plan were over, so that the page is an exception.
    """

    route: Literal["pagerduty", "macro"] = "pagerduty"
    brief: Brief | None = None
    out_of_hours: bool = False


Triggering = Operation[TriggerEmergency, TriggerContext]


class TriggerEmergencyKind(Kind[TriggerEmergency, TriggerContext]):
    """Page first; note and tag follow."""

    name = "trigger_emergency"
    Body = TriggerEmergency
    Context = TriggerContext
    purpose = PURPOSE

    def prepare(self, request: Request, body: TriggerEmergency) -> TriggerContext:
        """Judge the answers; keep the verdict that held, and the decision that went before it."""
        handbook = request.deps.handbook
        judgement = judge(request, body.answers) if body.answers else None
        held = decision_that_holds(request.past(), request.snapshot.incidents, handbook, request.now)
        route = handbook.emergency.route
        brief = brief_of(request.snapshot, handbook)
        return TriggerContext(
            route=route,
            earlier=earlier_pages(request),
            judgement=judgement,
            decision=Decided.model_validate(held) if held else None,
            brief=brief,
            out_of_hours=_out_of_hours(request),
        )

    def rules(self, request: Request, body: TriggerEmergency) -> None:
        """Refuse a page that PagerDuty could not take."""
        handbook = request.deps.handbook
        if handbook.emergency.route == "pagerduty" and not emergency_page(handbook, request.ticket_id).configured:
            because = "the handbook names no id of the PagerDuty service or escalation policy"
            raise RuleViolation("not_configured", because)

    def claim_key(self, context: TriggerContext) -> str:
        """Have one open emergency a ticket."""
        return PURPOSE

    def find_open(self, request: Request, context: TriggerContext) -> list[Blocker]:
        """List what has paged for this ticket already, by our page or another way."""
        return open_pages(request, PURPOSE) or macro_used(request)

    def verify(self, request: Request, blockers: list[Blocker]) -> list[Blocker]:
        """Ask PagerDuty about the incidents, and where there is only the macro's tag whether anything is open."""
        tagged = [blocker for blocker in blockers if blocker.reference.startswith(TAG)]
        if not tagged:
            return verified_pages(request, blockers)
        return paged_by_macro(request, tagged[0])

    def open_ref(self, operation: Triggering) -> str | None:
        """Name the incident."""
        return opened_page(operation)

    def steps(self, operation: Triggering) -> Sequence[Step[Triggering]]:
        """Page, then say so on the ticket."""
        if operation.context.route == "macro":
            return [apply_macro_step(_paging_macro, may_page=True), internal_note(_note_of_macro)]
        page = page_step(PURPOSE, lambda deps, op: emergency_page(deps.handbook, op.ticket_id), _details)
        return [page, internal_note(_note), ticket_tag(lambda handbook: handbook.zendesk.tags.emergency_paged)]

    def by_hand(self, operation: Triggering, handbook: Handbook) -> Sequence[str]:
        """Tell how to page in PagerDuty itself."""
        return emergency_page(handbook, operation.ticket_id).manual


def _out_of_hours(request: Request) -> bool:
    ticket = request.snapshot.ticket
    return ticket is not None and entitlement(ticket, request.deps.handbook, request.now).answer == "out_of_hours"


def _paging_macro(handbook: Handbook, operation: Triggering) -> str:
    return handbook.paging_macro


def message(deps: Deps, ticket_id: int, by: str, body: TriggerEmergency, context: TriggerContext) -> str:
    """Write what PagerDuty shows below the title of a page by somebody."""
    link = f"Zendesk ticket: {deps.ticket_url(ticket_id)}"
    if context.brief is None:
        return link
    reason = inline(body.reason, LONGEST_DETAIL)
    verdict = holding_line(context, deps.handbook)
    return f"Reason: {reason}\n{context.brief.text}\nVerdict: {verdict}\nPaged by {by}\n{link}"


def _details(deps: Deps, operation: Triggering) -> str:
    return message(deps, operation.ticket_id, operation.agent_name, operation.body, operation.context)


def _note(handbook: Handbook, operation: Triggering) -> Markup:
    paged = page_paragraph(operation, f"Customer emergency paged by {operation.agent_name}: ", ".")
    return gone_past(operation) + paged + _verdict_and_reason(handbook, operation)


def _note_of_macro(handbook: Handbook, operation: Triggering) -> Markup:
    paged = paragraph(f"Customer emergency paged by {operation.agent_name}, with the paging macro.")
    return gone_past(operation) + paged + _verdict_and_reason(handbook, operation)


def _verdict_and_reason(handbook: Handbook, operation: Triggering) -> Markup:
    verdict = paragraph(f"Verdict: {holding_line(operation.context, handbook)}")
    limit = COMMENT_LIMIT - (LONGEST_REASON if operation.body.despite else 0)
    note = verdict + labelled("Reason", operation.body.reason, limit)
    words = handbook.emergency.out_of_hours
    return note + paragraph(f"{words.title}. {words.text}") if operation.context.out_of_hours else note
