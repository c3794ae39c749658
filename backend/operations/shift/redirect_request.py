"""Send somebody who asks for attention in another channel the right way: one sign, and a bot explains."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator

from backend.domain.slack.messages import MessageRef, parse_link
from backend.operations.engine.documents import Body, Context, storable
from backend.operations.engine.kind import Kind
from backend.operations.engine.operation import Operation, Step
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.steps.slack import sign

LONGEST_LINK = 2_000


def link(text: str) -> str:
    """Accept what may be an address; whether it is one of a message is told with the workspace at hand."""
    if len(text) > LONGEST_LINK:
        raise ValueError("is too long for the address of a Slack message")
    return storable(text.strip())


class RedirectRequest(Body):
    """Which message."""

    link: Annotated[str, AfterValidator(link)]


class RedirectContext(Context):
    """Where the message stands."""

    channel: str
    ts: str


Redirecting = Operation[RedirectRequest, RedirectContext]


class RedirectRequestKind(Kind[RedirectRequest, RedirectContext]):
    """One sign."""

    name = "redirect_request"
    Body = RedirectRequest
    Context = RedirectContext
    needs = "slack"
    on_board = True

    def prepare(self, request: Request, body: RedirectRequest) -> RedirectContext:
        """Find the message; one in the right channel needs no redirection."""
        slack, handbook = request.deps.slack, request.deps.handbook
        if slack is None:
            because = f"Slack is not set up here: answer with :{handbook.slack.emoji.redirect}: by hand"
            raise RuleViolation("not_configured", because)
        try:
            place = parse_link(body.link, slack.homes())
        except ValueError as error:
            raise RuleViolation("message_link", f"the link {error}") from error
        if place.channel == slack.channel(handbook.slack.channels["stars"]):
            raise RuleViolation("right_channel", f"that message is in {handbook.slack.channels['stars']} already")
        return RedirectContext(channel=place.channel, ts=place.ts)

    def steps(self, operation: Redirecting) -> Sequence[Step[Redirecting]]:
        """Add the sign."""
        return [sign("redirect", lambda handbook: handbook.slack.emoji.redirect, _place)]


def _place(operation: Redirecting) -> MessageRef:
    return MessageRef(operation.context.channel, operation.context.ts)
