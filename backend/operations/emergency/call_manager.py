"""Page the manager on call about this ticket: by whoever works on it, once per open call."""

from collections.abc import Sequence

from markupsafe import Markup

from backend.deps import Deps
from backend.domain.paging.manager_call import MANAGER, manager_page
from backend.domain.paging.plan import PagePlan
from backend.domain.text import clean, to_html
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.model import Blocker, Operation, Request, RuleViolation, Step
from backend.operations.steps.html import paragraph
from backend.operations.steps.note import internal_note
from backend.operations.steps.page import (
    PageContext,
    earlier_pages,
    open_pages,
    opened_page,
    page_paragraph,
    page_step,
    verified_pages,
)
from backend.operations.steps.us_government import keep_names_in


class CallManager(Body):
    """What the manager needs to know; its first words are the page's title."""

    summary: FreeText


Calling = Operation[CallManager, PageContext]


class CallManagerKind(Kind[CallManager, PageContext]):
    """Page first; a note follows."""

    name = "call_manager"
    Body = CallManager
    Context = PageContext

    def prepare(self, request: Request, body: CallManager) -> PageContext:
        """Keep which incidents were there; PagerDuty passes titles on, so names may have to stay out of them."""
        keep_names_in(request.snapshot, request.deps.handbook, [body.summary])
        return PageContext(earlier=earlier_pages(request))

    def rules(self, request: Request, body: CallManager) -> None:
        """Refuse while the handbook does not know the service."""
        if not manager_page(request.deps.handbook, request.ticket_id, "").configured:
            raise RuleViolation("not_configured", "fill in pagerduty.services.support_managers.id in the handbook")

    def claim_key(self, context: PageContext) -> str:
        """Call once a ticket."""
        return MANAGER

    def find_open(self, request: Request, context: PageContext) -> list[Blocker]:
        """List what calls the managers for this ticket already."""
        return open_pages(request, MANAGER)

    def verify(self, request: Request, blockers: list[Blocker]) -> list[Blocker]:
        """Ask PagerDuty about them."""
        return verified_pages(request, blockers)

    def open_ref(self, operation: Calling) -> str | None:
        """Name the incident."""
        return opened_page(operation)

    def steps(self, operation: Calling) -> Sequence[Step[Calling]]:
        """Page, then say so on the ticket."""
        return [page_step(MANAGER, _plan, _details), internal_note(_note)]

    def by_hand(self, operation: Calling, handbook: Handbook) -> Sequence[str]:
        """Tell how to page the managers in PagerDuty itself."""
        return manager_page(handbook, operation.ticket_id, operation.body.summary).manual


def _plan(deps: Deps, operation: Calling) -> PagePlan:
    return manager_page(deps.handbook, operation.ticket_id, operation.body.summary)


def _details(deps: Deps, operation: Calling) -> str:
    asked = f"{clean(operation.body.summary)}\n\nCalled by {operation.agent_name}"
    return f"{asked}\nZendesk ticket: {deps.ticket_url(operation.ticket_id)}"


def _note(deps: Deps, operation: Calling) -> Markup:
    return (
        page_paragraph(operation, "Manager called: ", f" on {_plan(deps, operation).service}.")
        + paragraph(f"Called by {operation.agent_name}. Summary:")
        + to_html(operation.body.summary)
    )
