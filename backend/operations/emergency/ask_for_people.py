"""Ask in Slack for people to join an emergency; only who works this day is mentioned."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from backend.deps import Deps
from backend.domain.eligibility.answers import BadAnswer
from backend.domain.slack.channels import emergency_channels
from backend.domain.slack.text import harmless, quoted, without_empty_mention
from backend.operations.engine.documents import Body, FreeText
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request
from backend.operations.steps.accounts import username
from backend.operations.steps.channels import ChannelKey, channel_name, check_channel, require_slack
from backend.operations.steps.people import mention_engineer, people_of
from backend.operations.steps.slack import SlackContext, post, uses_slack
from backend.operations.steps.slack_text import ticket_link
from backend.operations.steps.us_government import keep_names_in

MESSAGE = "discussion"
MOST_PEOPLE = 20


class AskForPeople(Body):
    """What is needed, engineers by their GitLab username, and where; without a channel it is that of the engineers."""

    text: FreeText
    people: Annotated[
        list[Annotated[str, AfterValidator(username)]], Field(default_factory=list, max_length=MOST_PEOPLE)
    ]
    channel: ChannelKey | None = None


class AskingContext(SlackContext):
    """The channel's key."""

    channel: str


Asking = Operation[AskForPeople, AskingContext]


class AskForPeopleKind(Kind[AskForPeople, AskingContext]):
    """One message."""

    name = "ask_for_people"
    Body = AskForPeople
    Context = AskingContext
    needs = "slack"

    def prepare(self, request: Request, body: AskForPeople) -> AskingContext:
        """Find the channel; keep the names of US Government customers in Zendesk. May raise BadAnswer."""
        handbook = request.deps.handbook
        channels = emergency_channels(request.snapshot.ticket, handbook)
        check_channel(body.channel, channels)
        known = {engineer.gitlab.casefold() for engineer in request.deps.engineers}
        if strange := next((name for name in body.people if name.casefold() not in known), None):
            raise BadAnswer("people", f"no engineer {strange} is named here")
        keep_names_in(request.snapshot, handbook, [body.text])
        return AskingContext(channel=body.channel or next(iter(channels)), slack=uses_slack(request))

    def rules(self, request: Request, body: AskForPeople) -> None:
        """Refuse while Slack is not set up."""
        require_slack(request, "ask there by hand")

    def steps(self, operation: Asking) -> Sequence[Step[Asking]]:
        """Post it."""
        return [post(MESSAGE, _channel, _question)]


def _channel(deps: Deps, operation: Asking) -> str:
    return channel_name(deps, operation.context.channel, "ask by hand")


def _question(deps: Deps, operation: Asking) -> str:
    chosen = [mention_engineer(deps, name) for name in operation.body.people]
    heading = deps.handbook.slack.words.people.format(
        people=" ".join(dict.fromkeys((*chosen, *people_of(deps, operation.ticket_id)))),
        agent=harmless(operation.agent_name),
        ticket=ticket_link(deps, operation.ticket_id),
    )
    return f"{without_empty_mention(heading)}\n{quoted(operation.body.text)}"
