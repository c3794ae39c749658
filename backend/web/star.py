"""What can be told about a STAR before it is opened or assigned. Both only read."""

from flask import Blueprint, Response, g, request

from backend.domain.star.candidates import suggestions
from backend.domain.star.driver import speaks_against
from backend.domain.star.lifecycle import open_star
from backend.operations.star.assign_star import AssignStarKind, driver_of
from backend.operations.steps.accounts import username
from backend.panel.schemas.star_form import AssigneeOut, MemberOut, SuggestionOut, SuggestionsOut
from backend.panel.star_form import StarDraft, star_checks
from backend.web.answers import shown
from backend.web.bodies import json_object, parse
from backend.web.errors import ApiError, Code
from backend.web.guards import per_agent, signed_in, ticket_read, within_reach
from backend.web.limits import READS
from backend.web.services import services

MOST_LIKE = 8
blueprint = Blueprint("star", __name__, url_prefix="/api/tickets/<ticket:ticket_id>/star")


@blueprint.post("/checks")
@signed_in
@per_agent(READS)
def check(ticket_id: int) -> Response:
    """Judge a STAR form before it is sent; writes nothing."""
    draft = parse(StarDraft, json_object())
    deps = services().deps
    ticket_read(ticket_id)
    snapshot = deps.mirror.snapshot(ticket_id)
    if snapshot.ticket is None:
        raise ApiError(Code.unavailable, "the ticket could not be read from Zendesk", what="Zendesk")
    has_open = open_star(snapshot.issues) is not None
    return shown(star_checks(snapshot.ticket, has_open, draft, deps.handbook, deps.clock()))


@blueprint.get("/assignee")
@signed_in
@per_agent(READS)
def assignee(ticket_id: int) -> Response:
    """Tell what speaks against somebody as the one who drives this ticket's STAR."""
    within_reach(ticket_id)
    try:
        wanted = username(request.args.get("username", ""))
    except ValueError as error:
        raise ApiError(
            Code.bad_request, "name somebody by their GitLab username", fields={"username": str(error)}
        ) from error
    deps = services().deps
    snapshot, user = deps.mirror.snapshot(ticket_id), deps.gitlab.user(wanted)
    if user is None:
        like = deps.gitlab.members_like("star", wanted)[:MOST_LIKE] if may_assign() else []
        members = [MemberOut(username=member.username, name=member.name) for member in like]
        return shown(AssigneeOut(username=wanted, known=False, warnings=[], like=members))
    mine, stars = open_star(snapshot.issues), deps.mirror.issues.open("star")
    named = g.agent.reach.restriction is None
    against = speaks_against(driver_of(deps, user), mine, snapshot.on_calls, stars, deps.clock(), named=named)
    return shown(AssigneeOut(username=wanted, known=True, warnings=against, like=[]))


def may_assign() -> bool:
    """Tell whether whoever asks may assign a STAR: the project's members are named to nobody else."""
    return AssignStarKind.name in services().agents.can(g.agent)


@blueprint.get("/suggestions")
@signed_in
@per_agent(READS)
def suggested(ticket_id: int) -> Response:
    """Tell who could take this ticket's STAR, from what the store knows."""
    within_reach(ticket_id)
    deps = services().deps
    snapshot = deps.mirror.snapshot(ticket_id)
    stars = deps.mirror.issues.open("star")
    listed = suggestions(deps.engineers, snapshot.ticket, snapshot.on_calls, stars, deps.clock())
    return shown(SuggestionsOut(suggestions=[SuggestionOut.of(suggestion) for suggestion in listed]))
