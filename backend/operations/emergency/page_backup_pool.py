"""Page the APAC backup pool for a second emergency at a weekend: no assignee, no priority."""

from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup

from backend.deps import Deps
from backend.domain.paging.plan import PagePlan, backup_pool_page
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

PURPOSE: Literal["backup-pool"] = "backup-pool"


class PageBackupPool(Body):
    """A brief summary of the emergency."""

    summary: FreeText


PagingPool = Operation[PageBackupPool, PageContext]


class PageBackupPoolKind(Kind[PageBackupPool, PageContext]):
    """Page first; a note follows."""

    name = "page_backup_pool"
    Body = PageBackupPool
    Context = PageContext
    purpose = PURPOSE

    def prepare(self, request: Request, body: PageBackupPool) -> PageContext:
        """Keep which incidents were there."""
        return PageContext(earlier=earlier_pages(request))

    def rules(self, request: Request, body: PageBackupPool) -> None:
        """Refuse while the handbook does not know the pool."""
        if not backup_pool_page(request.deps.handbook, request.ticket_id, "").configured:
            raise RuleViolation("not_configured", "fill in pagerduty.services.apac_backup_pool.id in the handbook")

    def claim_key(self, context: PageContext) -> str:
        """Page the pool once a ticket."""
        return PURPOSE

    def find_open(self, request: Request, context: PageContext) -> list[Blocker]:
        """List what has paged the pool for this ticket already."""
        return open_pages(request, PURPOSE)

    def verify(self, request: Request, blockers: list[Blocker]) -> list[Blocker]:
        """Ask PagerDuty about them."""
        return verified_pages(request, blockers)

    def open_ref(self, operation: PagingPool) -> str | None:
        """Name the incident."""
        return opened_page(operation)

    def steps(self, operation: PagingPool) -> Sequence[Step[PagingPool]]:
        """Page, then say so on the ticket."""
        return [page_step(PURPOSE, _plan, lambda deps, op: clean(op.body.summary)), internal_note(_note)]

    def by_hand(self, operation: PagingPool, handbook: Handbook) -> Sequence[str]:
        """Tell how to page the pool in PagerDuty itself."""
        return backup_pool_page(handbook, operation.ticket_id, operation.body.summary).manual


def _plan(deps: Deps, operation: PagingPool) -> PagePlan:
    return backup_pool_page(deps.handbook, operation.ticket_id, operation.body.summary)


def _note(deps: Deps, operation: PagingPool) -> Markup:
    return (
        page_paragraph(operation, "Backup pool paged: ", f" on {_plan(deps, operation).service}.")
        + paragraph(f"Triggered by {operation.agent_name}. Summary:")
        + to_html(operation.body.summary)
    )
