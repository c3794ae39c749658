"""Take a STAR's technical discussion to the engineers' channel: a thread there, and its link in the STAR's thread."""

from collections.abc import Sequence

from backend.deps import Deps
from backend.domain.slack.channels import engineers_channel
from backend.domain.slack.text import harmless, quoted, without_empty_mention
from backend.operations.engine.documents import Body, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request
from backend.operations.steps.announcement import StarContext, find_announcement, reply
from backend.operations.steps.channels import ChannelKey, channel_name, check_channel, require_slack
from backend.operations.steps.issue import open_star
from backend.operations.steps.people import mention_driver, people_of
from backend.operations.steps.slack import post, uses_slack
from backend.operations.steps.slack_text import ticket_link
from backend.operations.steps.us_government import keep_names_in

DISCUSSION = "discussion"
BY_HAND = "begin the thread by hand"


class MoveDiscussion(Body):
    """What is asked, and where; without a channel it is the one for the ticket."""

    text: FreeText
    channel: ChannelKey | None = None


class DiscussionContext(StarContext):
    """The STAR, its assignee, and the channel."""

    channel: str
    assignee: str | None = None


Moving = Operation[MoveDiscussion, DiscussionContext]


class MoveDiscussionKind(Kind[MoveDiscussion, DiscussionContext]):
    """Begin the thread first; then say where it goes on."""

    name = "move_discussion"
    Body = MoveDiscussion
    Context = DiscussionContext
    needs = "slack"

    def prepare(self, request: Request, body: MoveDiscussion) -> DiscussionContext:
        """Find STAR and channel; keep the names of US Government customers in Zendesk. May raise BadAnswer."""
        handbook, ticket = request.deps.handbook, request.snapshot.ticket
        check_channel(body.channel, handbook.slack.engineers.keys())
        keep_names_in(request.snapshot, handbook, [body.text])
        issue = open_star(request)
        return DiscussionContext(
            iid=issue.iid,
            url=issue.url,
            channel=body.channel or engineers_channel(ticket, handbook),
            assignee=issue.assignee,
            slack=uses_slack(request),
        )

    def rules(self, request: Request, body: MoveDiscussion) -> None:
        """Refuse while Slack is not set up."""
        require_slack(request, BY_HAND)

    def steps(self, operation: Moving) -> Sequence[Step[Moving]]:
        """Post, find the STAR's thread, answer there."""
        return [post(DISCUSSION, _channel, _question), find_announcement(), reply(_moved)]


def _channel(deps: Deps, operation: Moving) -> str:
    return channel_name(deps, operation.context.channel, BY_HAND)


def _question(deps: Deps, operation: Moving) -> str:
    people = " ".join(dict.fromkeys(_people(deps, operation)))
    heading = deps.handbook.slack.words.asked.format(
        people=people,
        ticket=ticket_link(deps, operation.ticket_id),
        issue=f"<{operation.context.url}|STAR #{operation.context.iid}>",
        agent=harmless(operation.agent_name),
    )
    return f"{without_empty_mention(heading)}\n{quoted(operation.body.text)}"


def _people(deps: Deps, operation: Moving) -> list[str]:
    """Mention who drives the STAR, who has the ticket, and who has answered in it before."""
    driver = operation.context.assignee
    called = people_of(deps, operation.ticket_id)
    return [mention_driver(deps, driver), *called] if driver else called


def _moved(deps: Deps, operation: Moving) -> str:
    thread = operation.step(DISCUSSION).url
    return deps.handbook.slack.words.moved.format(thread=thread or _channel(deps, operation))
