"""How GitLab is asked, and what its refusals mean. The only importer of python-gitlab.

Facts: docs.gitlab.com/api/rest, "Authentication", "Pagination", "Redirects"; GitLab's source for its refusals.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import requests
from gitlab import Gitlab as Client
from pydantic import BaseModel

from backend.vendors.answers import call_of, doubt, json_of, read
from backend.vendors.budget import Budget
from backend.vendors.client import VendorAdapter, VendorClient
from backend.vendors.environment import read_environment
from backend.vendors.errors import Denied, Moved, NotFound, VendorError, VendorRejected
from backend.vendors.listings import paged

NAME = "GitLab"
PAGE = 100

M = TypeVar("M", bound=BaseModel)


class Session(VendorClient[Client]):
    """The GitLab instance, acting as the token's bot user."""

    def __init__(self, url: str, token: str, a_minute: int | None = None) -> None:
        self._url = url
        self._token = token
        self._budget = Budget(a_minute=a_minute)
        super().__init__(self._library)

    def _ask(self, verb: str, path: str, model: type[M], **options: Any) -> M:
        return read(NAME, self._send(verb, path, **options), model)

    def _send(
        self, verb: str, path: str, query: Mapping[str, Any] | None = None, body: Mapping[str, Any] | None = None
    ) -> requests.Response:
        sent = dict(body) if body else None
        return self._client.http_request(verb, path, query_data=dict(query or {}), post_data=sent)

    def _page(self, path: str, query: Mapping[str, Any], number: int) -> tuple[list[Any], int | None]:
        """Read one page of a list, and the number of the next one; None after the last."""
        response = self._send("get", path, {**query, "per_page": PAGE, "page": number})
        call = call_of(response.request, response)
        try:
            found = json_of(response)
        except ValueError as error:
            raise doubt(NAME, "sent an answer that cannot be read", call) from error
        if not isinstance(found, list):
            raise doubt(NAME, "sent an answer that cannot be used: it is no list", call)
        return found, _next(response)

    def _pages(self, path: str, query: Mapping[str, Any]) -> Iterator[list[Any]]:
        return paged(NAME, f"GET {path}", lambda number: self._page(path, query, number or 1))

    def _library(self) -> Client:
        session = requests.Session()
        for scheme in ("https://", "http://"):
            session.mount(scheme, VendorAdapter(NAME, self._budget, self._url, refusal))
        read_environment(session, self._url)
        # The library says with each call which certificates to trust.
        return Client(self._url, private_token=self._token, session=session, ssl_verify=session.verify or True)


def _next(response: requests.Response) -> int | None:
    """Read which page comes next: from the header made for it, else from the link."""
    told = response.headers.get("X-Next-Page")
    if told is None and (link := response.links.get("next")):
        told = parse_qs(urlsplit(link["url"]).query).get("page", [""])[0]
        if not told.isdecimal():
            # There is another page, but its link does not tell the number by which we ask for it.
            raise doubt(NAME, "names no next page in its link to one", call_of(response.request, response), "Link")
    return int(told) if told and told.isdecimal() else None


def refusal(response: requests.Response) -> VendorError | None:
    """Tell what an answer that says no means."""
    if response.ok:
        return None
    call, status, (word, said) = call_of(response.request, response), response.status_code, _words(response)
    if status == 404:
        return NotFound(NAME, "there is no such record, or our token may not see it", call)
    if status == 405 and "moved" in said:
        return Moved(NAME, "has the project under another path now; correct it in the handbook", call=call)
    if status == 401 or word == "insufficient_scope":
        return Denied(NAME, f"does not let Support On-call do this ({said})", call, remedy="check GITLAB_TOKEN")
    kind = Denied if status == 403 else VendorRejected
    return kind(NAME, f"refused the request (status {status}): {said}", call)


def _words(response: requests.Response) -> tuple[str, str]:
    """Read GitLab's word for a refusal, and its sentence."""
    try:
        answer = json_of(response)
    except ValueError:
        return "", response.reason or ""
    if not isinstance(answer, dict):
        return "", response.reason or ""
    word, words = answer.get("error") or "", answer.get("error_description") or answer.get("message")
    said = words or word
    return str(word), (said if isinstance(said, str) else json.dumps(said))[:200]
