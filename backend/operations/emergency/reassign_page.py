"""Hand the ticket's open page to somebody else: the engineer on call cannot go on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from markupsafe import Markup
from pydantic import AfterValidator

from backend.deps import Deps
from backend.domain.paging.identity import incident_tickets
from backend.domain.paging.incident import Incident
from backend.domain.paging.on_call import Responder
from backend.domain.paging.responders import LEVEL
from backend.domain.text import to_html
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Request, RuleViolation, Step, StepResult
from backend.operations.steps.html import paragraph, paragraph_with_link
from backend.operations.steps.note import internal_note
from backend.operations.steps.page import open_emergency
from backend.store.operation_rows import OperationRow
from backend.vendors.errors import VendorRejected

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


def facts(request: Request, body: ReassignPage) -> Facts:
    """Find the open page and who takes it; keep who had it."""
    incident = open_emergency(request)
    if incident is None:
        raise RuleViolation("no_open_page", "no page is open for this ticket, so there is nothing to hand over")
    found = _level(request, incident, body.to) if body.to.startswith(LEVEL) else _person(request, body.to)
    if set(found.users) == set(incident.assigned_ids):
        raise RuleViolation("already_theirs", f"incident #{incident.number} is with {found.name} already")
    return {
        "incident_id": incident.id,
        "number": incident.number,
        "url": incident.url,
        "before": list(incident.assigned_to),
        "who": found.name,
        "users": found.users,
        "level": found.level,
    }


def _level(request: Request, incident: Incident, wanted: str) -> Target:
    pagerduty, number = request.deps.handbook.pagerduty, int(wanted.removeprefix(LEVEL))
    name = next((one.name for one in pagerduty.levels if one.level == number), None)
    policy = incident.policy_id or pagerduty.escalation_policy.id
    if name is None or policy is None:
        raise RuleViolation("level_unknown", f"the handbook names no level {number} of the escalation policy")
    people = request.deps.pagerduty.on_level(policy, number)
    if not people:
        raise RuleViolation("nobody_on_call", f"PagerDuty says that nobody is on call on level {number} ({name})")
    return Target(f"{', '.join(one.name for one in people)} ({name})", sorted({one.id for one in people}), number)


def _person(request: Request, wanted: str) -> Target:
    pagerduty = request.deps.pagerduty
    known = (Responder(one.user_id, one.name, one.email) for one in request.snapshot.on_calls if one.user_id == wanted)
    person = next(known, None) or pagerduty.responder(wanted)
    if person is None:
        raise RuleViolation("responder_unknown", f"PagerDuty knows no user {wanted}")
    if pagerduty.is_sender(person):
        because = f"{person.name} is the user in whose name this product pages: PagerDuty would tell nobody"
        raise RuleViolation("sender", because)
    return Target(person.name, [person.id])


def steps(operation: OperationRow) -> Sequence[Step]:
    """Hand it over first; the note follows."""
    return [REASSIGN, internal_note(_note)]


def _look(deps: Deps, operation: OperationRow) -> StepResult | None:
    incident = deps.pagerduty.incident(operation.facts["incident_id"])
    if not incident.is_open:
        _keep(deps, operation, incident)
        raise VendorRejected("PagerDuty", f"incident #{incident.number} is resolved: there is nothing to hand over")
    return _handed(deps, operation, incident) if set(incident.assigned_ids) == set(operation.facts["users"]) else None


def _write(deps: Deps, operation: OperationRow) -> StepResult:
    facts = operation.facts
    if facts["level"] is not None:
        return _handed(deps, operation, deps.pagerduty.escalate(facts["incident_id"], facts["level"]))
    return _handed(deps, operation, deps.pagerduty.assign(facts["incident_id"], facts["users"][0]))


# The incident takes the same change twice without harm, so in doubt it may be repeated.
REASSIGN = Step("reassign", _look, _write, primary=True, idempotent=True)


def _handed(deps: Deps, operation: OperationRow, incident: Incident) -> StepResult:
    _keep(deps, operation, incident)
    return StepResult(f"Incident #{incident.number} handed to {operation.facts['who']}", url=incident.url)


def _keep(deps: Deps, operation: OperationRow, incident: Incident) -> None:
    tickets = incident_tickets(incident, deps.handbook) | {operation.ticket_id}
    deps.mirror.incidents.put([(incident, frozenset(tickets))])


def _note(deps: Deps, operation: OperationRow) -> Markup:
    facts = operation.facts
    before = ", ".join(facts["before"]) or "nobody"
    said = f" handed over: {facts['who']} takes it in place of {before}."
    return (
        paragraph_with_link("", f"PagerDuty incident #{facts['number']}", facts["url"], said)
        + paragraph(f"Decided by {operation.agent_name}. Reason:")
        + to_html(operation.body["reason"])
    )


def purpose(facts: Facts) -> str:
    """Name one hand-over, so that two people who ask for the same one at the same time start it once."""
    return f"reassign-{facts['level'] or facts['users'][0]}"


KIND = Kind(name="reassign_page", body=ReassignPage, facts=facts, steps=steps, purpose=purpose)
