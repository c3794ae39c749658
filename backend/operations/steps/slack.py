"""Steps in Slack. They decide nothing: whatever becomes of them, the rest is done, and does not wait for them.

Each looks first. The announcement of a STAR is a message in the configured channel, by us or by an app that the
handbook names, with the issue's address in it; a link in the issue only says where to look first. Later steps take its
place from the step that found it.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from backend.deps import Deps
from backend.domain.clock import CLOCKS_DIFFER_BY
from backend.domain.slack import Message, Place, search_for
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, Context, Result
from backend.operations.engine.model import AnyOperation, Operation, Request, Step, StepResult
from backend.operations.steps.issue import IssueContext
from backend.operations.steps.marks import Mark
from backend.vendors.errors import Unavailable, VendorError, VendorRejected
from backend.vendors.slack.announcements import announcement_of
from backend.vendors.slack.client import Slack
from backend.vendors.slack.session import NAME

THREAD, SIGN, REPLY = "slack_thread", "slack_sign", "slack_reply"


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
        channel = deps.handbook.slack.channels["stars"]
        raise VendorRejected(NAME, f"no announcement of this STAR was found in {channel}: do it by hand there")

    return Step(THREAD, look, write, optional=True, by_hand="Find the STAR's thread in Slack")


def announce(iid_of: Callable[[Op], int | None], compose: Callable[[Deps, Op], str]) -> Step[Op]:
    """Make the step that posts the announcement, unless some bot has done so."""

    def look(deps: Deps, operation: Op) -> StepResult | None:
        return _look_for(deps, iid_of(operation))

    def write(deps: Deps, operation: Op) -> StepResult:
        slack = slack_of(deps)
        channel = slack.channel(deps.handbook.slack.channels["stars"])
        mark = _mark(deps, operation, THREAD, channel).text
        return _message(slack, slack.post(channel, compose(deps, operation), mark), "Announced")

    return Step(THREAD, look, write, optional=True, by_hand="Announce the STAR in its Slack channel")


def sign_announcement(choose: Callable[[Handbook], str], after: str | None = None) -> Step[AnyOperation]:
    """Make the step that puts a reaction on the announcement, once the step `after` is done that it tells of."""
    return _sign(SIGN, choose, announced, primary=False, after=after, needs=(THREAD,))


def sign_message(name: str, choose: Callable[[Handbook], str], place_of: Callable[[Op], Place]) -> Step[Op]:
    """Make the step that a person waits for: a reaction on a message."""
    return _sign(name, choose, place_of, primary=True)


def _sign(
    name: str,
    choose: Callable[[Handbook], str],
    place_of: Callable[[Op], Place],
    *,
    primary: bool,
    after: str | None = None,
    needs: tuple[str, ...] = (),
) -> Step[Op]:
    def look(deps: Deps, operation: Op) -> StepResult | None:
        require_done(operation, after)
        signed = slack_of(deps).has_reaction(place_of(operation), choose(deps.handbook))
        return StepResult(f":{choose(deps.handbook)}: is there") if signed else None

    def write(deps: Deps, operation: Op) -> StepResult:
        slack_of(deps).react(place_of(operation), choose(deps.handbook))
        return StepResult(f":{choose(deps.handbook)}: added")

    # Slack itself refuses a second one.
    def by_hand(handbook: Handbook, operation: Op) -> str:
        return f"Add the reaction :{choose(handbook)}: to the message in Slack"

    return Step(name, look, write, primary=primary, idempotent=True, optional=not primary, needs=needs, by_hand=by_hand)


def reply(compose: Callable[[Deps, Op], str], after: str | None = None) -> Step[Op]:
    """Make the step that answers in the announcement's thread; `compose` gives safe text.

    It waits until the step `after` is done that it tells of.
    """

    def look(deps: Deps, operation: Op) -> StepResult | None:
        require_done(operation, after)
        slack, root = slack_of(deps), announced(operation)
        mark = _mark(deps, operation, REPLY, root.channel)
        place = _ours(slack, (one for one in slack.thread(root) if one.root), mark)
        return _message(slack, place, "Answered in the thread") if place else None

    def write(deps: Deps, operation: Op) -> StepResult:
        slack, root = slack_of(deps), announced(operation)
        mark = _mark(deps, operation, REPLY, root.channel).text
        place = slack.post(root.channel, compose(deps, operation), mark, thread=root)
        return _message(slack, place, "Answered in the thread")

    return Step(REPLY, look, write, optional=True, needs=(THREAD,), by_hand="Answer in the thread in Slack")


def post(
    name: str, channel_of: Callable[[Deps, Op], str], compose: Callable[[Deps, Op], str], *, primary: bool = True
) -> Step[Op]:
    """Make the step of a message in a channel, which a person waits for or which follows."""

    def look(deps: Deps, operation: Op) -> StepResult | None:
        slack = slack_of(deps)
        channel, now = slack.channel(channel_of(deps, operation)), deps.clock() + CLOCKS_DIFFER_BY
        mark = _mark(deps, operation, name, channel)
        place = _ours(slack, slack.messages(channel, mark.since, now), mark)
        return _message(slack, place, f"Posted in {channel_of(deps, operation)}") if place else None

    def write(deps: Deps, operation: Op) -> StepResult:
        slack = slack_of(deps)
        channel = slack.channel(channel_of(deps, operation))
        place = slack.post(channel, compose(deps, operation), _mark(deps, operation, name, channel).text)
        return _message(slack, place, f"Posted in {channel_of(deps, operation)}")

    return Step(name, look, write, primary=primary, optional=not primary, by_hand="Post it in Slack")


def require_done(operation: AnyOperation, name: str | None) -> None:
    """Hold back what tells of a step that is not done: raise Unavailable, or VendorRejected when it never will be."""
    state = operation.step(name).state if name else "done"
    if state == "failed":
        raise VendorRejected(NAME, "nothing is said there, because the issue was not closed")
    if state != "done":
        raise Unavailable(NAME, "waits until the issue is closed")


def _mark(deps: Deps, operation: AnyOperation, step: str, channel: str) -> Mark:
    return Mark(deps, operation, step, f"slack:{channel}")


def _ours(slack: Slack, messages: Iterable[Message], mark: Mark) -> Place | None:
    """Find our own message with a mark: others may copy what stands in ours."""
    return next((one.place for one in messages if mark.is_in_message(one.mark) and slack.is_ours(one)), None)


def announced(operation: AnyOperation) -> Place:
    """Give the place of the announcement that an earlier step found."""
    message = operation.result(THREAD, SlackMessage)
    if message is None:
        raise VendorRejected(NAME, "without the announcement there is no thread: do it by hand")
    return Place(message.channel, message.ts)


def _look_for(deps: Deps, iid: int | None) -> StepResult | None:
    issue = deps.mirror.issues.get("star", iid) if iid else None
    if issue is None:
        return None
    slack = slack_of(deps)
    found = announcement_of(slack, issue, search_for(issue, deps.handbook, slack.homes()))
    return _message(slack, found.place, "Announcement found") if found else None


def announcement_url(deps: Deps, operation: Operation[Body, StarContext]) -> str | None:
    """Give the address of a STAR's announcement; None where Slack is not used, or none is there.

    Raise VendorError when Slack does not tell.
    """
    if not operation.context.slack:
        return None
    found = _look_for(deps, operation.context.iid)
    return found.url if found else None


def _message(slack: Slack, place: Place, detail: str) -> StepResult:
    try:
        url = slack.link(place)
    except VendorError:
        # It is there; only its address could not be read.
        url = None
    return StepResult(detail, url=url, result=SlackMessage(channel=place.channel, ts=place.ts))
