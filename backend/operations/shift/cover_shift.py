"""Somebody else stands in for the manager on call for some hours: an override on the schedule, once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from backend.deps import Deps
from backend.domain.paging.on_call import Override
from backend.domain.paging.responders import LEVEL
from backend.operations.emergency.reassign_page import target
from backend.operations.engine.documents import Body, Context, Result
from backend.operations.engine.kind import Kind
from backend.operations.engine.model import Operation, Request, RuleViolation, Step, StepResult
from backend.vendors.errors import VendorRejected

LONGEST = timedelta(hours=24)
FURTHEST = timedelta(days=7)
"""How far ahead cover is arranged: as far as the mirror sees the schedule."""
AGO = timedelta(minutes=15)
"""How long ago cover may begin: a form takes a while to fill in."""
OVERRIDE = "override"


def moment(text: object) -> datetime:
    """Read a time with its zone."""
    try:
        time = datetime.fromisoformat(str(text))
    except ValueError:
        raise ValueError("must be a time such as 2026-01-31T09:00:00Z") from None
    if time.tzinfo is None:
        raise ValueError("must say its zone, such as 2026-01-31T09:00:00Z")
    return time.astimezone(UTC).replace(microsecond=0)


Moment = Annotated[datetime, BeforeValidator(moment)]


def person(text: str) -> str:
    """Accept a PagerDuty user's id or e-mail address."""
    if text.strip().startswith(LEVEL):
        raise ValueError("must be a person, not a level")
    return target(text)


class CoverShift(Body):
    """Who, and from when to when."""

    user: Annotated[str, AfterValidator(person)]
    start: Moment
    end: Moment


class CoverContext(Context):
    """Who stands in, and from when to when."""

    user_id: str
    name: str
    start: datetime
    end: datetime


class Covered(Result):
    """The override that was made."""

    override_id: str


Covering = Operation[CoverShift, CoverContext]


class CoverShiftKind(Kind[CoverShift, CoverContext]):
    """One override."""

    name = "cover_shift"
    Body = CoverShift
    Context = CoverContext
    needs = "schedule"
    on_board = True

    def prepare(self, request: Request, body: CoverShift) -> CoverContext:
        """Find the person; refuse hours that make no sense."""
        if body.end <= body.start:
            raise RuleViolation("hours", "cover must end after it begins")
        if body.end - body.start > LONGEST:
            raise RuleViolation("hours", "cover is for some hours: swap the shift in PagerDuty for more than a day")
        if body.start < request.now - AGO:
            raise RuleViolation("hours", "cover cannot begin in the past")
        if body.end > request.now + FURTHEST:
            raise RuleViolation("hours", "cover is arranged for the next seven days")
        schedule_of(request.deps)
        person = request.deps.pagerduty.responder(body.user)
        if person is None:
            raise RuleViolation("responder_unknown", f"PagerDuty knows no user {body.user}")
        return CoverContext(user_id=person.id, name=person.name, start=body.start, end=body.end)

    def claim_key(self, context: CoverContext) -> str:
        """Let two people who arrange the same cover at the same time arrange it once."""
        return f"cover-{context.start.timestamp():.0f}-{context.user_id}"[:32]

    def steps(self, operation: Covering) -> Sequence[Step[Covering]]:
        """Make the override."""
        return [
            Step(
                OVERRIDE,
                _look,
                _write,
                primary=True,
                by_hand="Make the override in PagerDuty's schedule",
            )
        ]


def schedule_of(deps: Deps) -> str:
    """Give the managers' schedule; raise RuleViolation while the handbook names none."""
    schedule = deps.handbook.pagerduty.on_call.manager.schedule
    if schedule is None:
        raise RuleViolation("not_configured", "fill in pagerduty.on_call.manager.schedule in the handbook")
    return schedule


def schedule_now(deps: Deps) -> str:
    """Give the managers' schedule to a step."""
    try:
        return schedule_of(deps)
    except RuleViolation as error:
        raise VendorRejected("PagerDuty", error.because) from error


def _look(deps: Deps, operation: Covering) -> StepResult | None:
    context = operation.context
    wanted = (context.user_id, context.start, context.end)
    listed = deps.pagerduty.overrides(schedule_now(deps), context.start, context.end)
    same = (override for override in listed if (override.user_id, override.start, override.end) == wanted)
    override = next(same, None)
    return _covered(operation, override) if override else None


def _write(deps: Deps, operation: Covering) -> StepResult:
    context = operation.context
    made = deps.pagerduty.add_override(schedule_now(deps), context.user_id, context.start, context.end)
    return _covered(operation, made)


def _covered(operation: Covering, override: Override) -> StepResult:
    context = operation.context
    hours = f"{context.start:%Y-%m-%d %H:%M} to {context.end:%Y-%m-%d %H:%M} UTC"
    return StepResult(f"{context.name} covers from {hours}", result=Covered(override_id=override.id))
