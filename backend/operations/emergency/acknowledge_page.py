"""Acknowledge the ticket's page, in the person's own PagerDuty name: PagerDuty then counts on them."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.paging.incident import Incident
from backend.handbook.model.handbook import Handbook
from backend.mirror.incidents import keep_incidents
from backend.operations.engine.documents import Body
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step, StepResult
from backend.operations.engine.request import Request
from backend.operations.steps.open_pages import over
from backend.operations.steps.own_name import PersonalContext, in_own_name


class AcknowledgePage(Body):
    """Nothing to say."""


Acknowledging = Operation[AcknowledgePage, PersonalContext]


class AcknowledgePageKind(Kind[AcknowledgePage, PersonalContext]):
    """One change of the incident."""

    name = "acknowledge_page"
    Body = AcknowledgePage
    Context = PersonalContext

    def prepare(self, request: Request, body: AcknowledgePage) -> PersonalContext:
        """Find the page and the person's PagerDuty user."""
        return in_own_name(request, required=True)

    def claim_key(self, context: PersonalContext) -> str:
        """Let one person's clicks in two windows acknowledge once."""
        return f"acknowledge-{context.user_id}"[:32]

    def steps(self, operation: Acknowledging) -> Sequence[Step[Acknowledging]]:
        """Acknowledge."""
        return [Step("acknowledge_page", _look, _write, primary=True, repeatable=True, by_hand=_by_hand)]


def _by_hand(handbook: Handbook, operation: Acknowledging) -> str:
    return f"Acknowledge the incident in PagerDuty: {operation.context.url}"


def _look(deps: Deps, operation: Acknowledging) -> StepResult | None:
    asked_at = deps.clock()
    incident = deps.pagerduty.incident(operation.context.incident_id)
    keep_incidents(deps, [incident], asked_at)
    if not incident.is_open:
        raise over(incident, "there is nothing to acknowledge")
    return _acknowledged(incident) if _is_by(incident, operation.context.user_id) else None


def _write(deps: Deps, operation: Acknowledging) -> StepResult:
    incident = deps.pagerduty.acknowledge(operation.context.incident_id, operation.context.sender or "")
    keep_incidents(deps, [incident], deps.clock())
    return _acknowledged(incident)


def _is_by(incident: Incident, user_id: str | None) -> bool:
    return any(holder.user_id == user_id for holder in incident.acknowledgements)


def _acknowledged(incident: Incident) -> StepResult:
    # By whom is what PagerDuty says: with a token that is a person's own it ignores in whose name we ask.
    names = ", ".join(holder.name for holder in incident.acknowledgements) or "nobody that PagerDuty names"
    return StepResult(f"Incident #{incident.number} is {incident.status}, acknowledged by {names}", url=incident.url)
