"""The control calls for tests: they change or show the world and are no vendor traffic."""

from flask import Blueprint

from sandbox.control.agents import agents
from sandbox.control.comments import comments
from sandbox.control.dialects import dialects
from sandbox.control.incidents import incidents
from sandbox.control.inspect import inspect
from sandbox.control.issues import issues
from sandbox.control.limits import limits
from sandbox.control.macros import macros
from sandbox.control.organizations import organizations
from sandbox.control.projects import projects
from sandbox.control.rota import rota
from sandbox.control.slack import slack
from sandbox.control.tickets import tickets
from sandbox.control.users import users

control = Blueprint("control", __name__, url_prefix="/_sandbox")
for part in (
    inspect, limits, dialects, tickets, comments, organizations, macros, users, agents, issues,
    projects, incidents, rota, slack,
):  # fmt: skip
    control.register_blueprint(part)

__all__ = ["control"]
