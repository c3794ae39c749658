"""Recognises a panel that is still what it was, without composing it.

Whatever a panel shows is either counted where it changes (`Seen`), or moved by a clock. What clocks do is found out
by composing the panel as it will be in a while, should nothing change: if that is what it was, so is all in between.
No rule is asked when it will speak differently, so none can forget to tell.
"""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from cachetools import LRUCache

from backend.store.revisions import Seen

AHEAD = timedelta(minutes=10)
"""How far is looked ahead. Nothing that a panel shows comes and goes within that, but for turns on call."""
SOON = timedelta(minutes=1)
"""How long before its end it is looked ahead again, and how long after something was so: two polls of a panel."""
MOST = 8192
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Known:
    """The content that a panel has from `since` until `until`; it is not looked further ahead before `again`."""

    seen: Seen
    content: str
    since: datetime
    until: datetime
    again: datetime


class Unchanged(Generic[K]):
    """Remembers what panels were last, by ticket and by who sees the same."""

    def __init__(self, content_at: Callable[[K, datetime], str | None]) -> None:
        """Ask by `content_at` for the content at a time to come; None = turns on call change before that."""
        self._content_at = content_at
        self._known: LRUCache[K, Known] = LRUCache(MOST)
        self._lock = threading.Lock()

    def last(self, key: K, seen: Seen, now: datetime) -> Known | None:
        """Give what a panel was, as far as nothing was counted since; None when only composing can tell what it is."""
        with self._lock:
            known = self._known.get(key)
        # A clock that was set back proves nothing.
        return known if known and known.seen == seen and known.since <= now <= known.until + SOON else None

    def is_still(self, key: K, last: Known, now: datetime) -> bool:
        """Tell whether a panel is known to be what it was."""
        if last.until - now <= SOON and now >= last.again:
            ahead = now + AHEAD
            # Whoever comes meanwhile does not look as well.
            self._put(key, replace(last, again=ahead))
            if self._content_at(key, ahead) == last.content:
                last = replace(last, since=now, until=ahead, again=now)
                self._put(key, last)
        return now <= last.until

    def keep(self, key: K, seen: Seen, content: str, now: datetime) -> None:
        """Remember what was composed just now; `seen` was read before."""
        with self._lock:
            known = self._known.get(key)
            same = known is not None and known.seen == seen
            if known and same and known.content == content and known.since <= now <= known.until:
                return
            # One that a clock has moved on is not looked at in advance again so soon.
            again = known.again if known and same else now
            self._known[key] = Known(seen, content, since=now, until=now, again=min(again, now + AHEAD))

    def _put(self, key: K, known: Known) -> None:
        with self._lock:
            self._known[key] = known
