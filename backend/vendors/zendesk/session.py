"""How Zendesk is asked, and what its refusals mean. The only importer of zenpy.

zenpy gives the session, its address and headers; answers are read as they came, because its object layer drops
sideloads and would ask again for each. Facts: developer.zendesk.com, "Requests and responses", "Pagination".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from pydantic import BaseModel, ConfigDict
from zenpy import Zenpy

from backend.domain.listing import Listing
from backend.vendors.answers import call_of, doubt, json_of, read, rows_of
from backend.vendors.budget import Budget
from backend.vendors.client import VendorClient
from backend.vendors.environment import read_environment
from backend.vendors.errors import Conflict, Denied, NotFound, VendorError, VendorRejected
from backend.vendors.fields import Maybe, Record, Text
from backend.vendors.listings import fitting, joined, paged
from backend.vendors.plain import PlainSession
from backend.vendors.zendesk.token import NAME, ClientCredentials, SigningAdapter

API = "/api/v2/"
PAGE = "100"
NUMBERED = {"macros/active.json", "ticket_forms.json", "custom_roles.json"}
"""Lists that Zendesk documents without cursors."""

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")


class Meta(Record):
    """Where a page stands, told by its cursor."""

    has_more: bool
    after_cursor: Maybe[Text] = None


class Links(Record):
    """Where the next page of a list with cursors is."""

    next: Maybe[Text] = None


class Page(Record):
    """A page of a list, in either dialect: cursors (`meta`, `links`) or offsets (`next_page`)."""

    model_config = ConfigDict(extra="allow")

    meta: Meta | None = None
    links: Maybe[Links] = None
    next_page: Maybe[Text] = None

    def following(self, asked: str) -> str | None:
        """Give the path and query of the next page of what was asked for, None after the last.

        Raise ValueError when there is more, and nothing says where.
        """
        if self.meta and not self.meta.has_more:
            return None
        link = self.next_page if self.meta is None else (self.links.next if self.links else None)
        if link is None and self.meta and self.meta.after_cursor:
            path, _, query = asked.partition("?")
            kept = {**dict(parse_qsl(query)), "page[after]": self.meta.after_cursor}
            return f"{path}?{urlencode(kept)}"
        if not link:
            if self.meta:
                raise ValueError("says that there is more, and not where")
            return None
        parts = urlsplit(link)
        # Only path and query: a link may name another host, and the token goes to ours alone.
        return f"{parts.path.removeprefix(API)}?{parts.query}"


class Session(VendorClient[Zenpy]):
    """The Zendesk account, acting as the user who made the OAuth client."""

    def __init__(self, subdomain: str, url: str, token: ClientCredentials, a_minute: int | None = None) -> None:
        self._subdomain = subdomain
        self._url = url
        self._token = token
        self._budget = Budget(a_minute=a_minute)
        super().__init__(self._library)

    def _read(self, path: str, model: type[M], **query: str) -> M:
        return read(NAME, self._get(path, **query), model)

    def _get(self, path: str, **query: str) -> requests.Response:
        return self._send("get", f"{path}?{urlencode(query)}" if query else path)

    def _send(self, verb: str, path: str, **options: Any) -> requests.Response:
        api = self._client.tickets
        # The adapter moves this address to the account's real one.
        address = f"https://{self._subdomain}.zendesk.com{API}{path}"
        response: requests.Response = api._call_api(getattr(api.session, verb), address, **options)
        return response

    def _pages(self, path: str, name: str, query: Mapping[str, str] | None = None) -> Iterator[tuple[Page, list[Any]]]:
        """Read a list page by page, in whichever dialect the answer has."""
        asked_for = {**({} if path in NUMBERED else {"page[size]": PAGE}), **(query or {})}
        first = f"{path}?{urlencode(asked_for)}"

        def ask(following: str | None) -> tuple[tuple[Page, list[Any]], str | None]:
            asked = following or first
            response = self._send("get", asked)
            page = read(NAME, response, Page)
            raws = rows_of(NAME, response, page, name)
            try:
                return (page, raws), page.following(asked)
            except ValueError as error:
                call = call_of(response.request, response)
                raise doubt(NAME, f"{error}, listing {path}", call, "links") from error

        return paged(NAME, f"GET {path}", ask)

    def _all(
        self, path: str, name: str, model: type[M], convert: Callable[[M], T], query: Mapping[str, str] | None = None
    ) -> Listing[T]:
        pages = self._pages(path, name, query)
        return joined(fitting(NAME, name.rstrip("s"), raws, model, convert) for _, raws in pages)

    def _library(self) -> Zenpy:
        session = PlainSession()
        session.mount("https://", SigningAdapter(self._budget, self._url, refusal, self._token))
        read_environment(session, self._url)
        session.authorized = True  # type: ignore[attr-defined]  # zenpy: the adapter signs
        return Zenpy(subdomain=self._subdomain, session=session, disable_cache=True)


def refusal(response: requests.Response) -> VendorError | None:
    """Tell what an answer that says no means."""
    if response.ok:
        return None
    call, status = call_of(response.request, response), response.status_code
    if status == 404:
        return NotFound(NAME, "there is no such record", call)
    if status == 409:
        return Conflict(NAME, "the ticket was changed meanwhile", call)
    words = said(response)
    tail = f": {words[:300]}" if words else ""
    if status in {401, 403}:
        refused = f"does not let Support On-call do this{tail}"
        return Denied(NAME, refused, call, remedy="check the OAuth client and its user")
    return VendorRejected(NAME, f"refused the request (status {status}){tail}", call)


def said(response: requests.Response) -> str:
    """Read why Zendesk refused: the details by field where there are any, since the description names none."""
    try:
        answer = json_of(response)
    except ValueError:
        return ""
    if not isinstance(answer, dict):
        return ""
    details = answer.get("details")
    parts = details.values() if isinstance(details, dict) else ()
    listed = [entry for part in parts if isinstance(part, list) for entry in part]
    found = [str(entry.get("description")) for entry in listed if isinstance(entry, dict) and entry.get("description")]
    error = answer.get("error")
    title = error.get("message") or error.get("title") if isinstance(error, dict) else error
    return "; ".join(found) or str(answer.get("description") or title or "")
