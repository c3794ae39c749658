"""Answers as they are sent, with what a poll is compared by; kept for a moment while nothing changes."""

import gzip
import hashlib
import json
import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from cachetools import TTLCache, cached
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


@dataclass(frozen=True)
class Answer:
    """A panel or board as JSON; `etag` names its content without the times of reading, which `as_of` holds as JSON."""

    body: bytes
    etag: str
    as_of: str

    @cached_property
    def packed(self) -> bytes:
        """Give the body as gzip, made once for all who ask within the moment that it is kept."""
        return gzip.compress(self.body, 1, mtime=0)


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
    """Gives what was made a moment ago from the same content again; many who ask at once have it made once."""

    def __init__(self, most: int, make: Callable[[K], PanelOut | BoardOut]) -> None:
        @cached(TTLCache(most, KEPT_SECONDS), condition=threading.Condition())
        def made(key: K, revision: int) -> Answer:
            return answer_of(make(key))

        self._made = made

    def get(self, key: K, revision: int) -> Answer:
        """Give the answer for a key, made from content of that revision."""
        return self._made(key, revision)
