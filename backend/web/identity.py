"""Who is asking: Zendesk's signed sidebar request proves it, a short session token carries it on.

Facts: developer.zendesk.com, "Signed URLs". The token is RS256 with a key per app; `aud` names our installation.
"""

import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt
from cachetools import TTLCache
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from backend.domain.roles import can, role
from backend.handbook.model.handbook import Handbook
from backend.mirror.tickets import DEADLINE, FETCHERS
from backend.panel.schemas.access import AgentOut, SessionOut
from backend.settings import Settings
from backend.store.agents import AgentRow, AgentStore
from backend.vendors.errors import NotFound, Unavailable, VendorError
from backend.vendors.zendesk.client import Zendesk
from backend.web.errors import ApiError, Code

SESSION = timedelta(minutes=60)
SHIFT = timedelta(hours=12)
"""How long sessions can be renewed before Zendesk has to sign again."""
ROLE_MAX_AGE = timedelta(minutes=5)
ROLE_PAUSE = timedelta(seconds=30)
"""How long Zendesk is not asked for a role again after it failed to tell."""
RECENT_AGENTS = 2048
RECENT_SECONDS = 5.0
"""How long an agent is not looked up in the store again, nor the signature of a session checked."""
LEEWAY = timedelta(seconds=10)
KEY_PAUSE = 60.0
"""Seconds between two fetches of the public key: a forged token must not make us ask each time."""
USER = re.compile(r"(?:^|/)users/([1-9][0-9]{0,18})(?:\.json)?$")


class SidebarTokens:
    """Checks the token of a signed sidebar request."""

    def __init__(self, settings: Settings, zendesk: Zendesk) -> None:
        host = urlsplit(settings.zendesk_url)
        self._issuers = [host.netloc, f"{host.scheme}://{host.netloc}"]
        self._audience = f"{settings.zendesk_url}/api/v2/apps/installations/{settings.zendesk_installation_id}.json"
        self._app_id = settings.zendesk_app_id
        self._zendesk = zendesk
        self._lock = threading.Lock()
        self._key = ""
        self._fetched = float("-inf")

    def agent_id(self, token: str) -> int:
        """Give the id of the agent whom Zendesk vouches for; raise ApiError when it does not."""
        try:
            # Junk must not make us ask Zendesk for the key.
            if jwt.get_unverified_header(token).get("alg") != "RS256":
                raise jwt.InvalidAlgorithmError("only RS256")
            claims = self._claims(token)
        except jwt.ExpiredSignatureError as error:
            raise _unproven("the sidebar token has expired: reload the ticket") from error
        except jwt.PyJWTError as error:
            raise _unproven("the sidebar token is not one that Zendesk signed for this app") from error
        found = USER.search(str(claims["sub"]))
        if not found:
            raise _unproven("the sidebar token names no user")
        return int(found[1])

    def _claims(self, token: str) -> dict[str, object]:
        try:
            return self._decode(token, self._public_key(fresh=False))
        except jwt.InvalidSignatureError:
            # The app's key may have changed since we fetched it.
            return self._decode(token, self._public_key(fresh=True))

    def _decode(self, token: str, key: str) -> dict[str, object]:
        claims: dict[str, object] = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            audience=self._audience,
            issuer=self._issuers,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )
        return claims

    def _public_key(self, fresh: bool) -> str:
        with self._lock:
            old = time.monotonic() - self._fetched > KEY_PAUSE
            if not self._key or (fresh and old):
                self._key = usable(self._zendesk.public_key(self._app_id))
                self._fetched = time.monotonic()
            return self._key


def usable(pem: str) -> str:
    """Give a public key back; raise Unavailable for what is none, so that it is not kept."""
    try:
        load_pem_public_key(pem.encode())
    except ValueError as error:
        raise Unavailable("Zendesk", "sent no usable public key of this app") from error
    return pem


