"""Ask more people to join the ticket's page: PagerDuty tells them, and they may say no."""

from collections.abc import Sequence
from typing import Annotated, Self

from markupsafe import Markup
from pydantic import AfterValidator, Field, model_validator

from backend.deps import Deps
from backend.domain.marks import reference, references_in
from backend.domain.paging.responders import ResponderTarget
from backend.domain.text import clean
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step, StepResult
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.steps.accounts import PagerDutyId, person
from backend.operations.steps.html import labelled, paragraph_with_link
from backend.operations.steps.marks import Mark
from backend.operations.steps.note import internal_note
from backend.operations.steps.own_name import PersonalContext, in_own_name
from backend.operations.steps.us_government import keep_names_in
from backend.vendors.errors import NotFound

RESPONDERS = "responders"
MOST_USERS = 10


class AddResponders(Body):
    """Whom to ask, and why: up to ten people by id or e-mail address, or one escalation policy by its id."""

    users: Annotated[list[Annotated[str, AfterValidator(person)]], Field(max_length=MOST_USERS)] = Field(
        default_factory=list
    )
    policy: PagerDutyId | None = None
    message: FreeText

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if bool(self.users) == bool(self.policy):
            raise ValueError("name users or a policy, one of the two")
        return self


class RespondersContext(PersonalContext):
    """Who is asked, by name, and the PagerDuty ids behind them; `requester` is the id of the user who asks."""

    requester: str
    who: list[str]
    targets: list[ResponderTarget]


Asking = Operation[AddResponders, RespondersContext]


class AddRespondersKind(Kind[AddResponders, RespondersContext]):
    """Ask first; the note follows."""

    name = "add_responders"
    Body = AddResponders
    Context = RespondersContext

    def prepare(self, request: Request, body: AddResponders) -> RespondersContext:
        """Find the page, who asks and who is asked."""
        keep_names_in(request.snapshot, request.deps.handbook, [body.message])
        personal = in_own_name(request, required=False)
        requester = personal.user_id or request.deps.pagerduty.sender_id()
        if requester is None:
            raise RuleViolation("no_pagerduty_user", "PagerDuty knows neither you nor the user we act as", personal.url)
        who, targets = _policy(request, body.policy) if body.policy else _people(request, body.users)
        return RespondersContext(**personal.model_dump(), requester=requester, who=who, targets=targets)

    def claim_key(self, context: RespondersContext) -> str:
        """Let two people who ask the same one at the same time ask once."""
        return f"responders-{context.targets[0].id}"[:32]

    def steps(self, operation: Asking) -> Sequence[Step[Asking]]:
        """Ask, then say so on the ticket."""
        return [Step(RESPONDERS, _look, _write, primary=True), internal_note(_note)]


def _people(request: Request, wanted: Sequence[str]) -> tuple[list[str], list[ResponderTarget]]:
    found = {account: request.deps.pagerduty.responder(account) for account in wanted}
    if unknown := [account for account, person in found.items() if person is None]:
        raise RuleViolation("responder_unknown", f"PagerDuty knows no user {', '.join(unknown)}")
    people = {person.id: person.name for person in found.values() if person}
    return list(people.values()), [ResponderTarget("user", key) for key in people]


def _policy(request: Request, policy_id: str) -> tuple[list[str], list[ResponderTarget]]:
    try:
        name = request.deps.pagerduty.policy_name(policy_id)
    except NotFound as error:
        raise RuleViolation("policy_unknown", f"PagerDuty knows no escalation policy {policy_id}") from error
    return [name], [ResponderTarget("escalation_policy", policy_id)]


def _mark(deps: Deps, operation: Asking) -> Mark:
    return Mark(deps, operation, RESPONDERS, f"pagerduty:incident:{operation.context.incident_id}")


def _look(deps: Deps, operation: Asking) -> StepResult | None:
    mark = _mark(deps, operation)

    def is_ours(message: str) -> bool:
        return mark.is_in(references_in(message))

    return _asked(operation) if deps.pagerduty.asked_responders(operation.context.incident_id, is_ours) else None


def _write(deps: Deps, operation: Asking) -> StepResult:
    context = operation.context
    signed = f"{deps.ticket_url(operation.ticket_id)}\n{reference(_mark(deps, operation).text)}"
    message = f"{clean(operation.body.message)}\n{signed}"
    deps.pagerduty.ask_responders(
        context.incident_id, requester=context.requester, message=message, targets=context.targets
    )
    return _asked(operation)


def _asked(operation: Asking) -> StepResult:
    context = operation.context
    return StepResult(f"Asked {', '.join(context.who)} to join incident #{context.number}", url=context.url)


def _note(handbook: Handbook, operation: Asking) -> Markup:
    context = operation.context
    asked = f": {operation.agent_name} asked {', '.join(context.who)} to join."
    head = paragraph_with_link("", f"PagerDuty incident #{context.number}", context.url, asked)
    return head + labelled("Message", operation.body.message)
