"""Session tokens, which say who it is and hold no rights: they carry on what a sidebar token proved."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cachetools import LRUCache

from backend.settings import Settings
from backend.web.errors import unproven
from backend.web.identity import RECENT_AGENTS

SESSION = timedelta(minutes=60)
SHIFT = timedelta(hours=12)
"""How long sessions can be renewed before Zendesk has to sign again."""


class Sessions:
    """Makes and reads session tokens. They hold no rights, only who it is."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._keys = [key.get_secret_value() for key in settings.session_keys]
        self._account = settings.zendesk_url
        self._clock = clock
        self._recent: LRUCache[str, tuple[int, float]] = LRUCache(RECENT_AGENTS)
        self._lock = threading.Lock()

    def open(self, agent_id: int) -> tuple[str, datetime]:
        """Begin a session: its token and when it ends."""
        return self._sign(agent_id, born=self._clock())

    def agent_id(self, token: str) -> int:
        """Read whose session it is; raise ApiError when it is not a live one."""
        # What was signed stays signed; only that it ends has to be looked at again.
        with self._lock:
            known = self._recent.get(token)
        if known and known[1] > self._clock().timestamp():
            return known[0]
        claims = self._read(token)
        with self._lock:
            self._recent[token] = agent_id, _ = int(claims["sub"]), float(claims["exp"])
        return agent_id

    def renew(self, token: str) -> tuple[int, str, datetime]:
        """Give the next session after a live one: agent, token, end."""
        claims = self._read(token)
        agent_id = int(claims["sub"])
        return agent_id, *self._sign(agent_id, datetime.fromtimestamp(claims["born"], UTC))

    def _sign(self, agent_id: int, born: datetime) -> tuple[str, datetime]:
        now = self._clock()
        ends = min(now + SESSION, born + SHIFT)
        claims = {
            "sub": str(agent_id),
            "iss": self._account,
            "aud": "session",
            "iat": int(now.timestamp()),
            "exp": int(ends.timestamp()),
            "born": int(born.timestamp()),
        }
        return jwt.encode(claims, self._keys[0], algorithm="HS256"), ends

    def _read(self, token: str) -> dict[str, Any]:
        fault: jwt.PyJWTError | None = None
        for key in self._keys:
            try:
                return self._decode(token, key)
            except jwt.InvalidSignatureError as error:
                # Signed before or after the key was exchanged.
                fault = error
            except jwt.ExpiredSignatureError as error:
                raise unproven("the session has ended: reload the ticket") from error
            except jwt.PyJWTError as error:
                raise unproven("this is no session token of ours") from error
        raise unproven("this is no session token of ours") from fault

    def _decode(self, token: str, key: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=["HS256"],
            audience="session",
            issuer=self._account,
            # A clock that was set back must not end the sessions that it signed before.
            options={"require": ["exp", "iat", "aud", "iss", "sub", "born"], "verify_iat": False},
        )
        if not claims["sub"].isdecimal():
            raise jwt.InvalidTokenError("no agent's id")
        return claims
