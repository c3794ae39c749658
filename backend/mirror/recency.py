"""How old a ticket's copy may be that a rule judges by."""

import threading
from datetime import timedelta

from cachetools import TTLCache, cachedmethod

from backend.deps import Clock
from backend.mirror.ticket_reader import SOURCE
from backend.store.inbox import InboxStore

TOLD_AGE, TOLD_WITHIN = timedelta(minutes=5), timedelta(hours=1)
"""Its age where Zendesk's webhook has told of a change within that time.

That the webhook's secret is set proves nothing: it may be the wrong one, and the webhook switched off.
"""
LOOK_SECONDS = 5.0
"""How long it is not looked up again what was told: a round looks at many copies."""


class Recency:
    """Tells it by what was heard of Zendesk."""

    def __init__(self, inbox: InboxStore, is_set_up: bool, otherwise: timedelta, clock: Clock) -> None:
        """Without a webhook that is set up and tells, the age is `otherwise`."""
        self._inbox = inbox
        self._is_set_up = is_set_up
        self._otherwise = otherwise
        self._clock = clock
        self._kept: TTLCache[tuple[()], timedelta] = TTLCache(1, LOOK_SECONDS)
        self._guard = threading.Lock()

    @cachedmethod(lambda self: self._kept, lock=lambda self: self._guard)
    def max_age(self) -> timedelta:
        """Give it."""
        told = self._is_set_up and self._inbox.heard(SOURCE, self._clock() - TOLD_WITHIN)
        return TOLD_AGE if told else self._otherwise
