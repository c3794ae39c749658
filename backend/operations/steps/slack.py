"""Steps in Slack. They come last and decide nothing: whatever becomes of them, the rest is done.

Each looks first. The announcement of a STAR is found by the link in its issue, else among the bots' messages; later
steps take its place from the step that found it.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

from backend.deps import Deps
from backend.domain.references import issue_tickets
from backend.domain.slack import Place, announcement, parse_link
from backend.domain.star.mechanics import slack_thread
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.kind import Facts
from backend.operations.engine.model import ASIDE, Request, Step, StepResult
from backend.operations.engine.retry import CLOCKS_DIFFER_BY
from backend.store.operation_rows import OperationRow
from backend.vendors.errors import VendorError, VendorRejected
from backend.vendors.slack.client import NAME, Slack

THREAD, SIGN, REPLY = f"{ASIDE}thread", f"{ASIDE}sign", f"{ASIDE}reply"
ANNOUNCED_WITHIN = timedelta(hours=25)
"""How long after its issue a STAR is announced at most: a follow-up is tried for a day."""

Words = Callable[[Deps, OperationRow], str]
Find = Callable[[Deps, OperationRow], Place]


def with_slack(request: Request) -> Facts:
    """Keep whether an operation goes into Slack; nothing while that is not set up."""
    return {"slack": True} if request.deps.slack else {}


def slack_steps(operation: OperationRow, *steps: Step) -> tuple[Step, ...]:
    """Leave steps out when Slack was not set up as the operation was accepted."""
    return steps if operation.facts.get("slack") else ()


def slack_of(deps: Deps) -> Slack:
    """Give the workspace; raise VendorRejected when its setting has been taken away meanwhile."""
    if deps.slack is None:
        raise VendorRejected(NAME, "is not set up any more: do it by hand")
    return deps.slack


def find_announcement(iid_of: Callable[[OperationRow], int | None]) -> Step:
    """Make the step that finds the announcement of a STAR."""

    def write(deps: Deps, operation: OperationRow) -> StepResult:
        channel = deps.handbook.slack.channels.stars
        raise VendorRejected(NAME, f"no announcement of this STAR was found in {channel}: do it by hand there")

    return Step(THREAD, _look_for(iid_of), write)


def announce(iid_of: Callable[[OperationRow], int | None], compose: Words) -> Step:
    """Make the step that posts the announcement, unless some bot has done so."""

    def write(deps: Deps, operation: OperationRow) -> StepResult:
        slack = slack_of(deps)
        channel = slack.channel(deps.handbook.slack.channels.stars)
        return _found(slack, slack.post(channel, compose(deps, operation), operation.id), "Announced")

    return Step(THREAD, _look_for(iid_of), write)


def sign(choose: Callable[[Handbook], str], name: str = SIGN, find: Find | None = None) -> Step:
    """Make the step that puts a reaction on the announcement, or on the message that `find` gives."""
    place_of = find or announced

    def look(deps: Deps, operation: OperationRow) -> StepResult | None:
        there = slack_of(deps).has_reaction(place_of(deps, operation), choose(deps.handbook))
        return StepResult(f":{choose(deps.handbook)}: is there") if there else None

    def write(deps: Deps, operation: OperationRow) -> StepResult:
        slack_of(deps).react(place_of(deps, operation), choose(deps.handbook))
        return StepResult(f":{choose(deps.handbook)}: added")

    # Slack itself refuses a second one.
    return Step(name, look, write, primary=find is not None, idempotent=True)


def reply(compose: Words) -> Step:
    """Make the step that answers in the announcement's thread; `compose` gives safe text."""

    def look(deps: Deps, operation: OperationRow) -> StepResult | None:
        slack, root = slack_of(deps), announced(deps, operation)
        mine = (one.place for one in slack.thread(root) if one.mark == operation.id and one.root)
        place = next(mine, None)
        return _found(slack, place, "Answered in the thread") if place else None

    def write(deps: Deps, operation: OperationRow) -> StepResult:
        slack, root = slack_of(deps), announced(deps, operation)
        place = slack.post(root.channel, compose(deps, operation), operation.id, thread=root)
        return _found(slack, place, "Answered in the thread")

    return Step(REPLY, look, write)


def post(name: str, channel_of: Callable[[Deps, OperationRow], str], compose: Words) -> Step:
    """Make the step that a person waits for: a message in a channel."""

    def look(deps: Deps, operation: OperationRow) -> StepResult | None:
        slack = slack_of(deps)
        since, now = operation.created_at - CLOCKS_DIFFER_BY, deps.clock() + CLOCKS_DIFFER_BY
        listed = slack.messages(slack.channel(channel_of(deps, operation)), since, now)
        mine = next((one.place for one in listed if one.mark == operation.id), None)
        return _found(slack, mine, f"Posted in {channel_of(deps, operation)}") if mine else None

    def write(deps: Deps, operation: OperationRow) -> StepResult:
        slack = slack_of(deps)
        place = slack.post(slack.channel(channel_of(deps, operation)), compose(deps, operation), operation.id)
        return _found(slack, place, f"Posted in {channel_of(deps, operation)}")

    return Step(name, look, write, primary=True)


def announced(deps: Deps, operation: OperationRow) -> Place:
    """Give the place of the announcement that an earlier step found."""
    found = operation.result(THREAD)
    if not found:
        raise VendorRejected(NAME, "without the announcement there is no thread: do it by hand")
    return Place(found["channel"], found["ts"])


def _look_for(
    iid_of: Callable[[OperationRow], int | None],
) -> Callable[[Deps, OperationRow], StepResult | None]:
    def look(deps: Deps, operation: OperationRow) -> StepResult | None:
        place = next(_announcements(deps, iid_of(operation)), None)
        return _found(slack_of(deps), place, "Announcement found") if place else None

    return look


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
        place = announcement(messages, issue, issue_tickets(issue, deps.handbook), deps.handbook)
        if place:
            yield place


def _found(slack: Slack, place: Place, said: str) -> StepResult:
    try:
        url = slack.link(place)
    except VendorError:
        # It is there; only its address could not be read.
        url = None
    return StepResult(said, url=url, result={"channel": place.channel, "ts": place.ts})
