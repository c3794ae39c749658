"""Agents as Zendesk describes them, at most five minutes old while Zendesk answers."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from dataclasses import replace
from datetime import datetime, timedelta

from cachetools import TTLCache

from backend.domain.roles import can, role
from backend.handbook.model.handbook import Handbook
from backend.mirror.tickets import FETCHERS
from backend.panel.schemas.access import AgentOut
from backend.store.agents import AgentRow, AgentStore
from backend.vendors.bulkhead import Crowded, waiting
from backend.vendors.errors import NotFound, VendorError
from backend.vendors.zendesk.client import Zendesk
from backend.web.errors import ApiError, Code, unproven
from backend.web.identity import RECENT_AGENTS, RECENT_SECONDS

ROLE_MAX_AGE = timedelta(minutes=5)
ROLE_PAUSE = timedelta(seconds=30)
"""How long Zendesk is not asked for a role again after it failed to tell."""
ROLE_SECONDS = 1.0
"""How long a request waits for a role that was known five minutes ago."""


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
        if known is None or self._clock() - known.fetched_at > ROLE_MAX_AGE:
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
            with waiting("Zendesk"):
                return self._pool.submit(self._fetch, agent_id, known, now).result(timeout=ROLE_SECONDS)
        except (TimeoutError, Crowded):
            return self._put_off(known, now)

    def part(self, agent: AgentRow, kinds: frozenset[str]) -> AgentOut:
        """Describe an agent to the panel, with what they may do of what this backend can."""
        allowed = [kind for kind in self.can(agent) if kind in kinds]
        return AgentOut.of(agent, can=allowed, scheduling_link=self._scheduling_link(agent))

    def _scheduling_link(self, agent: AgentRow) -> str | None:
        mine = (person for person in self._handbook.people if person.is_person(agent.id, agent.email))
        return next((person.scheduling_link for person in mine if person.scheduling_link), None)

    def can(self, agent: AgentRow) -> tuple[str, ...]:
        """List the kinds of operation an agent may start."""
        return can(agent.role, self._handbook) if agent.role else ()  # type: ignore[arg-type]

    def _fetch(self, agent_id: int, known: AgentRow | None, now: datetime) -> AgentRow:
        try:
            user = self._zendesk.user(agent_id)
        except NotFound as error:
            raise unproven("Zendesk knows no such agent") from error
        except VendorError:
            # With Zendesk down a manager must still be able to page: the role last seen counts on for a while.
            if known:
                return self._put_off(known, now)
            raise
        found = role(user.zendesk_role, user.groups, user.custom_role, self._handbook, user.role_type)
        their_role = found if user.active else None
        agent = AgentRow(user.id, user.name, user.email, their_role, user.reach, now, user.rights)
        self._store.put(agent)
        return agent

    def _put_off(self, known: AgentRow, now: datetime) -> AgentRow:
        """Let the role last seen count on for a moment, so that each request does not wait for Zendesk anew."""
        later = replace(known, fetched_at=now - ROLE_MAX_AGE + ROLE_PAUSE)
        self._store.put(later)
        return later
