"""What the product writes in Slack: whom it mentions, and that no customer is named."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from backend.deps import Deps
from backend.domain.hours import opens_today
from backend.domain.paging.on_call import OnCall
from backend.domain.paging.turns import Turn, turns_now
from backend.domain.slack.text import harmless
from backend.handbook.model.roles import Colleague
from backend.operations.steps.accounts import colleagues
from backend.operations.steps.slack import slack_of


def ticket_link(deps: Deps, ticket_id: int) -> str:
    """Name a ticket by number and address, and by nothing else."""
    return f"<{deps.ticket_url(ticket_id)}|ZD#{ticket_id}>"


def mention(deps: Deps, name: str, email: str | None, known: Colleague | None) -> str:
    """Mention somebody who is a member under the handbook's or their own e-mail; else just name them."""
    member = known.slack if known else None
    address = email or (known.email if known else None)
    if member is None and address:
        member = slack_of(deps).user(address)
    return f"<@{member}>" if member else harmless(name)


def off_today(deps: Deps, accounts: AbstractSet[int | str | None]) -> bool:
    """Tell whether somebody, known by any of their accounts, is an engineer whose hours do not open today."""
    listed = (
        engineer
        for engineer in deps.engineers
        if accounts & ({engineer.gitlab.casefold(), engineer.email, engineer.zendesk_id} - {None})
    )
    engineer = next(listed, None)
    return engineer is not None and not opens_today(engineer.hours, deps.clock())


def mention_gitlab(deps: Deps, username: str) -> str:
    """Mention somebody by their GitLab username."""
    return mention(deps, username, None, next(iter(colleagues(deps.handbook, username)), None))


def mention_agent(deps: Deps, name: str, agent_id: int, email: str | None) -> str:
    """Mention somebody by their Zendesk account."""
    same = (person for person in deps.handbook.people if person.is_person(agent_id, email))
    return mention(deps, name, email, next(same, None))


def mention_manager(deps: Deps, now: datetime) -> str:
    """Mention the manager on call; an empty text while nobody is known."""
    manager = manager_now(deps, now)
    return mention_on_call(deps, manager) if manager else ""


def manager_now(deps: Deps, now: datetime) -> Turn | None:
    """Find the turn of the manager on call."""
    return next(iter(turns_now(deps.mirror.on_calls.all(), "manager", now)), None)


def mention_user(deps: Deps, user_id: str | None) -> str:
    """Mention somebody who is on call now or later by their PagerDuty user; an empty text for somebody else."""
    entries = (entry for entry in deps.mirror.on_calls.all() if user_id and entry.user_id == user_id)
    found: OnCall | None = next(entries, None)
    return mention_on_call(deps, found) if found else ""


def mention_on_call(deps: Deps, entry: OnCall | Turn) -> str:
    """Mention somebody who has a turn."""
    return mention(deps, entry.name, entry.email, colleague(deps, entry))


def colleague(deps: Deps, entry: OnCall | Turn) -> Colleague | None:
    """Find what the handbook says of somebody who is on call: by their PagerDuty user or e-mail."""
    ids = {entry.user_id, entry.email} - {None}
    return next((person for person in deps.handbook.people if {person.pagerduty_id, person.email} & ids), None)
