"""Send somebody who asks for attention in another channel the right way: one sign, and a bot explains."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator

from backend.deps import Deps
from backend.domain.slack import Place, parse_link
from backend.operations.engine.kind import Body, Facts, Kind
from backend.operations.engine.model import Request, RuleViolation, Step
from backend.operations.steps.slack import sign
from backend.store.operation_rows import OperationRow

LONGEST_LINK = 2_000


def link(text: str) -> str:
    """Accept the address of a Slack message."""
    if len(text) > LONGEST_LINK:
        raise ValueError("is too long for the address of a Slack message")
    parse_link(text)
    return text.strip()


class RedirectRequest(Body):
    """Which message."""

    link: Annotated[str, AfterValidator(link)]


def facts(request: Request, body: RedirectRequest) -> Facts:
    """Find the message; one in the right channel needs no redirection."""
    slack, handbook = request.deps.slack, request.deps.handbook
    if slack is None:
        raise RuleViolation(
            "not_configured", f"Slack is not set up here: answer with :{handbook.slack.emoji.redirect}: by hand"
        )
    place = parse_link(body.link)
    if place.channel == slack.channel(handbook.slack.channels.stars):
        raise RuleViolation("right_channel", f"that message is in {handbook.slack.channels.stars} already")
    return {"channel": place.channel, "ts": place.ts}


def steps(operation: OperationRow) -> Sequence[Step]:
    """Add the sign."""
    return [sign(lambda handbook: handbook.slack.emoji.redirect, "redirect", _place)]


def _place(deps: Deps, operation: OperationRow) -> Place:
    return Place(operation.facts["channel"], operation.facts["ts"])


KIND = Kind(
    name="redirect_request",
    body=RedirectRequest,
    facts=facts,
    steps=steps,
    needs="slack",
    on_board=True,
)
