"""Slack in the product's words. The only importer of slack_sdk.

slack_sdk would send everything as a POST through urllib and try again by itself; here it sends through our door,
reads as GET, so that a lost read is told from a lost write. What we post carries our mark in the message's metadata:
people do not see it, and a look finds it again. Facts: docs.slack.dev, "Web API", "Message metadata", "Rate limits".
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from backend.domain.slack import Message, Place
from backend.vendors.budget import Budget
from backend.vendors.client import VendorAdapter, wait_asked_for
from backend.vendors.errors import NotFound, OutcomeUnknown, RateLimited, Unavailable, VendorError, VendorRejected

NAME = "Slack"
PAGE = 200
MOST_PAGES = 10
"""Pages of a channel's history that are looked through for one announcement."""
EVENT = "support_oncall"
READS = {
    "auth.test",
    "conversations.history",
    "conversations.replies",
    "users.conversations",
    "users.lookupByEmail",
    "reactions.get",
    "chat.getPermalink",
}
TOKEN_FAULTS = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "missing_scope"}
MISSING = {"message_not_found", "thread_not_found", "users_not_found"}
FAILED = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}


class Client(WebClient):
    """slack_sdk's client on our transport: one try, our time limits, reads apart from writes."""

    def __init__(self, url: str, token: str, budget: Budget) -> None:
        super().__init__(token=token, base_url=f"{url}/api/", retry_handlers=[])
        self.http = requests.Session()
        for scheme in ("https://", "http://"):
            self.http.mount(scheme, VendorAdapter(NAME, budget))

    def _perform_urllib_http_request(self, *, url: str, args: dict[str, dict[str, Any]]) -> dict[str, Any]:
        read = url.rsplit("/", 1)[-1] in READS
        headers = {name: value for name, value in args["headers"].items() if name != "Content-Type"}
        answer = self.http.request(
            "GET" if read else "POST",
            url,
            params=args["params"] if read else None,
            json=None if read else args["json"] or args["params"],
            headers=headers,
        )
        return {"status": answer.status_code, "headers": answer.headers, "body": answer.text}


