"""Page the APAC backup pool for a second emergency at a weekend: no assignee, no priority."""

from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup

from backend.deps import Deps
from backend.domain.paging.plan import PagePlan, backup_pool_page
from backend.domain.text import clean, to_html
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Blocker, Request, RuleViolation, Step
from backend.operations.steps.html import paragraph, paragraph_with_link
from backend.operations.steps.note import internal_note
from backend.operations.steps.page import earlier_pages, open_pages, page_reference, page_step
from backend.store.operation_rows import OperationRow

PURPOSE: Literal["backup-pool"] = "backup-pool"


class PageBackupPool(Body):
    """A brief summary of the emergency."""

    summary: FreeText


def open_now(request: Request, facts: Facts) -> list[Blocker]:
    """List what has paged the pool for this ticket already."""
    return open_pages(request, request.deps.handbook.pagerduty.services.apac_backup_pool.id)


def rules(request: Request, body: PageBackupPool) -> None:
    """Refuse while the handbook does not know the pool."""
    if not backup_pool_page(request.deps.handbook, request.ticket_id, "").configured:
        raise RuleViolation("not_configured", "fill in pagerduty.services.apac_backup_pool.id in the handbook")


def steps(operation: OperationRow) -> Sequence[Step]:
    """Page first; a note follows."""
    return [page_step(PURPOSE, _plan, lambda deps, op: clean(op.body["summary"])), internal_note(_note)]


def _plan(deps: Deps, operation: OperationRow) -> PagePlan:
    return backup_pool_page(deps.handbook, operation.ticket_id, operation.body["summary"])


def _note(deps: Deps, operation: OperationRow) -> Markup:
    page, plan = operation.result("page"), _plan(deps, operation)
    return (
        paragraph_with_link(
            "Backup pool paged: ", f"PagerDuty incident #{page['number']}", page["url"], f" on {plan.service}."
        )
        + paragraph(f"Triggered by {operation.agent_name}. Summary:")
        + to_html(operation.body["summary"])
    )


KIND = Kind(
    name="page_backup_pool",
    body=PageBackupPool,
    facts=lambda request, body: {"earlier": earlier_pages(request)},
    steps=steps,
    purpose=lambda facts: PURPOSE,
    open_now=open_now,
    reference=page_reference,
    rules=rules,
)
