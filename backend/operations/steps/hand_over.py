"""Hand the open page over: to a person, or to a level of its policy."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, TypeVar

from markupsafe import Markup

from backend.deps import Deps
from backend.domain.paging.incident import Incident
from backend.mirror.incidents import keep_incidents
from backend.operations.engine.documents import Context, Result
from backend.operations.engine.operation import Operation, Step, StepResult
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.steps.html import paragraph_with_link
from backend.operations.steps.open_pages import over


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
