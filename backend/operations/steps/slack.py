"""Steps in Slack. They decide nothing: whatever becomes of them, the rest is done, and does not wait for them.

Each looks first. The announcement of a STAR is found by the link in its issue, else among the bots' messages; later
steps take its place from the step that found it.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

from backend.deps import Deps
from backend.domain.references import issue_tickets
from backend.domain.slack import Place, announcement, parse_link
from backend.domain.star.mechanics import slack_thread
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, Context, Result
from backend.operations.engine.model import AnyOperation, Operation, Request, Step, StepResult
from backend.operations.engine.retry import CLOCKS_DIFFER_BY
from backend.operations.steps.issue import IssueContext
from backend.vendors.errors import VendorError, VendorRejected
from backend.vendors.slack.client import Slack
from backend.vendors.slack.session import NAME

THREAD, SIGN, REPLY = "slack_thread", "slack_sign", "slack_reply"
ANNOUNCED_WITHIN = timedelta(hours=25)
"""How long after its issue a STAR is announced at most: a follow-up is tried for a day."""


class SlackContext(Context):
    """Whether an operation goes into Slack."""

    slack: bool = False


class StarContext(IssueContext, SlackContext):
    """Which STAR an operation is about, and whether it goes into Slack."""


class SlackMessage(Result):
    """A message that a step posted or found."""

    channel: str
    ts: str


Op = TypeVar("Op", bound=AnyOperation)
Slacking = TypeVar("Slacking", bound=Operation[Body, SlackContext])


def uses_slack(request: Request) -> bool:
    """Tell whether Slack is set up."""
    return request.deps.slack is not None


def slack_steps(operation: Slacking, *steps: Step[Slacking]) -> tuple[Step[Slacking], ...]:
    """Leave steps out when Slack was not set up as the operation was accepted."""
    return steps if operation.context.slack else ()


def slack_of(deps: Deps) -> Slack:
    """Give the workspace; raise VendorRejected when its setting has been taken away meanwhile."""
    if deps.slack is None:
        raise VendorRejected(NAME, "is not set up any more: do it by hand")
    return deps.slack


def find_announcement() -> Step[Operation[Body, IssueContext]]:
    """Make the step that finds the announcement of a STAR."""

    def look(deps: Deps, operation: Operation[Body, IssueContext]) -> StepResult | None:
        return _look_for(deps, operation.context.iid)

    def write(deps: Deps, operation: AnyOperation) -> StepResult:
        channel = deps.handbook.slack.channels.stars
        raise VendorRejected(NAME, f"no announcement of this STAR was found in {channel}: do it by hand there")

    return Step(THREAD, look, write, optional=True)


def announce(iid_of: Callable[[Op], int | None], compose: Callable[[Deps, Op], str]) -> Step[Op]:
    """Make the step that posts the announcement, unless some bot has done so."""

    def look(deps: Deps, operation: Op) -> StepResult | None:
        return _look_for(deps, iid_of(operation))

    def write(deps: Deps, operation: Op) -> StepResult:
        slack = slack_of(deps)
        channel = slack.channel(deps.handbook.slack.channels.stars)
        return _message(slack, slack.post(channel, compose(deps, operation), operation.id), "Announced")

    return Step(THREAD, look, write, optional=True)


def sign_announcement(choose: Callable[[Handbook], str], *after: str) -> Step[AnyOperation]:
    """Make the step that puts a reaction on the announcement; `after` names the steps whose outcome it tells."""
    return _sign(SIGN, choose, announced, primary=False, needs=(THREAD, *after))


def sign_message(name: str, choose: Callable[[Handbook], str], place_of: Callable[[Op], Place]) -> Step[Op]:
    """Make the step that a person waits for: a reaction on a message."""
    return _sign(name, choose, place_of, primary=True)


def _sign(
    name: str,
    choose: Callable[[Handbook], str],
    place_of: Callable[[Op], Place],
    *,
    primary: bool,
    needs: tuple[str, ...] = (),
) -> Step[Op]:
    def look(deps: Deps, operation: Op) -> StepResult | None:
        signed = slack_of(deps).has_reaction(place_of(operation), choose(deps.handbook))
        return StepResult(f":{choose(deps.handbook)}: is there") if signed else None

    def write(deps: Deps, operation: Op) -> StepResult:
        slack_of(deps).react(place_of(operation), choose(deps.handbook))
        return StepResult(f":{choose(deps.handbook)}: added")

    # Slack itself refuses a second one.
    return Step(name, look, write, primary=primary, idempotent=True, optional=not primary, needs=needs)


def reply(compose: Callable[[Deps, Op], str], *after: str) -> Step[Op]:
    """Make the step that answers in the announcement's thread; `compose` gives safe text.

    `after` names the steps whose outcome it tells.
    """

    def look(deps: Deps, operation: Op) -> StepResult | None:
        slack, root = slack_of(deps), announced(operation)
        ours = (message.place for message in slack.thread(root) if message.mark == operation.id and message.root)
        place = next(ours, None)
        return _message(slack, place, "Answered in the thread") if place else None

    def write(deps: Deps, operation: Op) -> StepResult:
        slack, root = slack_of(deps), announced(operation)
        place = slack.post(root.channel, compose(deps, operation), operation.id, thread=root)
        return _message(slack, place, "Answered in the thread")

    return Step(REPLY, look, write, optional=True, needs=(THREAD, *after))


def post(name: str, channel_of: Callable[[Deps, Op], str], compose: Callable[[Deps, Op], str]) -> Step[Op]:
    """Make the step that a person waits for: a message in a channel."""

    def look(deps: Deps, operation: Op) -> StepResult | None:
        slack = slack_of(deps)
        since, now = operation.created_at - CLOCKS_DIFFER_BY, deps.clock() + CLOCKS_DIFFER_BY
        listed = slack.messages(slack.channel(channel_of(deps, operation)), since, now)
        place = next((message.place for message in listed if message.mark == operation.id), None)
        return _message(slack, place, f"Posted in {channel_of(deps, operation)}") if place else None

    def write(deps: Deps, operation: Op) -> StepResult:
        slack = slack_of(deps)
        place = slack.post(slack.channel(channel_of(deps, operation)), compose(deps, operation), operation.id)
        return _message(slack, place, f"Posted in {channel_of(deps, operation)}")

    return Step(name, look, write, primary=True)


def announced(operation: AnyOperation) -> Place:
    """Give the place of the announcement that an earlier step found."""
    message = operation.result(THREAD, SlackMessage)
    if message is None:
        raise VendorRejected(NAME, "without the announcement there is no thread: do it by hand")
    return Place(message.channel, message.ts)


def _look_for(deps: Deps, iid: int | None) -> StepResult | None:
    place = next(_announcements(deps, iid), None)
    return _message(slack_of(deps), place, "Announcement found") if place else None


def _announcements(deps: Deps, iid: int | None) -> Iterator[Place]:
    issue = deps.mirror.issues.get("star", iid) if iid else None
    if issue is None:
        return
    try:
        yield parse_link(slack_thread(issue, deps.handbook) or "")
    except ValueError:
        slack = slack_of(deps)
        channel = slack.channel(deps.handbook.slack.channels.stars)
        begin = issue.created_at
        messages = slack.messages(channel, begin - CLOCKS_DIFFER_BY, begin + ANNOUNCED_WITHIN)
        place = announcement(messages, issue, issue_tickets(issue, deps.handbook, deps.zendesk_url), deps.handbook)
        if place:
            yield place


def _message(slack: Slack, place: Place, detail: str) -> StepResult:
    try:
        url = slack.link(place)
    except VendorError:
        # It is there; only its address could not be read.
        url = None
    return StepResult(detail, url=url, result=SlackMessage(channel=place.channel, ts=place.ts))
