"""Questions that people put into a channel of Slack which they choose among the handbook's."""

from collections.abc import Collection
from typing import Annotated

from pydantic import StringConstraints

from backend.deps import Deps
from backend.domain.eligibility.answers import BadAnswer
from backend.operations.engine.request import Request, RuleViolation
from backend.operations.steps.slack import uses_slack
from backend.vendors.errors import VendorRejected
from backend.vendors.slack.session import NAME

ChannelKey = Annotated[str, StringConstraints(min_length=1, max_length=60)]


def check_channel(wanted: str | None, possible: Collection[str]) -> None:
    """Raise BadAnswer when somebody chose a channel that is not among those offered."""
    if wanted is not None and wanted not in possible:
        raise BadAnswer("channel", f"must be one of {', '.join(possible)}")


def require_slack(request: Request, by_hand: str) -> None:
    """Raise RuleViolation while Slack is not set up; `by_hand` says what to do instead."""
    if not uses_slack(request):
        raise RuleViolation("not_configured", f"Slack is not set up here: {by_hand}")


def channel_name(deps: Deps, key: str, by_hand: str) -> str:
    """Name a channel to a step; raise VendorRejected when the handbook has lost it since."""
    if key not in deps.handbook.slack.channels:
        raise VendorRejected(NAME, f"the handbook has no channel {key} any more: {by_hand}")
    return deps.handbook.slack.channels[key]
