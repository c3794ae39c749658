"""The OAuth token for Zendesk: client credentials, renewed before it ends and once on a 401.

developer.zendesk.com: `POST /oauth/tokens`; `scope` is one string, `expires_in` 300 to 172800 s, no refresh token.
"""

import threading
import time
from collections.abc import Callable
from typing import Annotated, Any

import requests
from pydantic import Field

from backend.vendors.addresses import rebase
from backend.vendors.answers import call_of, json_of, read
from backend.vendors.budget import Budget
from backend.vendors.bulkhead import waiting
from backend.vendors.client import Refusal, VendorAdapter
from backend.vendors.connection import deadline, left
from backend.vendors.environment import read_environment
from backend.vendors.errors import Denied, OutcomeUnknown, Unavailable, VendorError, VendorRejected
from backend.vendors.fields import Maybe, Record, Text

NAME = "Zendesk"
LIFETIME = 7200
"""Seconds a token is asked to live."""
MARGIN = 120
"""Seconds before the end at which the next one is fetched."""


class Token(Record):
    """What Zendesk gives a client; an answer without the life of a token means the one asked for."""

    access_token: Annotated[str, Field(strict=True, pattern=r"^[\x21-\x7e]{1,4096}$")]
    scope: Maybe[Text] = None
    expires_in: Maybe[float] = None


class ClientCredentials:
    """Holds a live Bearer token; shared by all threads."""

    def __init__(
        self, url: str, client_id: str, client_secret: str, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._monotonic = monotonic
        self._url = url
        self._client_id = client_id
        self._client_secret = client_secret
        self._lock = threading.Lock()
        self._token = ""
        self._scope = ""
        self._renew_at = 0.0
        self._session = requests.Session()
        self._session.mount(url, VendorAdapter(NAME, Budget(), url, refusal))
        read_environment(self._session, url)

    def __repr__(self) -> str:
        return f"ClientCredentials({self._url!r})"

    def scope(self) -> str:
        """Give the scope that Zendesk granted."""
        self.live()
        return self._scope

    def live(self, refused: str | None = None) -> str:
        """Give a token that lives, and not the one that was just refused; one thread asks, the others wait for it."""
        if not self._lock.acquire(timeout=left()):
            raise Unavailable(NAME, "gave no token in time")
        try:
            if not self._token or self._monotonic() >= self._renew_at or self._token == refused:
                self._fetch()
            return self._token
        finally:
            self._lock.release()

    def _fetch(self) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "client_secret": self._client_secret,
            "scope": "read write",
            "expires_in": LIFETIME,
        }
        try:
            answer = read(NAME, self._session.post(f"{self._url}/oauth/tokens", json=form), Token)
        except OutcomeUnknown as error:
            # Asking for a token changes nothing that matters, so doubt about it is plain unavailability.
            raise Unavailable(NAME, f"gave no token: it {error.reason}", error.call, error.field) from error
        self._token = answer.access_token
        self._scope = answer.scope or ""
        self._renew_at = self._monotonic() + max(1.0, (answer.expires_in or LIFETIME) - MARGIN)


class SigningAdapter(VendorAdapter):
    """Puts the token on each request, and tries once more with a new one when Zendesk no longer takes it."""

    def __init__(self, budget: Budget, base: str, refusal: Refusal, token: ClientCredentials) -> None:
        super().__init__(NAME, budget, base, refusal)
        self._token = token

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send to the account's real address, within one deadline for both tries and the tokens."""
        request.url = rebase(request.url or "", self._base)
        with deadline(), waiting(NAME):
            token = self._token.live()
            request.headers["Authorization"] = f"Bearer {token}"
            try:
                return super().send(request, *args, **options)
            except VendorRejected as error:
                # A 401 wrote nothing, so sending the same request once more is safe.
                if error.status != 401:
                    raise
                request.headers["Authorization"] = f"Bearer {self._token.live(refused=token)}"
                return super().send(request, *args, **options)


def refusal(response: requests.Response) -> VendorError | None:
    """Tell what a refused OAuth client means, in Zendesk's words: they say what is wrong with it."""
    if response.ok:
        return None
    try:
        answer = json_of(response)
    except ValueError:
        answer = None
    told = (answer.get("error"), answer.get("error_description")) if isinstance(answer, dict) else ()
    words = ": ".join(text for text in told if isinstance(text, str) and text)[:300]
    said = f" ({words})" if words else ""
    call, remedy = call_of(response.request, response), "check ZENDESK_CLIENT_ID and ZENDESK_CLIENT_SECRET"
    return Denied(NAME, f"refused the OAuth client{said}", call, remedy=remedy)
