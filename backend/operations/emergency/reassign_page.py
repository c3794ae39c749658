"""Hand the ticket's open page to somebody else: the engineer on call cannot go on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Self, TypeVar

from markupsafe import Markup
from pydantic import AfterValidator

from backend.deps import Deps
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import Responder
from backend.domain.paging.responders import LEVEL, reassign_by_hand
from backend.handbook.model.handbook import Handbook
from backend.mirror.incidents import keep_incidents
from backend.operations.engine.documents import Body, Context, FreeText, Result
from backend.operations.engine.kind import Kind
from backend.operations.engine.model import Operation, Request, RuleViolation, Step, StepResult
from backend.operations.steps.html import labelled, paragraph_with_link
from backend.operations.steps.note import internal_note
from backend.operations.steps.page import open_emergency, over

REASSIGN = "reassign"
TARGET = re.compile(r"level:[1-9]|[A-Z0-9]{4,20}|[^\s@]+@[^\s@]+\.[^\s@]+")


def target(text: str) -> str:
    """Accept a level of the escalation policy, a PagerDuty user's id, or their e-mail address."""
    wanted = text.strip()
    if len(wanted) > 254 or not TARGET.fullmatch(wanted):
        raise ValueError("must be a PagerDuty user's e-mail address or id, or a level such as level:2")
    return wanted


class ReassignPage(Body):
    """Who takes it, and why."""

    to: Annotated[str, AfterValidator(target)]
    reason: FreeText


@dataclass(frozen=True, slots=True)
class Target:
    """Who takes a page: the users behind it, and the level when it is one."""

    name: str
    users: list[str]
    level: int | None = None


class ReassignContext(Context):
    """The open page, who had it, and who takes it: the users behind it, and the level when it is one."""

    incident_id: str
    number: int
    url: str
    before: list[str]
    who: str
    users: list[str]
    level: int | None = None

    @property
    def about_url(self) -> str:
        """Give the page's address."""
        return self.url

    @classmethod
    def of(cls, incident: Incident, taker: Target) -> Self:
        """Keep who has the page, and who takes it; raise RuleViolation when that is the same."""
        if set(taker.users) == set(incident.assigned_ids):
            raise RuleViolation("already_theirs", f"incident #{incident.number} is with {taker.name} already")
        return cls(
            incident_id=incident.id,
            number=incident.number,
            url=incident.url,
            before=list(incident.assigned_to),
            who=taker.name,
            users=taker.users,
            level=taker.level,
        )


class Handed(Result):
    """Who takes the page has it; `from_here` false = somebody had given it to them before we could."""

    from_here: bool = True


HandedOver = TypeVar("HandedOver", bound=Operation[Any, ReassignContext])


Reassigning = Operation[ReassignPage, ReassignContext]


class ReassignPageKind(Kind[ReassignPage, ReassignContext]):
    """Hand it over first; the note follows."""

    name = "reassign_page"
    Body = ReassignPage
    Context = ReassignContext
    purpose = "emergency"

    def prepare(self, request: Request, body: ReassignPage) -> ReassignContext:
        """Find the open page and who takes it; keep who had it."""
        incident = open_emergency(request)
        if incident is None:
            raise RuleViolation("no_open_page", "no page is open for this ticket, so there is nothing to hand over")
        taker = _taker(request, incident, body.to)
        return ReassignContext.of(incident, taker)

    def claim_key(self, context: ReassignContext) -> str:
        """Name one hand-over, so that two people who ask for the same one at the same time start it once."""
        return f"reassign-{context.level or context.users[0]}"

    def steps(self, operation: Reassigning) -> Sequence[Step[Reassigning]]:
        """Hand over, then say so on the ticket."""
        return [hand_over(REASSIGN), internal_note(_note)]

    def by_hand(self, operation: Reassigning, handbook: Handbook) -> Sequence[str]:
        """Tell how to hand the page over in PagerDuty itself."""
        return reassign_by_hand(handbook, operation.context.url, operation.context.who)


