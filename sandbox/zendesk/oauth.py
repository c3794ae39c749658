"""Issue and check OAuth client-credentials tokens."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sandbox import clock
from sandbox.environment import CLIENT_ID, CLIENT_SECRET
from sandbox.errors import Refusal

SHORTEST, LONGEST = 300, 172_800
SCOPES = frozenset({"read", "write"})


def _refuse(status: int, error: str, description: str) -> Refusal:
    return Refusal(status, {"error": error, "error_description": description})


@dataclass
class Tokens:
    """The bearer tokens that are alive."""

    _alive: dict[str, datetime] = field(default_factory=dict)

    def issue(self, wish: Any) -> dict[str, Any]:
        """Check a token request and answer it as Zendesk does."""
        if not isinstance(wish, dict) or wish.get("grant_type") != "client_credentials":
            raise _refuse(400, "unsupported_grant_type", "Only client_credentials is known here")
        if (wish.get("client_id"), wish.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise _refuse(401, "invalid_client", "Client authentication failed")
        scope, expires_in = wish.get("scope", "read"), wish.get("expires_in", LONGEST)
        if not isinstance(scope, str) or not set(scope.split()) <= SCOPES:
            raise _refuse(400, "invalid_scope", "scope is one string of read and write")
        if isinstance(expires_in, str) and expires_in.isdigit():
            expires_in = int(expires_in)
        if not isinstance(expires_in, int) or not SHORTEST <= expires_in <= LONGEST:
            raise _refuse(400, "invalid_request", f"expires_in must be between {SHORTEST} and {LONGEST}")
        return {"access_token": self._new(expires_in), "token_type": "bearer", "expires_in": expires_in, "scope": scope}

    def for_workspace(self) -> str:
        """Make a token for the workspace page, which carries out client.request() calls."""
        return self._new(LONGEST)

    def _new(self, seconds: int) -> str:
        token = secrets.token_hex(32)
        self._alive[token] = clock.now() + timedelta(seconds=seconds)
        return token

    def check(self, header: str | None) -> None:
        """Refuse a request whose bearer token is not alive."""
        kind, _, token = (header or "").partition(" ")
        ends = self._alive.get(token.strip()) if kind.lower() == "bearer" else None
        if ends is None or ends <= clock.now():
            raise Refusal(401, {"error": "Couldn't authenticate you"})

    def expire_all(self) -> None:
        """End every token at once."""
        self._alive.clear()
