"""How Slack is asked, and what its refusals mean. The only importer of slack_sdk.

slack_sdk would send everything as a POST through urllib and try again by itself; here it sends through our transport,
reads as GET, so that a lost read is told from a lost write. Facts: docs.slack.dev, "Web API", "Rate limits".
"""

from collections.abc import Iterator
from typing import Any, TypeVar

import requests
from pydantic import BaseModel
from slack_sdk import WebClient

from backend.vendors.answers import call_of, doubt, fit, json_of
from backend.vendors.budget import Budget
from backend.vendors.client import VendorAdapter, VendorClient
from backend.vendors.environment import read_environment
from backend.vendors.errors import Call, Denied, NotFound, RateLimited, Unavailable, VendorError, VendorRejected
from backend.vendors.limits import wait_asked_for
from backend.vendors.listings import paged
from backend.vendors.slack.records import Answer

NAME = "Slack"
PAGE = 200
READS = {
    "auth.test",
    "conversations.history",
    "conversations.replies",
    "users.conversations",
    "users.info",
    "users.lookupByEmail",
    "reactions.get",
    "chat.getPermalink",
    "emoji.list",
}
MISSING = {"message_not_found", "thread_not_found", "user_not_found", "users_not_found"}
FAILED = {"internal_error", "fatal_error", "request_timeout"}
"""Slack failed while it worked: a write may have taken place."""
NOT_NOW = {"service_unavailable", "team_added_to_org", "org_login_required"}
"""Slack did not begin: it works on the workspace, and this passes."""
SHUT_OUT = "does not let our app do this ({})"
INVITE = "our app is not in that channel: invite it there"
DENIED = {
    *("invalid_auth", "not_authed", "token_revoked", "token_expired", "missing_scope", "account_inactive"),
    *("accesslimited", "not_in_channel", "channel_not_found"),
}
"""What people mend at Slack, after which the same call succeeds."""
LASTING = {
    **dict.fromkeys(("invalid_auth", "not_authed", "token_revoked", "token_expired", "missing_scope"), SHUT_OUT),
    "account_inactive": "has our app's user switched off ({})",
    "accesslimited": "does not let our app in ({}): ask an administrator of the workspace to approve it",
    "not_in_channel": INVITE,
    "channel_not_found": INVITE,
    "is_archived": "the channel is archived ({}): bring it back, or name another one in the handbook",
    "message_limit_exceeded": "takes no more messages in this workspace ({}): its plan's limit is reached",
    "restricted_action": "does not let our app post there ({}): ask an administrator of the workspace",
    "invalid_name": "has no such emoji ({}): add it to the workspace, or correct it in the handbook",
}
"""What a person has to do before the same request is taken."""
REMEDIES = {
    **dict.fromkeys(
        ("invalid_auth", "not_authed", "token_revoked", "token_expired", "missing_scope"),
        "check SLACK_BOT_TOKEN and its scopes",
    ),
    "account_inactive": "install the app again, and set SLACK_BOT_TOKEN",
}
"""What whoever runs this has to do."""

M = TypeVar("M", bound=BaseModel)
P = TypeVar("P", bound=Answer)


class Client(WebClient):
    """slack_sdk's client on our transport."""

    def __init__(self, url: str, token: str, budget: Budget) -> None:
        super().__init__(token=token, base_url=f"{url}/api/", retry_handlers=[])
        self.http = requests.Session()
        for scheme in ("https://", "http://"):
            self.http.mount(scheme, VendorAdapter(NAME, budget, url, refusal))
        read_environment(self.http, url)

    def _perform_urllib_http_request(self, *, url: str, args: dict[str, dict[str, Any]]) -> dict[str, Any]:
        read = url.rsplit("/", 1)[-1] in READS
        headers = {name: value for name, value in args["headers"].items() if name != "Content-Type"}
        answer = self.http.request(
            "GET" if read else "POST",
            url,
            params=args["params"] if read else None,
            json=None if read else args["json"],
            headers=headers,
        )
        return {"status": answer.status_code, "headers": answer.headers, "parsed_body": json_of(answer)}


class Session(VendorClient[Client]):
    """The Slack workspace, acting as the app's bot."""

    def __init__(self, url: str, token: str) -> None:
        budget = Budget()
        super().__init__(lambda: Client(url, token, budget))

    def _ask(self, method: str, model: type[M], **options: Any) -> M:
        return self._ask_all(method, model, options)[0]

    def _ask_all(self, method: str, model: type[M], options: dict[str, Any]) -> tuple[M, dict[str, str]]:
        """Call a method; give its answer and the headers, which slack_sdk hands on as they were spelled."""
        given = {name: value for name, value in options.items() if value is not None}
        sent: dict[str, Any] = {"params": given} if method in READS else {"json": given}
        answer = self._client.api_call(method, **sent)
        call = Call("GET" if method in READS else "POST", f"/api/{method}", answer.status_code)
        return fit(NAME, call, answer.data, model), {name.lower(): value for name, value in answer.headers.items()}

    def _pages(self, method: str, model: type[P], **options: Any) -> Iterator[P]:
        def ask(cursor: str | None) -> tuple[P, str | None]:
            page = self._ask(method, model, limit=PAGE, cursor=cursor, **options)
            if page.has_more and page.following is None:
                call = Call("GET", f"/api/{method}", 200)
                raise doubt(NAME, f"says that {method} has more, and not where", call, "response_metadata")
            return page, page.following

        return paged(NAME, method, ask)


def refusal(response: requests.Response) -> VendorError | None:
    """Tell what an answer means that is not ok, by Slack's own word for it."""
    call = call_of(response.request, response)
    try:
        answer = json_of(response)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        if response.ok:
            return doubt(NAME, "sent an answer that cannot be read", call)
        return VendorRejected(NAME, f"refused the request (status {response.status_code})", call)
    if answer.get("ok") is True:
        return None
    if response.ok and not (answer.get("ok") is False and isinstance(answer.get("error"), str)):
        return doubt(NAME, "sent an answer that does not say whether it was done", call)
    word = str(answer.get("error") or f"status {response.status_code}")[:200]
    if word in {"ratelimited", "rate_limited"}:
        return RateLimited(NAME, wait_asked_for(response.headers), call)
    if word in FAILED:
        return doubt(NAME, f"failed: {word}", call)
    if word in NOT_NOW:
        return Unavailable(NAME, f"is not ready: {word}", call)
    if word in MISSING:
        return NotFound(NAME, "there is no such message or member", call)
    kind = Denied if word in DENIED else VendorRejected
    said = LASTING.get(word, "refused the request: {}").format(word)
    return kind(NAME, said, call, remedy=REMEDIES.get(word, ""))