def _taker(request: Request, incident: Incident, wanted: str) -> Target:
    if wanted.startswith(LEVEL):
        return taken_by_level(request, incident, int(wanted.removeprefix(LEVEL)))
    return _person(request, wanted)


def taken_by_level(request: Request, incident: Incident, number: int) -> Target:
    """Find who is on call on a level of the page's policy; raise RuleViolation when nobody is."""
    pagerduty = request.deps.handbook.pagerduty
    name = next((level.name for level in pagerduty.levels if level.level == number), None)
    policy = incident.policy_id or pagerduty.escalation_policy.id
    if name is None or policy is None:
        raise RuleViolation("level_unknown", f"the handbook names no level {number} of the escalation policy")
    if incident.urgency == "low":
        raise RuleViolation("low_urgency", "PagerDuty hands no incident of low urgency to a level: name a person")
    people = request.deps.pagerduty.on_level(policy, number)
    if not people:
        raise RuleViolation("nobody_on_call", f"PagerDuty says that nobody is on call on level {number} ({name})")
    names = ", ".join(person.name for person in people)
    return Target(f"{names} ({name})", sorted({person.id for person in people}), number)


def _person(request: Request, wanted: str) -> Target:
    pagerduty = request.deps.pagerduty
    on_call = (
        Responder(entry.user_id, entry.name, entry.email)
        for entry in request.snapshot.on_calls
        if entry.user_id == wanted
    )
    person = next(on_call, None) or pagerduty.responder(wanted)
    if person is None:
        raise RuleViolation("responder_unknown", f"PagerDuty knows no user {wanted}")
    if pagerduty.is_sender(person):
        because = f"{person.name} is the user in whose name this product pages: PagerDuty would tell nobody"
        raise RuleViolation("sender", because)
    return Target(person.name, [person.id])


def hand_over(name: str) -> Step[HandedOver]:
    """Make the step that hands the open page over."""

    def look(deps: Deps, operation: HandedOver) -> StepResult | None:
        asked_at = deps.clock()
        incident = deps.pagerduty.incident(operation.context.incident_id)
        if not incident.is_open:
            keep_incidents(deps, [incident], asked_at)
            raise over(incident, "there is nothing to hand over")
        handed = set(incident.assigned_ids) == set(operation.context.users)
        sent = operation.step(name).last_sent_at is not None
        return _handed(deps, operation, incident, asked_at, from_here=sent) if handed else None

    def write(deps: Deps, operation: HandedOver) -> StepResult:
        context, pagerduty = operation.context, deps.pagerduty
        if context.level is not None:
            incident = pagerduty.escalate(context.incident_id, context.level)
        else:
            incident = pagerduty.assign(context.incident_id, context.users[0])
        return _handed(deps, operation, incident, deps.clock(), from_here=True)

    return Step(name, look, write, primary=True, repeatable=True)


def _handed(deps: Deps, operation: HandedOver, incident: Incident, at: datetime, from_here: bool) -> StepResult:
    keep_incidents(deps, [incident], at)
    alone = ". Nobody else will be told" if incident.direct else ""
    done = "handed to" if from_here else "is already with"
    return StepResult(
        f"Incident #{incident.number} {done} {operation.context.who}{alone}",
        url=incident.url,
        result=Handed(from_here=from_here),
    )


def hand_over_note(operation: HandedOver, name: str, done: str) -> Markup:
    """Write the note's paragraph: `done` says what was done, unless somebody had done it before us."""
    context, handed = operation.context, operation.result(name, Handed) or Handed()
    if not handed.from_here:
        done = f" was already with {context.who} when {operation.agent_name} wanted to hand it over."
    return paragraph_with_link("", f"PagerDuty incident #{context.number}", context.url, done)


def _note(deps: Deps, operation: Reassigning) -> Markup:
    context = operation.context
    # Who had it is told as of then: it may have changed hands before ours went through.
    before = f"When they asked, it was with {', '.join(context.before) or 'nobody'}."
    done = f" handed over by {operation.agent_name}: {context.who} takes it. {before}"
    return hand_over_note(operation, REASSIGN, done) + labelled("Reason", operation.body.reason)
