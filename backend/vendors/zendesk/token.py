"""The OAuth token for Zendesk: client credentials, renewed before it ends and once on a 401.

developer.zendesk.com: `POST /oauth/tokens`; `scope` is one string, `expires_in` 300 to 172800 s, no refresh token.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

import requests
from requests.auth import AuthBase

from backend.vendors.budget import Budget
from backend.vendors.client import VendorAdapter
from backend.vendors.errors import Unavailable, VendorRejected

LIFETIME = 7200
"""Seconds a token is asked to live."""
MARGIN = 120
"""Seconds before the end at which the next one is fetched."""


class ClientCredentials(AuthBase):
    """Puts a live Bearer token on each request; shared by all threads."""

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
        self._session.mount(url, VendorAdapter("Zendesk", Budget()))

    def __repr__(self) -> str:
        return f"ClientCredentials({self._url!r})"

    def scope(self) -> str:
        """Give the scope that Zendesk granted."""
        self._live()
        return self._scope

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign a request, and arrange for one more try if Zendesk no longer takes the token."""
        token = self._live()
        request.headers["Authorization"] = f"Bearer {token}"
        request.hooks["response"].append(lambda response, **kwargs: self._again(response, token, kwargs))
        return request

    def _again(self, response: requests.Response, used: str, kwargs: dict[str, Any]) -> requests.Response:
        # A 401 wrote nothing, so sending the same request once more is safe.
        if response.status_code != 401:
            return response
        request = response.request.copy()
        request.headers["Authorization"] = f"Bearer {self._live(refused=used)}"
        return response.connection.send(request, **kwargs)

    def _live(self, refused: str | None = None) -> str:
        with self._lock:
            if not self._token or self._monotonic() >= self._renew_at or self._token == refused:
                self._fetch()
            return self._token

    def _fetch(self) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "client_secret": self._client_secret,
            "scope": "read write",
            "expires_in": LIFETIME,
        }
        try:
            response = self._session.post(f"{self._url}/oauth/tokens", json=form)
        except Unavailable:
            raise
        except Exception as error:
            # Asking for a token changes nothing that matters, so doubt about it is plain unavailability.
            raise Unavailable("Zendesk", "gave no token") from error
        if not response.ok:
            raise VendorRejected("Zendesk", "refused the OAuth client; check ZENDESK_CLIENT_ID and _SECRET")
        answer = response.json()
        if not isinstance(answer, dict) or not isinstance(answer.get("access_token"), str):
            raise Unavailable("Zendesk", "gave no token")
        self._token = answer["access_token"]
        self._scope = str(answer.get("scope") or "")
        self._renew_at = self._monotonic() + max(1.0, float(answer.get("expires_in") or LIFETIME) - MARGIN)
