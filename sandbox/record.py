"""Remember every vendor request, and every write that was committed."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sandbox import clock

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# Asking for a token changes nothing that a person could see, and Slack takes reads as POST too: calls, not effects.
NOT_EFFECTS = frozenset({
    ("zendesk", "/oauth/tokens"),
    ("slack", "/auth.test"),
    ("slack", "/users.conversations"),
    ("slack", "/users.info"),
    ("slack", "/users.lookupByEmail"),
    ("slack", "/conversations.history"),
    ("slack", "/conversations.replies"),
    ("slack", "/reactions.get"),
    ("slack", "/chat.getPermalink"),
    ("slack", "/emoji.list"),
})  # fmt: skip


@dataclass
class Call:
    """One vendor request; status stays None when no answer was sent."""

    vendor: str
    method: str
    path: str
    query: str
    at: str
    status: int | None = None


@dataclass(frozen=True)
class Effect:
    """One committed write."""

    vendor: str
    method: str
    path: str
    body: Any
    at: str


@dataclass
class Recorder:
    """Keep calls and effects in order since the last reset."""

    _calls: list[Call] = field(default_factory=list)
    _effects: list[Effect] = field(default_factory=list)
    _per_minute: Counter[tuple[str, str]] = field(default_factory=Counter)

    def begin(self, vendor: str, method: str, path: str, query: str) -> Call:
        """Note that a request has arrived."""
        call = Call(vendor, method, path, query, clock.millis(clock.now()))
        self._calls.append(call)
        self._per_minute[vendor, _minute(call.at)] += 1
        return call

    def commit(self, call: Call, status: int, body: Any) -> None:
        """Note the write behind a call if it was one and was accepted."""
        is_write = call.method in WRITES and (call.vendor, call.path) not in NOT_EFFECTS
        if is_write and 200 <= status < 300:
            at = clock.millis(clock.now())
            self._effects.append(Effect(call.vendor, call.method, call.path, body, at))

    def count_this_minute(self, vendor: str) -> int:
        """Count a vendor's requests in the present minute."""
        return self._per_minute[vendor, _minute(clock.millis(clock.now()))]

    def calls(self) -> list[dict[str, Any]]:
        """List every vendor request."""
        return [dict(vars(call)) for call in self._calls]

    def effects(self, since: int = 0) -> list[dict[str, Any]]:
        """List every committed write after the first `since`."""
        return [dict(vars(effect)) for effect in self._effects[since:]]


def _minute(at: str) -> str:
    return at[: len("2026-01-01T00:00")]
