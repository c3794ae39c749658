"""The page of an incident, where a person acknowledges or resolves it."""

from flask import Blueprint, abort, render_template

from sandbox import clock
from sandbox.gate import PAGES
from sandbox.world import this_world

pages = Blueprint("pagerduty_pages", __name__, url_prefix=f"{PAGES}/pagerduty")


@pages.get("/incidents/<incident_id>")
def incident_page(incident_id: str) -> str:
    """Show an incident with its buttons."""
    pager = this_world().pager
    incident = pager.incidents.get(incident_id)
    if incident is None:
        abort(404, "No such incident")
    return render_template(
        "incident.html",
        incident=incident,
        service=pager.services[incident.service_id]["name"],
        policy=pager.rota.policies[incident.policy_id].name,
        assignees=[pager.users[key]["name"] for key in incident.assignees],
        paged=[pager.users[key]["name"] for key in incident.paged],
        opened=clock.seconds(incident.created_at),
    )
