"""How PagerDuty is asked, and what its refusals mean. The only importer of pdpyras.

pdpyras is frozen; its successor `pagerduty` has the same verbs, so a move stays in this file. Facts:
developer.pagerduty.com, "Errors", "Rate limits", "Pagination".
"""

import warnings
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import requests
from pydantic import BaseModel, ConfigDict

from backend.domain.listing import Listing
from backend.vendors.answers import call_of, doubt, json_of, read, rows_of
from backend.vendors.budget import Budget
from backend.vendors.client import VendorAdapter, VendorClient
from backend.vendors.environment import read_environment
from backend.vendors.errors import AlreadyOpen, Denied, NotFound, VendorError, VendorRejected
from backend.vendors.fields import Record
from backend.vendors.listings import fitting, joined, paged
from backend.vendors.plain import PlainSession

with warnings.catch_warnings():
    # It announces on import that it is deprecated: known, see above.
    warnings.simplefilter("ignore", UserWarning)
    from pdpyras import APISession

NAME = "PagerDuty"
PAGE = 100
PAGED = {"/incidents", "/oncalls", "/users"}
"""Lists that come in pages, as all of V3 do; the others come whole, and take no limit and offset."""
V3 = "/v3/"
ARGUMENTS_WRONG, FROM_UNKNOWN, POLICY_UNKNOWN, NOBODY_ON_CALL = 2002, 1008, 1014, 1015
SENDER_UNKNOWN = "does not know the sender"
KNOWN = {
    FROM_UNKNOWN: SENDER_UNKNOWN,
    POLICY_UNKNOWN: "has no such escalation policy",
    NOBODY_ON_CALL: "says that nobody is on call on the escalation policy",
}
REMEDIES = {
    FROM_UNKNOWN: "PAGERDUTY_FROM must be the login e-mail of a user",
    POLICY_UNKNOWN: "check the id in the handbook",
}

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


class Page(Record):
    """A page of a list: the records stand under the list's name, among what is extra here."""

    model_config = ConfigDict(extra="allow")

    more: bool = False


class _Session(PlainSession, APISession):  # type: ignore[misc]
    """A session without statistics: pdpyras keeps them for ever, by the whole address where it knows no such path."""

    def postprocess(self, response: requests.Response, suffix: str | None = None) -> None:
        """Do nothing more with an answer."""

    def prepare_headers(self, method: str, user_headers: Mapping[str, str] | None = None) -> dict[str, str]:
        """Give what a call adds to the session's own headers, which pdpyras would copy deeply for each."""
        return {"User-Agent": self.user_agent, "From": self.default_from, **(user_headers or {})}


class Session(VendorClient[APISession]):
    """The PagerDuty account, acting as the user `sender` (a login e-mail)."""

    def __init__(self, url: str, token: str, sender: str, a_minute: int | None = None) -> None:
        self._url = url
        self._token = token
        self._sender = sender
        self._budget = Budget(a_minute=a_minute)
        super().__init__(self._session)

    def _ask(self, method: str, path: str, model: type[M], **options: Any) -> M:
        return read(NAME, self._send(method, path, **options), model)

    def _send(self, method: str, path: str, **options: Any) -> requests.Response:
        response: requests.Response = self._client.request(method, path, **options)
        return response

    def _all(
        self, path: str, name: str, query: Mapping[str, Any], model: type[M], convert: Callable[[M], T], key: str = "id"
    ) -> Listing[T]:
        """Read a whole list, page by page while PagerDuty says that there is more."""

        def ask(offset: int | None) -> tuple[Listing[T], int | None]:
            window = {"limit": PAGE, "offset": offset or 0} if path in PAGED or path.startswith(V3) else {}
            asked = self._send("GET", path, params={**window, **query})
            page = read(NAME, asked, Page)
            raws = rows_of(NAME, asked, page, name)
            if page.more and not raws:
                call = call_of(asked.request, asked)
                raise doubt(NAME, f"says that {path} has more, and sends none", call, name)
            found = fitting(NAME, name.rstrip("s"), raws, model, convert, key)
            return found, (offset or 0) + len(raws) if page.more else None

        return joined(paged(NAME, f"GET {path}", ask))

    def _session(self) -> APISession:
        session = _Session(self._token, default_from=self._sender)  # type: ignore[call-arg]
        session.url = self._url
        session.max_network_attempts = 0
        for scheme in ("https://", "http://"):
            session.mount(scheme, VendorAdapter(NAME, self._budget, self._url, refusal))
        read_environment(session, self._url)
        return session


def refusal(response: requests.Response) -> VendorError | None:
    """Tell what an answer that says no means, by PagerDuty's own code."""
    if response.ok:
        return None
    call, status = call_of(response.request, response), response.status_code
    code, words = _fault(response)
    if code == ARGUMENTS_WRONG and "matching dedup key" in words:
        return AlreadyOpen(NAME, "an incident with this key is open already", call)
    if status == 404:
        return NotFound(NAME, "there is no such record", call)
    if status == 403:
        said = f" ({words[:200]})" if words else ""
        refused = f"does not let Support On-call do this{said}"
        return Denied(NAME, refused, call, remedy="check what PAGERDUTY_TOKEN may do")
    if status == 401:
        return Denied(NAME, "does not let Support On-call in", call, remedy="check PAGERDUTY_TOKEN")
    reason = KNOWN.get(code, f"refused the request (status {status}, code {code}): {words[:200]}")
    return VendorRejected(NAME, reason, call, remedy=REMEDIES.get(code, ""))


def _fault(response: requests.Response) -> tuple[int, str]:
    try:
        error = json_of(response)["error"]
        said = error.get("errors") or [str(error.get("message") or "")]
        if isinstance(said, dict):
            # The V3 API lists errors by field.
            said = [f"{field}: {', '.join(words)}" for field, words in said.items()]
        return int(error.get("code") or 0), "; ".join(said)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        # Without PagerDuty's error object only the status tells what was refused.
        return 0, ""
