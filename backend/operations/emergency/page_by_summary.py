"""What kinds share that page a service with a summary in the agent's words: the page first, then a note."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, TypeVar

from markupsafe import Markup

from backend.deps import Deps
from backend.domain.paging.identity import Purpose
from backend.domain.paging.plan import PagePlan
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Blocker, Request, RuleViolation
from backend.operations.steps.html import labelled
from backend.operations.steps.note import internal_note
from backend.operations.steps.open_pages import earlier_pages, open_pages, verified_pages
from backend.operations.steps.page import PageContext, opened_page, page_paragraph, page_step
from backend.operations.steps.us_government import keep_names_in


class WithSummary(Body):
    """What the person who is paged has to know."""

    summary: FreeText


S = TypeVar("S", bound=WithSummary)


class PageBySummaryKind(Kind[S, PageContext]):
    """A ticket has one open page for a `purpose`.

    `service_key` names the service's id in the handbook; `paged` begins the note.
    """

    Context = PageContext
    purpose: ClassVar[Purpose]
    service_key: ClassVar[str]
    paged: ClassVar[str]

    @abstractmethod
    def plan(self, handbook: Handbook, ticket_id: int, summary: str) -> PagePlan:
        """Say which service is paged, and under which title."""

    @abstractmethod
    def details(self, deps: Deps, ticket_id: int, by: str, summary: str) -> str:
        """Write what PagerDuty shows below the title of a page by somebody."""

    def prepare(self, request: Request, body: S) -> PageContext:
        """Keep which incidents were there; PagerDuty passes a page on, so names may have to stay out of it."""
        keep_names_in(request.snapshot, request.deps.handbook, [body.summary])
        return PageContext(earlier=earlier_pages(request))

    def rules(self, request: Request, body: S) -> None:
        """Refuse while the handbook does not know the service."""
        if not self.plan(request.deps.handbook, request.ticket_id, "").configured:
            raise RuleViolation("not_configured", f"fill in {self.service_key} in the handbook")

    def claim_key(self, context: PageContext) -> str:
        """Page once a ticket."""
        return self.purpose

    def find_open(self, request: Request, context: PageContext) -> list[Blocker]:
        """List what is open on the service for this ticket already."""
        return open_pages(request, self.purpose)

    def verify(self, request: Request, blockers: list[Blocker]) -> list[Blocker]:
        """Ask PagerDuty about them."""
        return verified_pages(request, blockers)

    def open_ref(self, operation: Operation[S, PageContext]) -> str | None:
        """Name the incident."""
        return opened_page(operation)

    def steps(self, operation: Operation[S, PageContext]) -> Sequence[Step[Operation[S, PageContext]]]:
        """Page, then say so on the ticket."""
        return [page_step(self.purpose, self._plan, self._details), internal_note(self._note)]

    def by_hand(self, operation: Operation[S, PageContext], handbook: Handbook) -> Sequence[str]:
        """Tell how to page in PagerDuty itself."""
        return self.plan(handbook, operation.ticket_id, operation.body.summary).manual

    def _plan(self, deps: Deps, operation: Operation[S, PageContext]) -> PagePlan:
        return self.plan(deps.handbook, operation.ticket_id, operation.body.summary)

    def _details(self, deps: Deps, operation: Operation[S, PageContext]) -> str:
        return self.details(deps, operation.ticket_id, operation.agent_name, operation.body.summary)

    def _note(self, handbook: Handbook, operation: Operation[S, PageContext]) -> Markup:
        paged = page_paragraph(operation, f"{self.paged} by {operation.agent_name}: ", ".")
        return paged + labelled("Summary", operation.body.summary)
