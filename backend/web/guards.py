"""What lets a request through to its view: a live session, how often it comes, and which tickets it may see."""

import re
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import g, request

from backend.domain.access import may_see
from backend.operations.engine.request import Actor
from backend.store.agents import AgentRow
from backend.web.errors import ApiError, Code, unproven
from backend.web.limits import COLD, Limit
from backend.web.services import services

P = ParamSpec("P")
R = TypeVar("R")
BEARER = re.compile(r"Bearer ([A-Za-z0-9_.-]{1,4096})")


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Let a view run only for a live session; the agent is in `g.agent`."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        g.agent = agent_of_request()
        return view(*args, **kwargs)

    return checked


def managers_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let a view run only for a manager's live session."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        board_access()
        return view(*args, **kwargs)

    return signed_in(checked)


def board_access() -> None:
    """Raise ApiError unless the agent may see the shift: it shows all tickets."""
    if g.agent.role != "manager":
        raise ApiError(Code.forbidden, "the shift board is for Support Managers")
    if g.agent.reach.restriction is not None:
        raise ApiError(Code.forbidden, "the shift board shows all tickets, and Zendesk lets you see only some")


def per_agent(limit: Limit) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Limit how often an agent may call a view; stands below `signed_in`."""

    def limited(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            services().limits.spend(limit, str(g.agent.id))
            return view(*args, **kwargs)

        return counted

    return limited


def cold_read(agent_id: int) -> Callable[[], None]:
    """Count for an agent a ticket that nobody has looked at yet: each costs calls that all agents share."""
    return lambda: services().limits.spend(COLD, str(agent_id))


def ticket_read(ticket_id: int) -> None:
    """Bring our copy of a ticket up to date, and raise ApiError unless Zendesk lets the agent see it."""
    services().tickets.refresh(ticket_id, cold=cold_read(g.agent.id))
    within_reach(ticket_id)


def acting() -> Actor:
    """Give whoever asks, as operations know them."""
    agent = g.agent
    return Actor(agent.id, agent.name, agent.role, agent.email, agent.reach, agent.rights)


def within_reach(ticket_id: int) -> None:
    """Raise ApiError unless Zendesk lets the agent see a ticket."""
    reach = g.agent.reach
    if reach.restriction is None:
        return
    # Whoever was shown a ticket a while ago need not be allowed to see it now.
    services().tickets.refresh(ticket_id)
    ticket = services().deps.mirror.tickets.get(ticket_id)
    if ticket is None:
        raise ApiError(Code.unavailable, "Zendesk cannot be asked now whether you may see this ticket", what="Zendesk")
    if not may_see(reach, ticket):
        raise ApiError(
            Code.forbidden,
            f"Zendesk shows you only tickets {reach.words}, and this is none of them",
            restriction=reach.restriction,
        )


def bearer() -> str:
    """Read the session token of the request."""
    token = BEARER.fullmatch(request.headers.get("Authorization", ""))
    if not token:
        raise unproven("send the session as a Bearer token")
    return token[1]


def agent_of_request() -> AgentRow:
    """Give the agent whose session the request carries."""
    return services().agents.get(services().sessions.agent_id(bearer()))