class Agents:
    """Knows agents as Zendesk describes them, at most five minutes old while Zendesk answers."""

    def __init__(self, zendesk: Zendesk, store: AgentStore, handbook: Handbook, clock: Callable[[], datetime]) -> None:
        self._zendesk = zendesk
        self._store = store
        self._handbook = handbook
        self._clock = clock
        self._recent: TTLCache[int, AgentRow] = TTLCache(RECENT_AGENTS, RECENT_SECONDS)
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(FETCHERS, thread_name_prefix="agents")

    def get(self, agent_id: int) -> AgentRow:
        """Give an agent; raise ApiError for somebody who may not use this."""
        with self._lock:
            known = self._recent.get(agent_id)
        if known is None:
            known = self._load(agent_id)
            with self._lock:
                self._recent[agent_id] = known
        if known.role is None:
            raise ApiError(Code.forbidden, "only agents of this Zendesk account may use this")
        return known

    def _load(self, agent_id: int) -> AgentRow:
        known, now = self._store.get(agent_id), self._clock()
        if known is None:
            return self._fetch(agent_id, known, now)
        if now - known.fetched_at <= ROLE_MAX_AGE:
            return known
        try:
            return self._pool.submit(self._fetch, agent_id, known, now).result(timeout=DEADLINE)
        except TimeoutError:
            # As with a Zendesk that fails: the role last seen counts on, until the answer is there.
            return known

    def part(self, agent: AgentRow, kinds: frozenset[str]) -> AgentOut:
        """Describe an agent to the panel, with what they may do of what this backend can."""
        allowed = [kind for kind in self.can(agent) if kind in kinds]
        return AgentOut.model_validate(
            {
                "id": agent.id,
                "name": agent.name,
                "role": agent.role,
                "can": allowed,
                "scheduling_link": self._scheduling_link(agent),
            }
        )

    def _scheduling_link(self, agent: AgentRow) -> str | None:
        mine = (
            one
            for one in self._handbook.people
            if agent.id == one.zendesk_id or (agent.email and agent.email == one.email)
        )
        return next((one.scheduling_link for one in mine if one.scheduling_link), None)

    def can(self, agent: AgentRow) -> tuple[str, ...]:
        """List the kinds of operation an agent may start."""
        return can(agent.role, self._handbook) if agent.role else ()  # type: ignore[arg-type]

    def _fetch(self, agent_id: int, known: AgentRow | None, now: datetime) -> AgentRow:
        try:
            user = self._zendesk.user(agent_id)
        except NotFound as error:
            raise _unproven("Zendesk knows no such agent") from error
        except VendorError:
            # With Zendesk down a manager must still be able to page: the role last seen counts on for a while.
            if known:
                later = replace(known, fetched_at=now - ROLE_MAX_AGE + ROLE_PAUSE)
                self._store.put(later)
                return later
            raise
        found = role(user.zendesk_role, user.groups, user.custom_role, self._handbook) if user.active else None
        agent = AgentRow(user.id, user.name, user.email, found, user.reach, now)
        self._store.put(agent)
        return agent


class Sessions:
    """Makes and reads session tokens. They hold no rights, only who it is."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._keys = [key.get_secret_value() for key in settings.session_keys]
        self._account = settings.zendesk_url
        self._clock = clock
        self._recent: TTLCache[str, tuple[int, float]] = TTLCache(RECENT_AGENTS, RECENT_SECONDS)
        self._lock = threading.Lock()

    def open(self, agent_id: int) -> tuple[str, datetime]:
        """Begin a session: its token and when it ends."""
        return self._sign(agent_id, born=self._clock())

    def agent_id(self, token: str) -> int:
        """Read whose session it is; raise ApiError when it is not a live one."""
        with self._lock:
            known = self._recent.get(token)
        if known and known[1] > self._clock().timestamp():
            return known[0]
        claims = self._read(token)
        with self._lock:
            self._recent[token] = found, _ = int(claims["sub"]), float(claims["exp"])
        return found

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
                raise _unproven("the session has ended: reload the ticket") from error
            except jwt.PyJWTError as error:
                raise _unproven("this is no session token of ours") from error
        raise _unproven("this is no session token of ours") from fault

    def _decode(self, token: str, key: str) -> dict[str, Any]:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=["HS256"],
            audience="session",
            issuer=self._account,
            options={"require": ["exp", "iat", "aud", "iss", "sub", "born"]},
        )
        if not claims["sub"].isdecimal():
            raise jwt.InvalidTokenError("no agent's id")
        return claims


def session_part(token: str, ends: datetime, agent: AgentOut) -> SessionOut:
    """Describe a session to the panel."""
    return SessionOut(session=token, expires_at=ends, agent=agent)


def _unproven(message: str) -> ApiError:
    return ApiError(Code.unauthenticated, message)
