"""The step that pages: an incident with a key of its own, so that PagerDuty itself refuses a second open one."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from markupsafe import Markup
from pydantic import Field

from backend.deps import Deps
from backend.domain.clock import CLOCKS_DIFFER_BY
from backend.domain.paging.identity import Purpose, incident_key
from backend.domain.paging.incident import Incident
from backend.domain.paging.plan import PagePlan
from backend.mirror.incidents import keep_incidents
from backend.operations.engine.documents import Body, Context, Result
from backend.operations.engine.operation import AnyOperation, Operation, Step, StepResult
from backend.operations.steps.html import paragraph_with_link
from backend.vendors.errors import AlreadyOpen, OutcomeUnknown

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
            same = [
                incident
                for incident in deps.pagerduty.incidents_by_key(key)
                if incident.is_open and incident.service_id == service
            ]
            if not same:
                raise OutcomeUnknown(error.vendor, error.reason) from error
            incident = same[0]
            began = operation.created_at - CLOCKS_DIFFER_BY
            if incident.id in operation.context.earlier or incident.created_at < began:
                return _open_already(deps, incident, deps.clock())
        return _paged(deps, incident, plan, deps.clock())

    return Step(PAGE, look, write, primary=True, write_first=True, idempotent=True)


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
