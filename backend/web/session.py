"""Sessions for callers that hold a sidebar token themselves."""

from flask import Blueprint, Response, jsonify

from backend.operations.kinds import offered
from backend.web.errors import ApiError, Code
from backend.web.guards import bearer, json_object
from backend.web.identity import session_part
from backend.web.limits import READS
from backend.web.services import services
from backend.web.sidebar import open_session

blueprint = Blueprint("session", __name__, url_prefix="/api/session")


@blueprint.post("")
def create() -> Response:
    """Exchange a sidebar token for a session."""
    token = json_object().get("token")
    if not isinstance(token, str):
        raise ApiError(Code.bad_request, "send the sidebar token as a text", fields={"token": "is missing"})
    return jsonify(open_session(token).model_dump(mode="json"))


@blueprint.post("/renew")
def renew() -> Response:
    """Give the next session for a live one, for 12 hours in all."""
    agent_id, token, ends = services().sessions.renew(bearer())
    services().limits.spend(READS, str(agent_id))
    agent = services().agents.part(services().agents.get(agent_id), offered(services().deps))
    return jsonify(session_part(token, ends, agent).model_dump(mode="json"))
