"""The step that pages: an incident with a key of its own, so that PagerDuty itself refuses a second open one."""

from collections.abc import Callable

from backend.deps import Deps
from backend.domain.paging.identity import Purpose, emergencies, incident_key, incident_tickets
from backend.domain.paging.incident import Incident
from backend.domain.paging.plan import PagePlan
from backend.operations.engine.model import Blocker, Request, Step, StepResult
from backend.operations.engine.retry import CLOCKS_DIFFER_BY
from backend.store.operation_rows import OperationRow
from backend.vendors.errors import AlreadyOpen, OutcomeUnknown

Plan = Callable[[Deps, OperationRow], PagePlan]
Words = Callable[[Deps, OperationRow], str]


def page_step(purpose: Purpose, plan_of: Plan, details_of: Words) -> Step:
    """Make the step. It posts at once; every later try looks for the key first, resolved incidents included."""

    def look(deps: Deps, operation: OperationRow) -> StepResult | None:
        key = incident_key(operation.ticket_id, purpose)
        since = operation.created_at - CLOCKS_DIFFER_BY
        # The key is the ticket's, so an earlier page has it too: what was there before is not ours.
        earlier = operation.facts["earlier"]
        ours = [one for one in deps.pagerduty.incidents_by_key(key, since) if one.id not in earlier]
        return _paged(deps, operation, ours[0], plan_of(deps, operation)) if ours else None

    def write(deps: Deps, operation: OperationRow) -> StepResult:
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
            found = [one for one in deps.pagerduty.open_incidents([service]) if one.key == key]
            if not found:
                raise OutcomeUnknown(error.vendor, error.reason) from error
            incident = found[0]
        return _paged(deps, operation, incident, plan)

    return Step("page", look, write, primary=True, write_first=True, idempotent=True)


def earlier_pages(request: Request) -> list[str]:
    """List the incidents that were there for a ticket when a page was asked for."""
    return [one.id for one in request.snapshot.incidents]


def open_pages(request: Request, service_id: str | None) -> list[Blocker]:
    """List the open incidents of a ticket on a service, by whomever."""
    return [
        Blocker(one.id, one.url, f"PagerDuty incident #{one.number} is open for this ticket")
        for one in request.snapshot.incidents
        if one.is_open and one.service_id == service_id
    ]


def open_emergency(request: Request) -> Incident | None:
    """Give the ticket's open page on the service for customer emergencies, the oldest if there are several."""
    pages = emergencies(request.snapshot.incidents, request.deps.handbook)
    return next((one for one in pages if one.is_open), None)


def page_reference(operation: OperationRow) -> str | None:
    """Name the incident that an operation opened."""
    return operation.result("page").get("incident_id")


def _paged(deps: Deps, operation: OperationRow, incident: Incident, plan: PagePlan) -> StepResult:
    tickets = incident_tickets(incident, deps.handbook) | {operation.ticket_id}
    deps.mirror.incidents.put([(incident, frozenset(tickets))])
    whom = ", ".join(incident.assigned_to) or plan.policy or plan.service
    return StepResult(
        f"Paged {whom}: incident #{incident.number}",
        url=incident.url,
        result={"incident_id": incident.id, "number": incident.number, "url": incident.url},
    )
