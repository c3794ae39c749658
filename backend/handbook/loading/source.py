"""Read YAML into plain data that remembers on which line each key stands.

Unlike PyYAML's own loading, only `true` and `false` are switches and `17:00` stays a text (YAML 1.2's core
schema): `yes` is an answer here and an hour is no base-60 number. A key that stands twice is a fault, where
PyYAML lets the last one win.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

try:
    from yaml import CSafeLoader as _Base
except ImportError:  # PyYAML was built without libyaml: eight times slower, otherwise the same
    from yaml import SafeLoader as _Base  # type: ignore[assignment]

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a key of the handbook."""

    place: Place
    path: Path_
    problem: str

    def __str__(self) -> str:
        """Write `file:line: dotted.key: problem`."""
        key = ".".join(str(part) for part in self.path)
        return f"{self.place.file}:{self.place.line}: {key + ': ' if key else ''}{self.problem}"


@dataclass(frozen=True, slots=True)
class Source:
    """What one file says: its data, the place of each key, and what is wrong with it already."""

    data: dict[str, object]
    places: Mapping[Path_, Place]
    faults: tuple[Fault, ...] = ()


class _Loader(_Base):
    """YAML 1.2's core schema."""


_Loader.yaml_implicit_resolvers = {}
_NULL, _BOOL, _INT, _FLOAT = (f"tag:yaml.org,2002:{kind}" for kind in ("null", "bool", "int", "float"))
for _tag, _written, _first in (
    (_NULL, r"~|null|", ["~", "n", ""]),
    (_BOOL, r"true|false", ["t", "f"]),
    (_INT, r"[-+]?[0-9]+", list("-+0123456789")),
    (_FLOAT, r"[-+]?[0-9]+\.[0-9]+", list("-+0123456789")),
):
    _Loader.add_implicit_resolver(_tag, re.compile(rf"(?:{_written})\Z"), _first)


class _Reader:
    """Turn composed nodes into data, collecting places and faults on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path_, Place] = {}
        self.faults: list[Fault] = []
        self._seen: set[int] = set()

    def _place(self, node: yaml.Node) -> Place:
        return Place(self.file, node.start_mark.line + 1)

    def read(self, node: yaml.Node, path: Path_) -> object:
        self.places.setdefault(path, self._place(node))
        if id(node) in self._seen:
            # Two keys that share one value could not be overridden one at a time; a value may even hold itself.
            self.faults.append(Fault(self.places[path], path, "aliases are not used here"))
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return {key: self.read(value, (*path, key)) for key, value in self._entries(node, path)}
        if isinstance(node, yaml.SequenceNode):
            return [self.read(value, (*path, index)) for index, value in enumerate(node.value)]
        return _scalar(node.tag, node.value)

    def _entries(self, node: yaml.MappingNode, path: Path_) -> Iterator[tuple[str, yaml.Node]]:
        seen: set[str] = set()
        for key_node, value in node.value:
            place = self._place(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.faults.append(Fault(place, path, "a key must be a plain word"))
                continue
            key = key_node.value
            if key in seen:
                self.faults.append(Fault(place, (*path, key), "stands here twice"))
                continue
            seen.add(key)
            self.places[(*path, key)] = place
            yield key, value


def _scalar(tag: str, text: str) -> object:
    if tag == _NULL:
        return None
    if tag == _BOOL:
        return text == "true"
    if tag == _INT:
        return int(text)
    return float(text) if tag == _FLOAT else text


def _broken(file: str, error: Exception) -> Source:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    fault = Fault(Place(file, mark.line + 1 if mark else 1), (), f"not valid YAML: {problem}")
    return Source({}, {}, (fault,))


def read(path: Path) -> Source:
    """Read a file; whatever is wrong with it, unreadable included, becomes a fault of the answer."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as error:
        return Source({}, {}, (Fault(Place(str(path), 1), (), f"cannot be read: {error.strerror}"),))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return _broken(str(path), error)
    reader = _Reader(str(path))
    data = {} if node is None else reader.read(node, ())
    if not isinstance(data, dict):
        top = Fault(Place(str(path), 1), (), "must be a mapping of sections at the top")
        return Source({}, {}, (top,))
    return Source(data, reader.places, tuple(reader.faults))


def merge(base: Source, over: Source) -> Source:
    """Lay one source over another: mappings merge key by key, everything else replaces."""
    return Source(_merged(base.data, over.data), {**base.places, **over.places}, (*base.faults, *over.faults))


def _merged(base: dict[str, object], over: dict[str, object]) -> dict[str, object]:
    result = dict(base)
    for key, value in over.items():
        below = base.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            value = _merged(below, value)
        result[key] = value
    return result
