"""Sessions for callers that hold a sidebar token themselves."""

from flask import Blueprint, Response

from backend.operations.kinds import offered
from backend.panel.schemas.access import SessionOut
from backend.web.answers import shown
from backend.web.bodies import json_object
from backend.web.errors import ApiError, Code
from backend.web.guards import bearer
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
    return shown(open_session(token))


@blueprint.post("/renew")
def renew() -> Response:
    """Give the next session for a live one, for 12 hours in all."""
    agent_id, token, ends = services().sessions.renew(bearer())
    services().limits.spend(READS, str(agent_id))
    agent = services().agents.part(services().agents.get(agent_id), offered(services().deps))
    return shown(SessionOut(session=token, expires_at=ends, agent=agent))
