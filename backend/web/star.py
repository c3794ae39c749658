"""What can be told about a STAR before it is opened or assigned. Both only read."""

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, Field

from backend.domain.star.candidates import suggestions
from backend.domain.star.checks import checks, licence_case
from backend.domain.star.licence import licence_advice, parse_licence
from backend.operations.star.assign_star import USERNAME, busy
from backend.panel.issues import check_parts
from backend.panel.schemas.star import AssigneeOut, LicenceAdviceOut, StarChecksOut, SuggestionOut, SuggestionsOut
from backend.web.errors import ApiError, Code
from backend.web.guards import json_object, per_agent, signed_in, within_reach
from backend.web.limits import READS
from backend.web.services import services

blueprint = Blueprint("star", __name__, url_prefix="/api/tickets/<ticket:ticket_id>/star")


class StarDraft(BaseModel):
    """A STAR form as it is filled in so far; what is left out has not been answered and is not checked."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    namespace: str | None = None
    reason: str | None = None
    engineer_contacted: bool | None = None
    licence: dict[str, str] = Field(default_factory=dict)


@blueprint.post("/checks")
@signed_in
@per_agent(READS)
def check(ticket_id: int) -> Response:
    """Judge a STAR form before it is sent; writes nothing."""
    draft = StarDraft.model_validate(json_object())
    deps = services().deps
    services().tickets.refresh(ticket_id)
    within_reach(ticket_id)
    snapshot = deps.mirror.snapshot(ticket_id)
    if snapshot.ticket is None:
        raise ApiError(Code.unavailable, "the ticket could not be read from Zendesk", what="Zendesk")
    ticket, licence = snapshot.ticket.ticket, parse_licence(draft.licence, deps.handbook)
    found = checks(
        ticket,
        any(one.tracker == "star" and not one.closed for one in snapshot.issues),
        deps.handbook,
        deps.clock(),
        namespace=draft.namespace,
        reason=draft.reason,
        engineer_contacted=draft.engineer_contacted,
        licence=licence,
    )
    advice = licence_advice(licence, deps.handbook) if licence_case(ticket, deps.handbook) else None
    said = advice and LicenceAdviceOut(level=advice.level, because=advice.because, missing=list(advice.missing))
    return jsonify(StarChecksOut(checks=check_parts(found), licence=said).model_dump(mode="json"))


@blueprint.get("/assignee")
@signed_in
@per_agent(READS)
def assignee(ticket_id: int) -> Response:
    """Tell what speaks against somebody as the one who drives this ticket's STAR."""
    within_reach(ticket_id)
    wanted = USERNAME.fullmatch(request.args.get("username", "").strip())
    if not wanted:
        fields = {"username": "must be a GitLab username such as @ada"}
        raise ApiError(Code.bad_request, "name somebody by their GitLab username", fields=fields)
    deps, username = services().deps, wanted[1]
    snapshot, user = deps.mirror.snapshot(ticket_id), deps.gitlab.user(username)
    mine = min((one.iid for one in snapshot.issues if one.tracker == "star" and not one.closed), default=None)
    warned = busy(deps, snapshot.on_calls, username, user.email, mine, deps.clock()) if user else []
    found = AssigneeOut(username=username, known=user is not None, warnings=warned)
    return jsonify(found.model_dump(mode="json"))


@blueprint.get("/suggestions")
@signed_in
@per_agent(READS)
def suggested(ticket_id: int) -> Response:
    """Tell who could take this ticket's STAR, from what the store knows."""
    within_reach(ticket_id)
    deps = services().deps
    snapshot = deps.mirror.snapshot(ticket_id)
    ticket = snapshot.ticket.ticket if snapshot.ticket else None
    stars = deps.mirror.issues.open("star")
    found = suggestions(deps.engineers, ticket, snapshot.on_calls, stars, deps.clock())
    listed = [
        SuggestionOut(username=one.username, name=one.name, because=list(one.because), skilled=one.skilled)
        for one in found
    ]
    return jsonify(SuggestionsOut(suggestions=listed).model_dump(mode="json"))