class Slack:
    """The Slack workspace, acting as the app's bot."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token
        self._budget = Budget()
        self._thread = threading.local()
        self._channels: dict[str, str] = {}

    def myself(self) -> tuple[str, frozenset[str]]:
        """Tell whom the token belongs to, and its scopes; empty when Slack does not name them."""
        with self._client("auth.test") as client:
            answer = client.auth_test()
            # slack_sdk hands headers on as they were spelled.
            granted = {name.lower(): words for name, words in answer.headers.items()}.get("x-oauth-scopes", "")
            return answer["user"], frozenset(one.strip() for one in granted.split(",") if one.strip())

    def channel(self, name: str) -> str:
        """Give a channel's id by its name, with or without #; only channels that the bot is in are known."""
        wanted = name.removeprefix("#")
        if wanted not in self._channels:
            with self._client("users.conversations") as client:
                answer = client.users_conversations(
                    types="public_channel,private_channel", exclude_archived=True, limit=PAGE
                )
                self._channels = {one["name"]: one["id"] for page in _pages(answer) for one in page["channels"]}
        if wanted not in self._channels:
            raise VendorRejected(NAME, f"our app is not in #{wanted}, or there is no such channel: invite it there")
        return self._channels[wanted]

    def messages(self, channel: str, since: datetime, until: datetime) -> list[Message]:
        """List a channel's messages between two times, without those in threads."""
        with self._client("conversations.history") as client:
            answer = client.conversations_history(
                channel=channel,
                oldest=f"{since.timestamp():.6f}",
                latest=f"{until.timestamp():.6f}",
                inclusive=True,
                include_all_metadata=True,
                limit=PAGE,
            )
            return [message_from(channel, one) for page in _pages(answer) for one in page["messages"]]

    def thread(self, place: Place) -> list[Message]:
        """List the messages of a thread, its first one included."""
        with self._client("conversations.replies") as client:
            answer = client.conversations_replies(
                channel=place.channel, ts=place.ts, include_all_metadata=True, limit=PAGE
            )
            return [message_from(place.channel, one) for page in _pages(answer) for one in page["messages"]]

    def has_reaction(self, place: Place, emoji: str) -> bool:
        """Tell whether a message has a reaction, by whomever."""
        with self._client("reactions.get") as client:
            message = client.reactions_get(channel=place.channel, timestamp=place.ts, full=True)["message"]
            return any(one["name"] == emoji for one in message.get("reactions") or ())

    def react(self, place: Place, emoji: str) -> None:
        """Add a reaction; it is there as well when it was there before."""
        with self._client("reactions.add") as client:
            try:
                client.reactions_add(channel=place.channel, timestamp=place.ts, name=emoji)
            except SlackApiError as error:
                if error.response.get("error") != "already_reacted":
                    raise

    def post(self, channel: str, text: str, mark: str, thread: Place | None = None) -> Place:
        """Post a message, or a reply into a thread; `text` is already safe (see domain/slack.py)."""
        metadata = {"event_type": EVENT, "event_payload": {"mark": mark}}
        with self._client("chat.postMessage") as client:
            answer = client.chat_postMessage(
                channel=channel,
                text=text,
                metadata=metadata,
                thread_ts=thread.ts if thread else None,
                unfurl_links=False,
                unfurl_media=False,
            )
            return Place(answer["channel"], answer["ts"])

    def link(self, place: Place) -> str:
        """Give the address of a message."""
        with self._client("chat.getPermalink") as client:
            address: str = client.chat_getPermalink(channel=place.channel, message_ts=place.ts)["permalink"]
            return address

    def user(self, email: str) -> str | None:
        """Find a member's id by their e-mail address; None when there is none."""
        try:
            with self._client("users.lookupByEmail") as client:
                found: str = client.users_lookupByEmail(email=email)["user"]["id"]
                return found
        except NotFound:
            return None

    @contextmanager
    def _client(self, method: str) -> Iterator[Client]:
        """Lend this thread's client for one method, and turn its errors into ours."""
        if not hasattr(self._thread, "client"):
            self._thread.client = Client(self._url, self._token, self._budget)
        try:
            yield self._thread.client
        except SlackApiError as error:
            raise refusal(error.response, method) from error
        except (KeyError, TypeError, ValueError, AttributeError, SlackClientError) as error:
            raise OutcomeUnknown(NAME, "sent an answer of another form than documented") from error


def refusal(response: Any, method: str) -> VendorError:
    """Tell what an answer means that is not ok, by Slack's own word for it."""
    said = str(response.get("error") or f"status {response.status_code}")
    if said in {"ratelimited", "rate_limited"}:
        return RateLimited(NAME, wait_asked_for(response.headers))
    if said in FAILED:
        return (Unavailable if method in READS else OutcomeUnknown)(NAME, f"failed: {said}")
    if said in MISSING:
        return NotFound(NAME, "there is no such message or member")
    if said in TOKEN_FAULTS:
        return VendorRejected(
            NAME, f"does not accept our token for this ({said}); check SLACK_BOT_TOKEN and its scopes"
        )
    if said in {"not_in_channel", "channel_not_found"}:
        return VendorRejected(NAME, "our app is not in that channel: invite it there")
    return VendorRejected(NAME, f"refused the request: {said[:200]}")


def message_from(channel: str, raw: Mapping[str, Any]) -> Message:
    """Read a message as the Web API shows one."""
    metadata = raw.get("metadata") or {}
    ours = metadata.get("event_type") == EVENT
    root = raw.get("thread_ts")
    return Message(
        place=Place(channel, raw["ts"]),
        text=raw.get("text") or "",
        by_bot=bool(raw.get("bot_id")),
        mark=(metadata.get("event_payload") or {}).get("mark") if ours else None,
        root=root if root != raw["ts"] else None,
    )


def _pages(answer: Any) -> Iterator[Any]:
    """Read on while there is more, up to a limit: an announcement stands close to its issue."""
    for number, page in enumerate(answer, start=1):
        yield page
        if number == MOST_PAGES:
            return
