"""Steps around the announcement of a STAR in Slack.

The announcement is a message in the configured channel, by us or by an app that the handbook names, with the issue's
address in it; a link in the issue only says where to look first. Later steps take its place from the step that found
it.
"""

from collections.abc import Callable

from backend.deps import Deps
from backend.domain.slack.announcement import search_for
from backend.domain.slack.messages import MessageRef
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body
from backend.operations.engine.operation import AnyOperation, Operation, Step, StepResult
from backend.operations.steps.issue import IssueContext
from backend.operations.steps.slack import (
    Op,
    SlackContext,
    SlackMessage,
    find_ours,
    mark_in,
    posted,
    require_done,
    sign,
    slack_of,
)
from backend.vendors.errors import VendorRejected
from backend.vendors.slack.announcements import announcement_of
from backend.vendors.slack.session import NAME

THREAD, SIGN, REPLY = "slack_thread", "slack_sign", "slack_reply"


class StarContext(IssueContext, SlackContext):
    """Which STAR an operation is about, and whether it goes into Slack."""


def find_announcement() -> Step[Operation[Body, IssueContext]]:
    """Make the step that finds the announcement of a STAR."""

    def look(deps: Deps, operation: Operation[Body, IssueContext]) -> StepResult | None:
        return _look_for(deps, operation.context.iid)

    def write(deps: Deps, operation: AnyOperation) -> StepResult:
        channel = deps.handbook.slack.channels["stars"]
        why = f"no announcement of this STAR was found in {channel}, so nothing was done there: do it by hand"
        raise VendorRejected(NAME, why)

    return Step(THREAD, look, write, optional=True, by_hand="Find the STAR's thread in Slack")


def announce(iid_of: Callable[[Op], int | None], compose: Callable[[Deps, Op], str]) -> Step[Op]:
    """Make the step that posts the announcement, unless some bot has done so."""

    def look(deps: Deps, operation: Op) -> StepResult | None:
        return _look_for(deps, iid_of(operation))

    def write(deps: Deps, operation: Op) -> StepResult:
        slack = slack_of(deps)
        channel = slack.channel(deps.handbook.slack.channels["stars"])
        mark = mark_in(deps, operation, THREAD, channel).text
        return posted(slack, slack.post(channel, compose(deps, operation), mark), "Announced")

    return Step(THREAD, look, write, optional=True, by_hand="Announce the STAR in its Slack channel")


def sign_announcement(choose: Callable[[Handbook], str], after: str | None = None) -> Step[AnyOperation]:
    """Make the step that puts a reaction on the announcement, once the step `after` is done that it tells of."""
    return sign(SIGN, choose, announced, primary=False, after=after, needs=(THREAD,))


def reply(compose: Callable[[Deps, Op], str], after: str | None = None) -> Step[Op]:
    """Make the step that answers in the announcement's thread; `compose` gives safe text.

    It waits until the step `after` is done that it tells of.
    """

    def look(deps: Deps, operation: Op) -> StepResult | None:
        require_done(operation, after)
        slack, root = slack_of(deps), announced(operation)
        mark = mark_in(deps, operation, REPLY, root.channel)
        place = find_ours(slack, (message for message in slack.thread(root) if message.root), mark)
        return posted(slack, place, "Answered in the thread") if place else None

    def write(deps: Deps, operation: Op) -> StepResult:
        slack, root = slack_of(deps), announced(operation)
        mark = mark_in(deps, operation, REPLY, root.channel).text
        place = slack.post(root.channel, compose(deps, operation), mark, thread=root)
        return posted(slack, place, "Answered in the thread")

    return Step(REPLY, look, write, optional=True, needs=(THREAD,), by_hand="Answer in the thread in Slack")


def announced(operation: AnyOperation) -> MessageRef:
    """Give the place of the announcement that an earlier step found."""
    message = operation.result(THREAD, SlackMessage)
    if message is None:
        raise VendorRejected(NAME, "without the announcement there is no thread: do it by hand")
    return MessageRef(message.channel, message.ts)


def _look_for(deps: Deps, iid: int | None) -> StepResult | None:
    issue = deps.mirror.issues.get("star", iid) if iid else None
    if issue is None:
        return None
    slack = slack_of(deps)
    found = announcement_of(slack, issue, search_for(issue, deps.handbook, slack.homes()))
    return posted(slack, found.place, "Announcement found") if found else None


def announcement_url(deps: Deps, operation: Operation[Body, StarContext]) -> str | None:
    """Give the address of a STAR's announcement; None where Slack is not used, or none is there.

    Raise VendorError when Slack does not tell.
    """
    if not operation.context.slack:
        return None
    found = _look_for(deps, operation.context.iid)
    return found.url if found else None
