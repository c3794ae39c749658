"""Steps in Slack. They come last and decide nothing: whatever becomes of them, the rest is done.

Each looks first. The announcement of a STAR is found by the link in its issue, else among the bots' messages; later
steps take its place from the step that found it.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

from backend.deps import Tools
from backend.domain.references import issue_tickets
from backend.domain.slack import Place, announcement, parse_link
from backend.domain.star.mechanics import slack_thread
from backend.handbook.model.handbook import Handbook
from backend.operations.engine.kind import Facts
from backend.operations.engine.model import ASIDE, Done, Request, Step
from backend.operations.engine.retry import CLOCKS_DIFFER_BY
from backend.store.operation_rows import OperationRow
from backend.vendors.errors import Refused, VendorError
from backend.vendors.slack.client import NAME, Slack

THREAD, SIGN, REPLY = f"{ASIDE}thread", f"{ASIDE}sign", f"{ASIDE}reply"
ANNOUNCED_WITHIN = timedelta(hours=25)
"""How long after its issue a STAR is announced at most: a follow-up is tried for a day."""

Words = Callable[[Tools, OperationRow], str]
Find = Callable[[Tools, OperationRow], Place]


def with_slack(request: Request) -> Facts:
    """Keep whether an operation goes into Slack; nothing while that is not set up."""
    return {"slack": True} if request.tools.slack else {}


def slack_steps(operation: OperationRow, *steps: Step) -> tuple[Step, ...]:
    """Leave steps out when Slack was not set up as the operation was accepted."""
    return steps if operation.facts.get("slack") else ()


def slack_of(tools: Tools) -> Slack:
    """Give the workspace; raise Refused when its setting has been taken away meanwhile."""
    if tools.slack is None:
        raise Refused(NAME, "is not set up any more: do it by hand")
    return tools.slack


def find_announcement(iid_of: Callable[[OperationRow], int | None]) -> Step:
    """Make the step that finds the announcement of a STAR."""

    def write(tools: Tools, operation: OperationRow) -> Done:
        channel = tools.handbook.slack.channels.stars
        raise Refused(NAME, f"no announcement of this STAR was found in {channel}: do it by hand there")

    return Step(THREAD, _look_for(iid_of), write)


def announce(iid_of: Callable[[OperationRow], int | None], compose: Words) -> Step:
    """Make the step that posts the announcement, unless some bot has done so."""

    def write(tools: Tools, operation: OperationRow) -> Done:
        slack = slack_of(tools)
        channel = slack.channel(tools.handbook.slack.channels.stars)
        return _found(slack, slack.post(channel, compose(tools, operation), operation.id), "Announced")

    return Step(THREAD, _look_for(iid_of), write)


def sign(choose: Callable[[Handbook], str], name: str = SIGN, find: Find | None = None) -> Step:
    """Make the step that puts a reaction on the announcement, or on the message that `find` gives."""
    place_of = find or announced

    def look(tools: Tools, operation: OperationRow) -> Done | None:
        there = slack_of(tools).has_reaction(place_of(tools, operation), choose(tools.handbook))
        return Done(f":{choose(tools.handbook)}: is there") if there else None

    def write(tools: Tools, operation: OperationRow) -> Done:
        slack_of(tools).react(place_of(tools, operation), choose(tools.handbook))
        return Done(f":{choose(tools.handbook)}: added")

    # Slack itself refuses a second one.
    return Step(name, look, write, urgent=find is not None, guarded=True)


def reply(compose: Words) -> Step:
    """Make the step that answers in the announcement's thread; `compose` gives safe text."""

    def look(tools: Tools, operation: OperationRow) -> Done | None:
        slack, root = slack_of(tools), announced(tools, operation)
        mine = (one.place for one in slack.thread(root) if one.mark == operation.id and one.root)
        place = next(mine, None)
        return _found(slack, place, "Answered in the thread") if place else None

    def write(tools: Tools, operation: OperationRow) -> Done:
        slack, root = slack_of(tools), announced(tools, operation)
        place = slack.post(root.channel, compose(tools, operation), operation.id, thread=root)
        return _found(slack, place, "Answered in the thread")

    return Step(REPLY, look, write)


def post(name: str, channel_of: Callable[[Tools, OperationRow], str], compose: Words) -> Step:
    """Make the step that a person waits for: a message in a channel."""

    def look(tools: Tools, operation: OperationRow) -> Done | None:
        slack = slack_of(tools)
        since, now = operation.created_at - CLOCKS_DIFFER_BY, tools.clock() + CLOCKS_DIFFER_BY
        listed = slack.messages(slack.channel(channel_of(tools, operation)), since, now)
        mine = next((one.place for one in listed if one.mark == operation.id), None)
        return _found(slack, mine, f"Posted in {channel_of(tools, operation)}") if mine else None

    def write(tools: Tools, operation: OperationRow) -> Done:
        slack = slack_of(tools)
        place = slack.post(slack.channel(channel_of(tools, operation)), compose(tools, operation), operation.id)
        return _found(slack, place, f"Posted in {channel_of(tools, operation)}")

    return Step(name, look, write, urgent=True)


def announced(tools: Tools, operation: OperationRow) -> Place:
    """Give the place of the announcement that an earlier step found."""
    found = operation.result(THREAD)
    if not found:
        raise Refused(NAME, "without the announcement there is no thread: do it by hand")
    return Place(found["channel"], found["ts"])


def _look_for(
    iid_of: Callable[[OperationRow], int | None],
) -> Callable[[Tools, OperationRow], Done | None]:
    def look(tools: Tools, operation: OperationRow) -> Done | None:
        place = next(_announcements(tools, iid_of(operation)), None)
        return _found(slack_of(tools), place, "Announcement found") if place else None

    return look


def _announcements(tools: Tools, iid: int | None) -> Iterator[Place]:
    issue = tools.mirror.issue("star", iid) if iid else None
    if issue is None:
        return
    try:
        yield parse_link(slack_thread(issue, tools.handbook) or "")
    except ValueError:
        slack = slack_of(tools)
        channel = slack.channel(tools.handbook.slack.channels.stars)
        begin = issue.created_at
        messages = slack.messages(channel, begin - CLOCKS_DIFFER_BY, begin + ANNOUNCED_WITHIN)
        place = announcement(messages, issue, issue_tickets(issue, tools.handbook), tools.handbook)
        if place:
            yield place


def _found(slack: Slack, place: Place, said: str) -> Done:
    try:
        url = slack.link(place)
    except VendorError:
        # It is there; only its address could not be read.
        url = None
    return Done(said, url=url, result={"channel": place.channel, "ts": place.ts})
