"""Somebody else stands in for the manager on call for some hours: an override on the schedule, once."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from backend.deps import Deps
from backend.domain.clock import YEARS
from backend.domain.paging.on_call import on_duty
from backend.domain.paging.schedules import Override, manager_schedules
from backend.domain.paging.shifts import NotCoverable
from backend.domain.shift.cover import Wish, replaced, speaks_against
from backend.operations.engine.documents import Body, Context, Result
from backend.operations.engine.kind import Kind
from backend.operations.engine.model import Operation, Request, RuleViolation, Step, StepResult
from backend.operations.steps.accounts import person
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
    if time.year not in YEARS:
        raise ValueError(f"must lie in the years {YEARS[0]} to {YEARS[-1]}")
    if time.tzinfo is None:
        raise ValueError("must say its zone, such as 2026-01-31T09:00:00Z")
    return time.astimezone(UTC).replace(microsecond=0)


Moment = Annotated[datetime, BeforeValidator(moment)]


class CoverShift(Body):
    """Who, from when to when, and on which of the managers' schedules where that is not plain."""

    user: Annotated[str, AfterValidator(person)]
    start: Moment
    end: Moment
    schedule: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{4,40}$")] | None = None


class CoverContext(Context):
    """Who stands in for whom, from when to when, and what spoke against it when it was asked for."""

    user_id: str
    name: str
    start: datetime
    end: datetime
    schedule_id: str | None = None
    instead_of: list[str] = Field(default_factory=list)
    warnings: list[str] = Field(default_factory=list)


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
        if body.end <= request.now:
            raise RuleViolation("hours", "cover that has ended already changes nothing")
        if body.end - body.start > LONGEST:
            raise RuleViolation("hours", "cover is for some hours: swap the shift in PagerDuty for more than a day")
        if body.start < request.now - AGO:
            raise RuleViolation("hours", "cover cannot begin in the past")
        if body.end > request.now + FURTHEST:
            raise RuleViolation("hours", "cover is arranged for the next seven days")
        schedule = schedule_for(request, body.start, body.schedule)
        person = request.deps.pagerduty.responder(body.user)
        if person is None:
            raise RuleViolation("responder_unknown", f"PagerDuty knows no user {body.user}")
        _plain(request.deps, schedule, body)
        wish = Wish(person.id, person.name, schedule, body.start, body.end)
        known = request.deps.mirror.on_calls
        turns = [one for one in known.all() if one.role == "manager"]
        return CoverContext(
            user_id=wish.user_id,
            name=wish.name,
            start=wish.start,
            end=wish.end,
            schedule_id=schedule,
            instead_of=list(replaced(wish, turns)),
            warnings=list(speaks_against(wish, turns, known.overrides(), request.deps.handbook)),
        )

    def claim_key(self, context: CoverContext) -> str:
        """Let two people who arrange the same cover at the same time arrange it once."""
        same = f"{context.start} {context.end} {context.user_id} {context.schedule_id}"
        return f"cover-{hashlib.sha256(same.encode()).hexdigest()[:26]}"

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


def schedules_of(deps: Deps) -> list[str]:
    """Give the managers' schedules; raise RuleViolation while the handbook names none."""
    schedules = manager_schedules(deps.handbook)
    if not schedules:
        raise RuleViolation("not_configured", "fill in pagerduty.on_call.manager with a schedule in the handbook")
    return schedules


def schedule_for(request: Request, start: datetime, wanted: str | None) -> str:
    """Choose the schedule that cover is for: the one named, the only one, or the one with a turn at that time."""
    schedules = schedules_of(request.deps)
    if wanted is not None:
        if wanted not in schedules:
            raise RuleViolation("schedule_unknown", f"the handbook names no schedule {wanted} of the managers")
        return wanted
    if len(schedules) == 1:
        return schedules[0]
    on_then = (one for one in request.deps.mirror.on_calls.all() if one.role == "manager" and on_duty(one, start))
    turns = {one.schedule_id for one in on_then}
    busy = [one for one in schedules if one in turns]
    if len(busy) != 1:
        names = ", ".join(
            f"{one.schedule} ({one.region})" if one.region else str(one.schedule)
            for one in request.deps.handbook.pagerduty.on_call.manager
            if one.schedule
        )
        raise RuleViolation("schedule_unclear", f"say which schedule the cover is for: {names}")
    return busy[0]


def _plain(deps: Deps, schedule: str, body: CoverShift) -> None:
    """Refuse hours on a shift-based schedule that are not plainly one person's; a classic one takes any."""
    try:
        deps.pagerduty.check_cover(schedule, body.start, body.end)
    except NotCoverable as error:
        raise RuleViolation("not_coverable", str(error)) from error


def _schedule(deps: Deps, context: CoverContext) -> str:
    """Give the schedule to a step; an operation of an earlier version has none of its own."""
    schedules = [context.schedule_id] if context.schedule_id else manager_schedules(deps.handbook)
    if not schedules:
        raise VendorRejected("PagerDuty", "the handbook names no schedule of the managers")
    return schedules[0]


def _look(deps: Deps, operation: Covering) -> StepResult | None:
    context = operation.context
    wanted = (context.user_id, context.start, context.end)
    listed = deps.pagerduty.overrides(_schedule(deps, context), context.start, context.end)
    same = (override for override in listed if (override.user_id, override.start, override.end) == wanted)
    override = next(same, None)
    return _covered(deps, operation, override) if override else None


def _write(deps: Deps, operation: Covering) -> StepResult:
    context = operation.context
    made = deps.pagerduty.add_override(_schedule(deps, context), context.user_id, context.start, context.end)
    return _covered(deps, operation, made)


def _covered(deps: Deps, operation: Covering, override: Override) -> StepResult:
    context = operation.context
    others = [one for one in deps.mirror.on_calls.overrides() if one.id != override.id]
    deps.mirror.on_calls.replace_overrides([*others, override])
    hours = f"{context.start:%Y-%m-%d %H:%M} to {context.end:%Y-%m-%d %H:%M} UTC"
    whom = f" for {' and '.join(context.instead_of)}" if context.instead_of else ""
    done = f"{context.name} covers{whom} from {hours}"
    return StepResult(
        ". ".join((done, " ".join(context.warnings))) if context.warnings else done,
        result=Covered(override_id=override.id),
    )
