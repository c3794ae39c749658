"""The step that pages: an incident with a key of its own, so that PagerDuty itself refuses a second open one."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from markupsafe import Markup
from pydantic import Field

from backend.deps import Deps
from backend.domain.clock import CLOCKS_DIFFER_BY
from backend.domain.paging.identity import Purpose, incident_key, incident_tickets, is_pool_page
from backend.domain.paging.incident import Incident
from backend.domain.paging.manager_call import calls
from backend.domain.paging.pages import emergency_pages, the_page
from backend.domain.paging.plan import PagePlan
from backend.mirror.incidents import keep_incidents
from backend.operations.engine.documents import Body, Context, Result
from backend.operations.engine.model import AnyOperation, Blocker, Operation, Request, Step, StepResult
from backend.operations.steps.html import paragraph_with_link
from backend.operations.steps.still_open import still_open
from backend.vendors.errors import AlreadyOpen, OutcomeUnknown, Over

PAGE = "page"


class PageContext(Context):
    """Which incidents were there for the ticket when a page was asked for: those are not ours."""

    earlier: list[str] = Field(default_factory=list)


class Paged(Result):
    """The incident that an operation opened; `anew` false = PagerDuty had it open already, and paged nobody."""

    incident_id: str
    number: int
    url: str
    anew: bool = True


Paging = TypeVar("Paging", bound=Operation[Body, PageContext])


def page_step(
    purpose: Purpose, plan_of: Callable[[Deps, Paging], PagePlan], details_of: Callable[[Deps, Paging], str]
) -> Step[Paging]:
    """Make the step. It posts at once; every later try looks for the key first, resolved incidents included."""

    def look(deps: Deps, operation: Paging) -> StepResult | None:
        asked_at = deps.clock()
        key = incident_key(operation.ticket_id, purpose)
        since = operation.created_at - CLOCKS_DIFFER_BY
        # The key is the ticket's, so an earlier page has it too.
        earlier = operation.context.earlier
        ours = [incident for incident in deps.pagerduty.incidents_by_key(key, since) if incident.id not in earlier]
        return _paged(deps, ours[0], plan_of(deps, operation), asked_at) if ours else None

    def write(deps: Deps, operation: Paging) -> StepResult:
        plan, key = plan_of(deps, operation), incident_key(operation.ticket_id, purpose)
        service = plan.service_id or ""
        try:
            incident = deps.pagerduty.trigger(
                service_id=service,
                policy_id=plan.policy_id,
                title=plan.title,
                key=key,
                details=details_of(deps, operation),
            )
        except AlreadyOpen as error:
            same = [one for one in deps.pagerduty.incidents_by_key(key) if one.is_open and one.service_id == service]
            if not same:
                raise OutcomeUnknown(error.vendor, error.reason) from error
            incident = same[0]
            began = operation.created_at - CLOCKS_DIFFER_BY
            if incident.id in operation.context.earlier or incident.created_at < began:
                return _open_already(deps, incident, deps.clock())
        return _paged(deps, incident, plan, deps.clock())

    return Step(PAGE, look, write, primary=True, write_first=True, idempotent=True)


def earlier_pages(request: Request) -> list[str]:
    """List the incidents that were there for a ticket when a page was asked for."""
    return [incident.id for incident in request.snapshot.incidents]


def open_pages(request: Request, purpose: Purpose) -> list[Blocker]:
    """List the ticket's open pages for a purpose, by whomever and wherever they stand now."""
    incidents, handbook = request.snapshot.incidents, request.deps.handbook
    if purpose == "emergency":
        pages = emergency_pages(incidents, handbook)
    elif purpose == "manager":
        pages = calls(incidents, handbook)
    else:
        pages = [one for one in incidents if is_pool_page(one, handbook)]
    # A manager calls once a ticket: no reason opens a second call.
    passable = None if purpose == "manager" else purpose
    return [blocker(request, one, passable) for one in pages if one.is_open]


def blocker(request: Request, incident: Incident, passable: Purpose | None) -> Blocker:
    """Say that an incident is open; PagerDuty itself never opens a second one under our key."""
    despite = passable is not None and incident.key != incident_key(request.ticket_id, passable)
    return Blocker(incident.id, incident.url, f"PagerDuty incident #{incident.number} is open for this ticket", despite)


def verified_pages(request: Request, blockers: list[Blocker]) -> list[Blocker]:
    """Keep the incidents that PagerDuty calls open now, and about this ticket; one it cannot tell of stays, said so."""
    deps = request.deps
    merged = {one.merged_into.id for one in request.snapshot.incidents if one.merged_into}

    def is_open(reference: str) -> bool:
        asked_at = deps.clock()
        incident = deps.pagerduty.incident(reference)
        keep_incidents(deps, [incident], asked_at)
        is_ours = request.ticket_id in incident_tickets(incident, deps.handbook) or incident.id in merged
        return incident.is_open and is_ours

    return still_open(blockers, is_open, deps.mirror.incidents.delete)


def open_emergency(request: Request) -> Incident | None:
    """Give the open page of the ticket that matters; None when none is open."""
    pages = emergency_pages(request.snapshot.incidents, request.deps.handbook)
    # The one that the panel shows.
    page = the_page(pages)
    return page if page and page.is_open else None


def over(incident: Incident, nothing: str) -> Over:
    """Say that an incident has ended, and so there is nothing to be done; of one that was merged, into which."""
    if merged := incident.merged_into:
        target = f"#{merged.number}" if merged.number else merged.id
        words = f"incident #{incident.number} was merged into {target}, which is this ticket's page now"
        return Over("PagerDuty", words)
    return Over("PagerDuty", f"incident #{incident.number} is resolved: {nothing}")


def opened_page(operation: AnyOperation) -> str | None:
    """Name the incident that an operation opened."""
    page = operation.result(PAGE, Paged)
    return page.incident_id if page else None


def page_paragraph(operation: AnyOperation, before: str, after: str) -> Markup:
    """Write a paragraph of a note with a link to the incident that the operation opened."""
    page = operation.require(PAGE, Paged)
    if not page.anew:
        before, after = f"{operation.agent_name} paged nobody anew: ", " was open for this ticket already."
    return paragraph_with_link(before, f"PagerDuty incident #{page.number}", page.url, after)


def _open_already(deps: Deps, incident: Incident, at: datetime) -> StepResult:
    keep_incidents(deps, [incident], at)
    whom = ", ".join(incident.assigned_to) or "nobody"
    return StepResult(
        f"Nobody was paged anew: incident #{incident.number} was open already, with {whom}",
        url=incident.url,
        result=Paged(incident_id=incident.id, number=incident.number, url=incident.url, anew=False),
    )


def _paged(deps: Deps, incident: Incident, plan: PagePlan, at: datetime) -> StepResult:
    keep_incidents(deps, [incident], at)
    whom = ", ".join(incident.assigned_to) or plan.policy or plan.service
    return StepResult(
        f"Paged {whom}: incident #{incident.number}",
        url=incident.url,
        result=Paged(incident_id=incident.id, number=incident.number, url=incident.url),
    )
