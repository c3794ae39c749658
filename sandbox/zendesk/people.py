"""Tell what a Zendesk user is to the product."""

from sandbox.errors import Json
from sandbox.zendesk.desk import Desk

MANAGERS = "Support Managers"
LIGHT_AGENT_TYPE = 1


def product_role(desk: Desk, user: Json) -> str:
    """Return manager, agent or light_agent, by group and custom role."""
    groups = {desk.groups[item["group_id"]]["name"] for item in desk.memberships if item["user_id"] == user["id"]}
    role = desk.custom_roles.get(user["custom_role_id"], {"name": ""})
    if MANAGERS in groups or role["name"] == MANAGERS:
        return "manager"
    return "light_agent" if user["role_type"] == LIGHT_AGENT_TYPE else "agent"
