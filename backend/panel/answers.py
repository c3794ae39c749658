"""Answers as they are sent, with what a poll is compared by; kept for a moment while nothing changes."""

import hashlib
import json
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from cachetools import TTLCache
from pydantic import BaseModel
from pydantic.main import IncEx
from pydantic_core import PydanticSerializationError

from backend.domain.text import printable
from backend.panel.schemas.board import BoardOut
from backend.panel.schemas.panel import PanelOut

KEPT_SECONDS = 2.0
"""How long an answer is given again: clocks in it count minutes."""
TIMES_OF_READING: IncEx = {"sources": {"zendesk": {"as_of"}, "gitlab": {"as_of"}, "pagerduty": {"as_of"}}}
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Answer:
    """A panel or board as JSON; `etag` names its content without the times of reading, which `as_of` holds as JSON."""

    body: bytes
    etag: str
    as_of: str


def answer_of(part: PanelOut | BoardOut) -> Answer:
    """Write an answer down."""
    content = as_json(part, exclude=TIMES_OF_READING)
    sources = part.sources.model_dump(mode="json")
    return Answer(
        body=as_json(part).encode(),
        etag=hashlib.sha256(content.encode()).hexdigest()[:32],
        as_of=json.dumps({name: source["as_of"] for name, source in sources.items()}),
    )


def as_json(shape: BaseModel, exclude: IncEx | None = None) -> str:
    """Write a schema as JSON, whatever text is in it."""
    try:
        return shape.model_dump_json(exclude=exclude)
    except PydanticSerializationError:
        return json.dumps(printable(shape.model_dump(mode="json", exclude=exclude)))


class Answers(Generic[K]):
    """Gives what was made a moment ago from the same content again."""

    def __init__(self, most: int, revision: Callable[[], int], make: Callable[[K], PanelOut | BoardOut]) -> None:
        self._revision = revision
        self._make = make
        self._kept: TTLCache[tuple[K, int], Answer] = TTLCache(most, KEPT_SECONDS)
        self._lock = threading.Lock()

    def get(self, key: K) -> Answer:
        """Give the answer for a key."""
        whole = (key, self._revision())
        with self._lock:
            known = self._kept.get(whole)
        if known is None:
            known = answer_of(self._make(key))
            with self._lock:
                self._kept[whole] = known
        return known
