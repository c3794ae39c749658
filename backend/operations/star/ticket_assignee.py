"""The ticket's assignee follows the engineer who is named for its STAR: who that is in Zendesk, and the step."""

from typing import Any

from backend.deps import Deps
from backend.domain.roles import LIGHT_AGENT
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Context
from backend.operations.engine.operation import Operation, Step, StepResult
from backend.operations.engine.request import Request
from backend.vendors.errors import VendorError, VendorRejected
from backend.vendors.gitlab.client import User
from backend.vendors.zendesk.users import ZendeskUser


class TicketAssignee(Context):
    """Who gets the ticket in Zendesk; without `zendesk_id` the assignee stays, and `kept` says why."""

    zendesk_id: int | None = None
    zendesk_name: str = ""
    kept: str = ""


def ticket_assignee(request: Request, user: User) -> TicketAssignee:
    """Find who gets the ticket: only an agent whom the lists of people name and Zendesk confirms."""
    if not request.deps.handbook.star.assign_ticket:
        return TicketAssignee()
    if request.actor.rights.may_edit is False:
        return TicketAssignee(kept="your role in Zendesk may not change it")
    number = _zendesk_id(request.deps, user)
    if number is None:
        return TicketAssignee(kept=f"which Zendesk agent @{user.username} is, is not known")
    try:
        agent = request.deps.zendesk.user(number)
    except VendorError as error:
        return TicketAssignee(kept=f"Zendesk did not tell who @{user.username} is ({error})")
    if not _may_have_tickets(agent):
        return TicketAssignee(kept=f"{agent.name} cannot have tickets in Zendesk")
    return TicketAssignee(zendesk_id=agent.id, zendesk_name=agent.name)


def _zendesk_id(deps: Deps, user: User) -> int | None:
    name = user.username.casefold()
    listed = [(person.gitlab or "", person.zendesk_id) for person in deps.handbook.people]
    listed += [(engineer.gitlab, engineer.zendesk_id) for engineer in deps.engineers]
    return next((number for gitlab, number in listed if gitlab.casefold() == name and number is not None), None)


def _may_have_tickets(agent: ZendeskUser) -> bool:
    return agent.active and agent.zendesk_role in {"agent", "admin"} and agent.role_type != LIGHT_AGENT


def assign_ticket() -> Step[Operation[Any, Any]]:
    """Make the step that sets the ticket's assignee."""

    def look(deps: Deps, operation: Operation[Any, Any]) -> StepResult | None:
        found: TicketAssignee = operation.context.ticket
        assignee = deps.zendesk.ticket(operation.ticket_id).assignee
        if assignee is None or assignee.id != found.zendesk_id:
            return None
        return StepResult(f"The ticket is assigned to {found.zendesk_name}")

    def write(deps: Deps, operation: Operation[Any, Any]) -> StepResult:
        found: TicketAssignee = operation.context.ticket
        if operation.context.rights.may_edit is False:
            raise VendorRejected("Zendesk", "your role may not change the ticket")
        deps.zendesk.set_assignee(operation.ticket_id, found.zendesk_id or 0)
        deps.mirror.tickets.outdate(operation.ticket_id)
        # Zendesk may take the update and leave out an assignee who does not fit the ticket's group.
        if (done := look(deps, operation)) is None:
            raise VendorRejected("Zendesk", f"did not give the ticket to {found.zendesk_name}: see the ticket's group")
        return done

    def by_hand(handbook: Handbook, operation: Operation[Any, Any]) -> str:
        return f"Assign ticket {operation.ticket_id} to {operation.context.ticket.zendesk_name} in Zendesk"

    return Step("ticket_assignee", look, write, idempotent=True, by_hand=by_hand)
