"""Answers as they are sent, with what a poll is compared by; kept for a moment while nothing changes."""

import gzip
import hashlib
import json
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Generic, TypeVar

from cachetools import TTLCache, cached
from pydantic import BaseModel, TypeAdapter
from pydantic.main import IncEx
from pydantic_core import PydanticSerializationError

from backend.domain.clock import iso
from backend.domain.text import printable
from backend.panel.schemas.board import BoardOut
from backend.panel.schemas.panel import PanelOut

KEPT_SECONDS = 2.0
"""How long an answer is given again: clocks in it count minutes."""
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass(frozen=True)
class Reading:
    """What an answer says of its sources, as JSON: `said` without the times of reading, which `as_of` holds."""

    said: bytes
    as_of: str

    @classmethod
    def of(cls, sources: BaseModel) -> "Reading":
        """Write it down."""
        names = type(sources).model_fields
        times = {name: getattr(sources, name).as_of for name in names}
        return cls(
            said=as_json(sources, exclude={name: {"as_of"} for name in names}),
            as_of=json.dumps({name: iso(time) if time else None for name, time in times.items()}),
        )


@dataclass(frozen=True)
class Answer:
    """A panel or board as JSON; `content` names all of it but its sources. Where it is known as unchanged, no body."""

    content: str
    sources: Reading
    body: bytes = b""

    @cached_property
    def etag(self) -> str:
        """Name what is said, and not when it was read."""
        return digest(self.content.encode() + self.sources.said)

    @cached_property
    def packed(self) -> bytes:
        """Give the body as gzip, made once for all who ask within the moment that it is kept."""
        return gzip.compress(self.body, 1, mtime=0)


def answer_of(part: PanelOut | BoardOut) -> Answer:
    """Write an answer down."""
    content = content_of(part)
    body = b'%b,"sources":%b}' % (content[:-1], as_json(part.sources))
    return Answer(digest(content), Reading.of(part.sources), body)


def content_of(part: PanelOut | BoardOut) -> bytes:
    """Write down what does not depend on when the vendors were read."""
    return as_json(part, exclude={"sources"})


def digest(written: bytes) -> str:
    """Give a short name for something written."""
    return hashlib.sha256(written).hexdigest()[:32]


def as_json(shape: BaseModel, exclude: IncEx | None = None) -> bytes:
    """Write a schema as JSON, whatever text is in it."""
    try:
        return _adapter(type(shape)).dump_json(shape, exclude=exclude)
    except PydanticSerializationError:
        return json.dumps(printable(shape.model_dump(mode="json", exclude=exclude))).encode()


@cache
def _adapter(shape: type[BaseModel]) -> TypeAdapter[BaseModel]:
    # It writes bytes, where a model itself writes text that would have to be encoded again.
    return TypeAdapter(shape)


class Kept(Generic[T]):
    """Gives what was read a moment ago from the same content again."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._kept: tuple[int, float, T] | None = None

    def get(self, revision: int) -> T:
        """Give what is read from content of that revision."""
        kept, now = self._kept, time.monotonic()
        if kept is None or kept[0] != revision or now - kept[1] >= KEPT_SECONDS:
            kept = self._kept = (revision, now, self._read())
        return kept[2]


class Answers(Generic[K]):
    """Gives what was made a moment ago from the same content again; many who ask at once have it made once."""

    def __init__(self, most: int, make: Callable[..., PanelOut | BoardOut]) -> None:
        """Have an answer made by `make`, which takes the key and what was found of it before."""

        @cached(
            TTLCache(most, KEPT_SECONDS),
            key=lambda key, revision, *_: (key, revision),
            condition=threading.Condition(),
        )
        def made(key: K, revision: Hashable, *found: object) -> Answer:
            return answer_of(make(key, *found))

        self._made = made

    def get(self, key: K, revision: Hashable, *found: object) -> Answer:
        """Give the answer for a key, made from content of that revision, of which `found` is a part."""
        return self._made(key, revision, *found)
