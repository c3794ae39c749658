"""Page the APAC backup pool for a second emergency at a weekend: no assignee, no priority."""

from backend.deps import Deps
from backend.domain.paging.plan import PagePlan, backup_pool_page
from backend.domain.text import clean
from backend.handbook.model.handbook import Handbook
from backend.operations.emergency.page_by_summary import PageBySummaryKind, WithSummary


class PageBackupPool(WithSummary):
    """A brief summary of the emergency."""


class PageBackupPoolKind(PageBySummaryKind[PageBackupPool]):
    """Page first; a note follows."""

    name = "page_backup_pool"
    Body = PageBackupPool
    purpose = "backup-pool"
    service_key = "pagerduty.services.apac_backup_pool.id"
    paged = "Backup pool paged"

    def plan(self, handbook: Handbook, ticket_id: int, summary: str) -> PagePlan:
        """Page the pool's service."""
        return backup_pool_page(handbook, ticket_id, summary)

    def details(self, deps: Deps, ticket_id: int, by: str, summary: str) -> str:
        """Write the summary."""
        return clean(summary)
