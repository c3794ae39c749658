"""Resolve the ticket's page in the person's own PagerDuty name, once the customer has been contacted."""

from collections.abc import Sequence

from markupsafe import Markup

from backend.deps import Deps
from backend.domain.paging.clock import first_reply
from backend.domain.paging.incident import Incident
from backend.handbook.model.handbook import Handbook
from backend.mirror.incidents import keep_incidents
from backend.operations.engine.documents import Body, FreeText, Result
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step, StepResult
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.steps.html import labelled, paragraph_with_link
from backend.operations.steps.incident_note import incident_note
from backend.operations.steps.note import internal_note
from backend.operations.steps.open_pages import over
from backend.operations.steps.own_name import PersonalContext, in_own_name, open_page
from backend.operations.steps.us_government import keep_names_in


class ResolvePage(Body):
    """What to note with it; `contacted` is the person's word that the customer has been contacted."""

    note: FreeText | None = None
    contacted: bool = False


class ResolveContext(PersonalContext):
    """Whether the ticket showed a public reply since the page."""

    replied: bool = False


class Resolved(Result):
    """The page is resolved; `by_them`: by whoever asked for it, as far as PagerDuty says."""

    by_them: bool = True


RESOLVE = "resolve_page"
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
        resolve: Step[Resolving] = Step(RESOLVE, _look, _write, primary=True, repeatable=True, by_hand=_by_hand)
        steps = [resolve, internal_note(_note)]
        if operation.body.note is not None:
            there = (context.incident_id, context.number, context.url)
            steps.append(incident_note(*there, lambda deps, op: op.body.note or "", sender=context.sender))
        return steps


def _replied(request: Request) -> bool:
    return first_reply(open_page(request), request.snapshot.ticket) is not None


def _by_hand(handbook: Handbook, operation: Resolving) -> str:
    return f"Resolve the incident in PagerDuty: {operation.context.url}"


def _look(deps: Deps, operation: Resolving) -> StepResult | None:
    asked_at = deps.clock()
    incident = deps.pagerduty.incident(operation.context.incident_id)
    keep_incidents(deps, [incident], asked_at)
    return None if incident.is_open else _resolved(incident, incident.changed_by == operation.context.user_id)


def _write(deps: Deps, operation: Resolving) -> StepResult:
    incident = deps.pagerduty.resolve(operation.context.incident_id, operation.context.sender or "")
    keep_incidents(deps, [incident], deps.clock())
    return _resolved(incident, by_them=True)


def _resolved(incident: Incident, by_them: bool) -> StepResult:
    if incident.merged_into:
        raise over(incident, "there is nothing to resolve")
    words = "" if by_them else ", but not from here"
    return StepResult(
        f"Incident #{incident.number} is resolved{words}", url=incident.url, result=Resolved(by_them=by_them)
    )


def _note(handbook: Handbook, operation: Resolving) -> Markup:
    context, body = operation.context, operation.body
    contact = "The ticket showed a public reply since the page." if context.replied else "They say: customer contacted."
    left = operation.result(RESOLVE, Resolved) or Resolved()
    by = f" resolved by {operation.agent_name}."
    if not left.by_them:
        by = f" was resolved already, not by {operation.agent_name}, who wanted to."
    head = paragraph_with_link("", f"PagerDuty incident #{context.number}", context.url, f"{by} {contact}")
    return head + labelled("Note", body.note) if body.note else head
