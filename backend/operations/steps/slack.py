"""Steps in Slack. They decide nothing: whatever becomes of them, the rest is done, and does not wait for them.

Each looks first. Those around the announcement of a STAR are in announcement.py.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from backend.deps import Deps
from backend.domain.clock import CLOCKS_DIFFER_BY
from backend.domain.slack.messages import Message, MessageRef
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.documents import Body, Context, Result
from backend.operations.engine.operation import AnyOperation, Operation, Step, StepResult
from backend.operations.engine.request import Request
from backend.operations.steps.marks import Mark
from backend.vendors.errors import Unavailable, VendorError, VendorRejected
from backend.vendors.slack.client import Slack
from backend.vendors.slack.session import NAME


class SlackContext(Context):
    """Whether an operation goes into Slack."""

    slack: bool = False


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


def sign(
    name: str,
    choose: Callable[[Handbook], str],
    place_of: Callable[[Op], MessageRef],
    *,
    primary: bool = True,
    after: str | None = None,
    needs: tuple[str, ...] = (),
) -> Step[Op]:
    """Make the step that puts a reaction on a message, once the step `after` is done that it tells of."""

    def look(deps: Deps, operation: Op) -> StepResult | None:
        require_done(operation, after)
        signed = slack_of(deps).has_reaction(place_of(operation), choose(deps.handbook))
        return StepResult(f":{choose(deps.handbook)}: is there") if signed else None

    def write(deps: Deps, operation: Op) -> StepResult:
        slack_of(deps).react(place_of(operation), choose(deps.handbook))
        return StepResult(f":{choose(deps.handbook)}: added")

    def by_hand(handbook: Handbook, operation: Op) -> str:
        return f"Add the reaction :{choose(handbook)}: to the message in Slack"

    # Idempotent: Slack itself refuses a second reaction of the same kind.
    return Step(name, look, write, primary=primary, idempotent=True, optional=not primary, needs=needs, by_hand=by_hand)


def post(
    name: str, channel_of: Callable[[Deps, Op], str], compose: Callable[[Deps, Op], str], *, primary: bool = True
) -> Step[Op]:
    """Make the step of a message in a channel, which a person waits for or which follows."""

    def look(deps: Deps, operation: Op) -> StepResult | None:
        slack = slack_of(deps)
        channel, now = slack.channel(channel_of(deps, operation)), deps.clock() + CLOCKS_DIFFER_BY
        mark = mark_in(deps, operation, name, channel)
        place = find_ours(slack, slack.messages(channel, mark.since, now), mark)
        return posted(slack, place, f"Posted in {channel_of(deps, operation)}") if place else None

    def write(deps: Deps, operation: Op) -> StepResult:
        slack = slack_of(deps)
        channel = slack.channel(channel_of(deps, operation))
        place = slack.post(channel, compose(deps, operation), mark_in(deps, operation, name, channel).text)
        return posted(slack, place, f"Posted in {channel_of(deps, operation)}")

    return Step(name, look, write, primary=primary, optional=not primary, by_hand="Post it in Slack")


def require_done(operation: AnyOperation, name: str | None) -> None:
    """Hold back what tells of a step that is not done: raise Unavailable, or VendorRejected when it never will be."""
    state = operation.step(name).state if name else "done"
    if state == "failed":
        raise VendorRejected(NAME, "nothing is said there, because the issue was not closed")
    if state != "done":
        raise Unavailable(NAME, "waits until the issue is closed")


def mark_in(deps: Deps, operation: AnyOperation, step: str, channel: str) -> Mark:
    """Give the mark of a step's message in a channel."""
    return Mark(deps, operation, step, f"slack:{channel}")


def find_ours(slack: Slack, messages: Iterable[Message], mark: Mark) -> MessageRef | None:
    """Find our own message with a mark: others may copy what stands in ours."""
    return next(
        (message.place for message in messages if mark.is_in_message(message.mark) and slack.is_ours(message)), None
    )


def posted(slack: Slack, place: MessageRef, detail: str) -> StepResult:
    """Tell of a message that is there."""
    try:
        url = slack.link(place)
    except VendorError:
        # It is there; only its address could not be read.
        url = None
    return StepResult(detail, url=url, result=SlackMessage(channel=place.channel, ts=place.ts))
