"""Page the engineer on call for a customer emergency: once, then a note and a tag on the ticket.

By setting the page goes to PagerDuty itself, or through the paging macro: never both.
"""

from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup
from pydantic import Field

from backend.deps import Deps
from backend.domain.paging.plan import emergency_page
from backend.domain.text import to_html
from backend.operations.emergency.judgement import judge, verdict_line
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Blocker, Request, RuleViolation, Step
from backend.operations.steps.html import paragraph, paragraph_with_link
from backend.operations.steps.macro import apply_macro_step
from backend.operations.steps.note import internal_note, ticket_tag
from backend.operations.steps.page import earlier_pages, open_pages, page_reference, page_step
from backend.store.operation_rows import OperationRow

PURPOSE: Literal["emergency"] = "emergency"


class TriggerEmergency(Body):
    """Who triggers says why; the answers to the checklist go with it."""

    answers: dict[str, str] = Field(default_factory=dict)
    reason: FreeText


def open_now(request: Request, facts: Facts) -> list[Blocker]:
    """List what has paged for this ticket already, by our page or another way."""
    return open_pages(request, request.deps.handbook.pagerduty.services.customer_support.id) or _macro_used(request)


def _macro_used(request: Request) -> list[Blocker]:
    # The paging macro leaves its tag; until its incident shows, a page of ours would be the second one.
    tag = request.deps.handbook.zendesk.tags.trigger_manual_emergency
    ticket = request.snapshot.ticket
    if ticket is None or tag not in ticket.ticket.tags or request.snapshot.incidents:
        return []
    because = f"the paging macro was used (tag {tag}); if nobody was paged, remove the tag and trigger again"
    return [Blocker(f"tag:{tag}", None, because)]


def facts(request: Request, body: TriggerEmergency) -> Facts:
    """Judge the answers; keep the verdict that held."""
    judged = judge(request, body.answers) if body.answers else {}
    return {"route": request.deps.handbook.emergency.route, "earlier": earlier_pages(request), **judged}


def rules(request: Request, body: TriggerEmergency) -> None:
    """Refuse a page that PagerDuty could not take."""
    handbook = request.deps.handbook
    if handbook.emergency.route == "pagerduty" and not emergency_page(handbook, request.ticket_id).configured:
        raise RuleViolation("not_configured", "the handbook names no id of the PagerDuty service or escalation policy")


def steps(operation: OperationRow) -> Sequence[Step]:
    """Page first; note and tag follow."""
    if operation.facts.get("route") == "macro":
        return [apply_macro_step(lambda handbook, op: handbook.paging_macro), internal_note(_note_of_macro)]
    return [PAGE, internal_note(_note), ticket_tag(lambda handbook: handbook.zendesk.tags.emergency_paged)]


def _details(deps: Deps, operation: OperationRow) -> str:
    return f"Zendesk ticket: {deps.ticket_url(operation.ticket_id)}\nTriggered by {operation.agent_name}"


PAGE = page_step(PURPOSE, lambda deps, operation: emergency_page(deps.handbook, operation.ticket_id), _details)


def _note(deps: Deps, operation: OperationRow) -> Markup:
    page, plan = operation.result("page"), emergency_page(deps.handbook, operation.ticket_id)
    return (
        paragraph_with_link(
            "Customer emergency paged: ", f"PagerDuty incident #{page['number']}", page["url"],
            f" on {plan.service}, {plan.policy}.",
        )
        + _who_and_why(deps, operation)
    )  # fmt: skip


def _note_of_macro(deps: Deps, operation: OperationRow) -> Markup:
    return paragraph("Customer emergency paged by the paging macro.") + _who_and_why(deps, operation)


def _who_and_why(deps: Deps, operation: OperationRow) -> Markup:
    return (
        paragraph(f"Triggered by {operation.agent_name}. {verdict_line(operation.facts, deps.handbook)}")
        + paragraph("Reason:")
        + to_html(operation.body["reason"])
    )


KIND = Kind(
    name="trigger_emergency",
    body=TriggerEmergency,
    facts=facts,
    steps=steps,
    purpose=lambda facts: PURPOSE,
    open_now=open_now,
    reference=page_reference,
    rules=rules,
)
