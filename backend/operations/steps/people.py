"""Who is mentioned in Slack about a ticket: whoever works this day; others are only named."""

from backend.deps import Deps
from backend.domain.slack.text import harmless
from backend.domain.tickets import Person
from backend.operations.steps.accounts import colleagues
from backend.operations.steps.slack_text import mention, mention_agent, mention_gitlab, off_today


def people_of(deps: Deps, ticket_id: int) -> list[str]:
    """Mention who has a ticket, and who has answered in it before. Asks Zendesk."""
    ticket = deps.mirror.tickets.get(ticket_id)
    agents = list(deps.zendesk.repliers(ticket_id))
    if ticket and ticket.assignee:
        agents.insert(0, ticket.assignee)
    return [_agent(deps, agent) for agent in agents]


def _agent(deps: Deps, agent: Person) -> str:
    if off_today(deps, {agent.id, agent.email}):
        return harmless(agent.name)
    return mention_agent(deps, agent.name, agent.id, agent.email)


def mention_driver(deps: Deps, username: str) -> str:
    """Mention somebody by their GitLab username."""
    return harmless(username) if off_today(deps, {username.casefold()}) else mention_gitlab(deps, username)


def mention_engineer(deps: Deps, username: str) -> str:
    """Mention one of the engineers' file by their GitLab username, their e-mail address or the handbook's people."""
    name = username.casefold()
    engineer = next((engineer for engineer in deps.engineers if engineer.gitlab.casefold() == name), None)
    if engineer is None or off_today(deps, {name}):
        return harmless(engineer.name if engineer else username)
    return mention(deps, engineer.name, engineer.email, next(iter(colleagues(deps.handbook, name)), None))
