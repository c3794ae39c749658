"""Page the manager on call about this ticket: by whoever works on it, once per open call."""

from backend.deps import Deps
from backend.domain.paging.manager_call import MANAGER, manager_page
from backend.domain.paging.plan import PagePlan
from backend.domain.text import clean
from backend.handbook.model.handbook import Handbook
from backend.operations.emergency.page_by_summary import PageBySummaryKind, WithSummary


class CallManager(WithSummary):
    """What the manager needs to know; its first words are the page's title."""


class CallManagerKind(PageBySummaryKind[CallManager]):
    """Page first; a note follows."""

    name = "call_manager"
    Body = CallManager
    purpose = MANAGER
    service_key = "pagerduty.services.support_managers.id"
    paged = "Manager called"

    def plan(self, handbook: Handbook, ticket_id: int, summary: str) -> PagePlan:
        """Page the managers' own service."""
        return manager_page(handbook, ticket_id, summary)

    def details(self, deps: Deps, ticket_id: int, by: str, summary: str) -> str:
        """Write the summary, who called, and the ticket."""
        return f"{clean(summary)}\n\nCalled by {by}\nZendesk ticket: {deps.ticket_url(ticket_id)}"
