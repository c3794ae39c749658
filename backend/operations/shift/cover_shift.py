"""Somebody else stands in for the manager on call for some hours: an override on the schedule, once."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from backend.deps import Deps
from backend.domain.paging.on_call import Override
from backend.domain.paging.responders import LEVEL
from backend.operations.emergency.reassign_page import target
from backend.operations.engine.kind import Body, Facts, Kind
from backend.operations.engine.model import Request, RuleViolation, Step, StepResult
from backend.store.operation_rows import OperationRow
from backend.vendors.errors import VendorRejected

LONGEST = timedelta(hours=24)
FURTHEST = timedelta(days=7)
"""How far ahead cover is arranged: as far as the mirror sees the schedule."""
AGO = timedelta(minutes=15)
"""How long ago cover may begin: a form takes a while to fill in."""


def moment(text: object) -> datetime:
    """Read a time with its zone."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        raise ValueError("must be a time such as 2026-01-31T09:00:00Z") from None
    if found.tzinfo is None:
        raise ValueError("must say its zone, such as 2026-01-31T09:00:00Z")
    return found.astimezone(UTC).replace(microsecond=0)


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


def facts(request: Request, body: CoverShift) -> Facts:
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
    who = request.deps.pagerduty.responder(body.user)
    if who is None:
        raise RuleViolation("responder_unknown", f"PagerDuty knows no user {body.user}")
    hours = {"start": body.start.isoformat(), "end": body.end.isoformat()}
    return {"user_id": who.id, "name": who.name, **hours}


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


def steps(operation: OperationRow) -> Sequence[Step]:
    """Make the override."""
    return [Step("override", _look, _write, primary=True)]


def _hours(operation: OperationRow) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(operation.facts["start"]), datetime.fromisoformat(operation.facts["end"])


def _look(deps: Deps, operation: OperationRow) -> StepResult | None:
    (start, end), user = _hours(operation), operation.facts["user_id"]
    listed = deps.pagerduty.overrides(schedule_now(deps), start, end)
    same = (one for one in listed if (one.user_id, one.start, one.end) == (user, start, end))
    found = next(same, None)
    return _covered(operation, found) if found else None


def _write(deps: Deps, operation: OperationRow) -> StepResult:
    start, end = _hours(operation)
    made = deps.pagerduty.add_override(schedule_now(deps), operation.facts["user_id"], start, end)
    return _covered(operation, made)


def _covered(operation: OperationRow, override: Override) -> StepResult:
    start, end = _hours(operation)
    hours = f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M} UTC"
    return StepResult(f"{operation.facts['name']} covers from {hours}", result={"override_id": override.id})


KIND = Kind(
    name="cover_shift",
    body=CoverShift,
    facts=facts,
    steps=steps,
    # Two people who arrange the same cover at the same time arrange it once.
    purpose=lambda facts: f"cover-{datetime.fromisoformat(facts['start']).timestamp():.0f}-{facts['user_id']}"[:32],
    needs="schedule",
    on_board=True,
)
