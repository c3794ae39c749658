"""Resolve the ticket's page in the person's own PagerDuty name, once the customer has been contacted."""

from collections.abc import Sequence

from markupsafe import Markup

from backend.deps import Deps
from backend.domain.paging.clock import first_reply
from backend.handbook.model.handbook import Handbook
from backend.mirror.incidents import keep_incidents
from backend.operations.engine.documents import Body, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.model import Operation, Request, RuleViolation, Step, StepResult
from backend.operations.steps.html import labelled, paragraph_with_link
from backend.operations.steps.incident_note import incident_note
from backend.operations.steps.note import internal_note
from backend.operations.steps.own_name import PersonalContext, in_own_name, open_page
from backend.operations.steps.us_government import keep_names_in


class ResolvePage(Body):
    """What to note with it; `contacted` is the person's word that the customer has been contacted."""

    note: FreeText | None = None
    contacted: bool = False


class ResolveContext(PersonalContext):
    """Whether the ticket showed a public reply since the page."""

    replied: bool = False


Resolving = Operation[ResolvePage, ResolveContext]


class ResolvePageKind(Kind[ResolvePage, ResolveContext]):
    """Resolve first; the notes follow."""

    name = "resolve_page"
    Body = ResolvePage
    Context = ResolveContext

    def prepare(self, request: Request, body: ResolvePage) -> ResolveContext:
        """Find the page, the person's PagerDuty user, and what the ticket shows."""
        if body.note:
            keep_names_in(request.snapshot, request.deps.handbook, [body.note])
        personal = in_own_name(request, required=True)
        return ResolveContext(**personal.model_dump(), replied=_replied(request))

    def rules(self, request: Request, body: ResolvePage) -> None:
        """Refuse while nothing says that the customer has been contacted: that is what resolved means."""
        if body.contacted or _replied(request):
            return
        meaning = request.deps.handbook.pagerduty.meaning.resolved
        seen = "shows no public reply since the page" if request.snapshot.ticket else "could not be read"
        because = f"has the customer been contacted? The ticket {seen}. {meaning} If they have been, say so"
        raise RuleViolation("not_contacted", because)

    def claim_key(self, context: ResolveContext) -> str:
        """Resolve a page once."""
        return "resolve-page"

    def steps(self, operation: Resolving) -> Sequence[Step[Resolving]]:
        """Resolve, then say so on the ticket, and in PagerDuty where there is something to say."""
        context = operation.context
        resolve: Step[Resolving] = Step("resolve_page", _look, _write, primary=True, repeatable=True, by_hand=_by_hand)
        steps = [resolve, internal_note(_note)]
        if operation.body.note is not None:
            there = (context.incident_id, context.number, context.url)
            steps.append(incident_note(*there, lambda deps, op: op.body.note or "", sender=context.sender))
        return steps


def _replied(request: Request) -> bool:
    known = request.snapshot.ticket
    return first_reply(open_page(request), known.ticket if known else None) is not None


def _by_hand(handbook: Handbook, operation: Resolving) -> str:
    return f"Resolve the incident in PagerDuty: {operation.context.url}"


def _look(deps: Deps, operation: Resolving) -> StepResult | None:
    asked_at = deps.clock()
    incident = deps.pagerduty.incident(operation.context.incident_id)
    keep_incidents(deps, [incident], asked_at)
    return None if incident.is_open else _resolved(operation)


def _write(deps: Deps, operation: Resolving) -> StepResult:
    incident = deps.pagerduty.resolve(operation.context.incident_id, operation.context.sender or "")
    keep_incidents(deps, [incident], deps.clock())
    return _resolved(operation)


def _resolved(operation: Resolving) -> StepResult:
    return StepResult(f"Incident #{operation.context.number} is resolved", url=operation.context.url)


def _note(deps: Deps, operation: Resolving) -> Markup:
    context, body = operation.context, operation.body
    contact = "The ticket showed a public reply since the page." if context.replied else "They say: customer contacted."
    head = paragraph_with_link(
        "", f"PagerDuty incident #{context.number}", context.url, f" resolved by {operation.agent_name}. {contact}"
    )
    return head + labelled("Note", body.note) if body.note else head
