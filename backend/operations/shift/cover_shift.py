"""Somebody else stands in for the manager on call for some hours: an override on the schedule, once."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from backend.deps import Deps
from backend.domain.paging.schedules import Override, manager_schedules
from backend.domain.paging.shifts import NotCoverable
from backend.domain.shift.cover import Wish, hours, replaced, speaks_against, unfit
from backend.operations.engine.documents import Body, Context, Moment, Result
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step, StepResult
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.shift.schedules import RecordId, schedule_for
from backend.operations.steps.accounts import known_responder, person
from backend.vendors.errors import VendorRejected

OVERRIDE = "override"


class CoverShift(Body):
    """Who, from when to when, and on which of the managers' schedules where that is not plain."""

    user: Annotated[str, AfterValidator(person)]
    start: Moment
    end: Moment
    schedule: RecordId | None = None


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
        if because := unfit(body.start, body.end, request.now):
            raise RuleViolation("hours", because)
        schedule = schedule_for(request, body.start, body.schedule)
        user = known_responder(request.deps, body.user)
        _require_plain_hours(request.deps, schedule, body)
        wish = Wish(user.id, user.name, schedule, body.start, body.end)
        known = request.deps.mirror.on_calls
        turns = [entry for entry in known.all() if entry.role == "manager"]
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


def _require_plain_hours(deps: Deps, schedule: str, body: CoverShift) -> None:
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
    others = [other for other in deps.mirror.on_calls.overrides() if other.id != override.id]
    deps.mirror.on_calls.replace_overrides([*others, override])
    whom = f" for {' and '.join(context.instead_of)}" if context.instead_of else ""
    done = f"{context.name} covers{whom} from {hours(context.start, context.end)}"
    return StepResult(
        ". ".join((done, " ".join(context.warnings))) if context.warnings else done,
        result=Covered(override_id=override.id),
    )
