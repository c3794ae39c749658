"""Check Slack, if it is connected: token, scopes, the handbook's emoji, and that our app is in its channels."""

from collections.abc import Iterator

from backend.doctor.line import Line, guarded
from backend.handbook.model.handbook import Handbook
from backend.vendors.errors import Denied, VendorRejected
from backend.vendors.slack.client import Slack

APP = "Look at the Slack app (docs/settings.md lists its scopes), install it again, and set SLACK_BOT_TOKEN."
SCOPES = {
    "channels:read", "groups:read", "channels:history", "groups:history", "reactions:read", "reactions:write",
    "chat:write", "users:read", "users:read.email",
}  # fmt: skip
EMOJI = "Give the app the scope emoji:read: only with it can the emoji of the handbook be looked up."


class SlackCheck:
    """Asks Slack, and changes nothing."""

    def __init__(self, slack: Slack | None, handbook: Handbook) -> None:
        self._slack = slack
        self._channels = handbook.slack.channels
        # In the others a request is only marked, when somebody gives its link.
        self._written_to = {"stars", "leadership", handbook.slack.escalations, *handbook.slack.engineers.keys()}
        self._signs: dict[str, str] = handbook.slack.emoji.model_dump()

    def lines(self) -> Iterator[Line]:
        """Check everything; without a token that works there is only that to say."""
        slack = self._slack
        if slack is None:
            yield Line("ok", "Slack", "not connected: its steps are shown to do by hand")
            return
        token = list(guarded("Slack token", APP, lambda: self._token(slack)))
        yield from token
        if any(line.level == "failed" for line in token):
            return
        yield from guarded("Slack emoji", APP, lambda: self._emoji(slack))
        for key, channel in self._channels.items():
            yield from guarded(f"Slack channel {channel}", APP, lambda: self._channel(slack, key, channel))  # noqa: B023 - used at once

    def _token(self, slack: Slack) -> Iterator[Line]:
        name, scopes = slack.myself()
        missing = sorted(SCOPES - scopes)
        if not scopes:
            yield Line("warning", "Slack token", f"of {name}; Slack did not say what it may do", APP)
        elif missing:
            yield Line("failed", "Slack token", f"of {name}, lacks {', '.join(missing)}", APP)
        else:
            yield Line("ok", "Slack token", f"of {name}, with every scope that is needed")

    def _emoji(self, slack: Slack) -> Iterator[Line]:
        try:
            own, standard = slack.emoji()
        except Denied as error:
            yield Line("warning", "Slack emoji", error.reason, EMOJI)
            return
        for key, name in self._signs.items():
            what = f"Slack emoji {name}"
            if name in own | standard:
                yield Line("ok", what, "there")
            elif standard:
                yield Line("failed", what, "there is none", f"Add it to the workspace, or correct slack.emoji.{key}.")
            else:
                words = "not one of the workspace's own, and Slack did not name the standard ones"
                yield Line("warning", what, words, f"Is it a standard one? Else correct slack.emoji.{key}.")

    def _channel(self, slack: Slack, key: str, channel: str) -> Iterator[Line]:
        try:
            found = slack.channel(channel)
        except VendorRejected as error:
            to_do = f"Invite the app there, or correct slack.channels.{key}."
            yield Line(
                "failed" if key in self._written_to else "warning", f"Slack channel {channel}", error.reason, to_do
            )
        else:
            yield Line("ok", f"Slack channel {channel}", f"our app is in it, id {found}")
