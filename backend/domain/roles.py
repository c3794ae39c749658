"""What a person of Zendesk may do here."""

from collections.abc import Iterable
from typing import Literal

from backend.handbook.model.handbook import Handbook
from backend.handbook.model.roles import RoleRule

LIGHT_AGENT = 1
"""Zendesk's `role_type` of a light agent, who cannot have a ticket."""

Role = Literal["manager", "agent", "light_agent"]


def role(
    zendesk_role: str,
    group_names: Iterable[str],
    custom_role_name: str | None,
    handbook: Handbook,
    role_type: int | None = None,
) -> Role | None:
    """Tell a person's role; None for an end user or anybody who is not Zendesk's agent or admin."""
    if zendesk_role not in ("agent", "admin"):
        return None
    groups = {_plain(name) for name in group_names}
    custom = _plain(custom_role_name or "")
    if _has(handbook.roles.manager, groups, custom):
        return "manager"
    # The number counts whatever the account calls its light agents.
    return "light_agent" if role_type == LIGHT_AGENT or _has(handbook.roles.light_agent, groups, custom) else "agent"


def can(role: Role, handbook: Handbook) -> tuple[str, ...]:
    """List the kinds of operation that a role may start, in the handbook's order."""
    rules = {
        "manager": handbook.roles.manager,
        "agent": handbook.roles.agent,
        "light_agent": handbook.roles.light_agent,
    }
    return rules[role].can


def is_named(name: str, names: Iterable[str]) -> bool:
    """Tell whether a group or role of Zendesk is one of the handbook's; case and blanks do not count."""
    return _plain(name) in {_plain(listed) for listed in names}


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _has(rule: RoleRule, groups: set[str], custom_role: str) -> bool:
    in_group = any(_plain(name) in groups for name in rule.groups)
    return in_group or any(_plain(name) == custom_role for name in rule.custom_roles)
