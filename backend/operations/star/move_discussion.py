"""Take a STAR's technical discussion to the engineers' channel: a thread there, and its link in the STAR's thread."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.slack import EngineersChannel, engineers_channel, quoted, words
from backend.operations.engine.kind import Body, Facts, FreeText, Kind
from backend.operations.engine.model import Request, RuleViolation, Step
from backend.operations.steps.issue import iid_of, of_issue, open_star
from backend.operations.steps.slack import find_announcement, post, reply, with_slack
from backend.operations.steps.slack_text import mention_agent, mention_gitlab, ticket_link
from backend.operations.steps.us_government import keep_names_in
from backend.store.operation_rows import OperationRow


class MoveDiscussion(Body):
    """What is asked, and where; without a channel it is the one for the ticket."""

    text: FreeText
    channel: EngineersChannel | None = None


def facts(request: Request, body: MoveDiscussion) -> Facts:
    """Find STAR and channel; keep the names of US Government customers in Zendesk."""
    handbook, ticket = request.deps.handbook, request.snapshot.ticket
    keep_names_in(request.snapshot, handbook, [body.text])
    issue = open_star(request)
    channel = body.channel or engineers_channel(ticket.ticket if ticket else None, handbook)
    return of_issue(issue, channel=channel, assignee=issue.assignee, **with_slack(request))


def rules(request: Request, body: MoveDiscussion) -> None:
    """Refuse while Slack is not set up."""
    if request.deps.slack is None:
        raise RuleViolation("not_configured", "Slack is not set up here: begin the thread by hand")


def steps(operation: OperationRow) -> Sequence[Step]:
    """Begin the thread first; then say where it goes on."""
    return [post("discussion", _channel, _asked), find_announcement(iid_of), reply(_moved)]


def _channel(deps: Deps, operation: OperationRow) -> str:
    name: str = getattr(deps.handbook.slack.channels, operation.facts["channel"])
    return name


def _asked(deps: Deps, operation: OperationRow) -> str:
    people = " ".join(dict.fromkeys(_people(deps, operation)))
    said = deps.handbook.slack.words.asked.format(
        people=people,
        ticket=ticket_link(deps, operation.ticket_id),
        issue=f"<{operation.facts['url']}|STAR #{iid_of(operation)}>",
        agent=words(operation.agent_name),
    )
    return f"{said.strip()}\n{quoted(operation.body['text'])}"


def _people(deps: Deps, operation: OperationRow) -> list[str]:
    """Mention who has the ticket or its STAR, and who has answered in it before."""
    known = deps.mirror.tickets.get(operation.ticket_id)
    agents = list(deps.zendesk.repliers(operation.ticket_id))
    if known and known.ticket.assignee:
        agents.insert(0, known.ticket.assignee)
    found = [mention_agent(deps, one.name, one.id, one.email) for one in agents]
    driver = operation.facts.get("assignee")
    return [*([mention_gitlab(deps, driver)] if driver else []), *found]


def _moved(deps: Deps, operation: OperationRow) -> str:
    step = operation.step("discussion")
    return deps.handbook.slack.words.moved.format(thread=step.url or _channel(deps, operation))


KIND = Kind(
    name="move_discussion",
    body=MoveDiscussion,
    facts=facts,
    steps=steps,
    rules=rules,
    needs="slack",
)
