"""Read YAML 1.2 into plain data that remembers on which line each key stands.

ruamel.yaml is used up to its nodes, which know their lines. Of its values a key that stands twice is a fault, and so
is an alias: two keys that share one value could not be overridden one at a time.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from backend.handbook.loading.faults import Fault, Path_, Place

LARGEST_FILE = 1024 * 1024
"""Bytes: 30 times the packaged handbook."""


@dataclass(frozen=True, slots=True)
class Source:
    """What one file says: its data, the place of each key, what is wrong with it already, and the keys it takes out."""

    data: dict[str, object]
    places: Mapping[Path_, Place]
    faults: tuple[Fault, ...] = ()
    removed: frozenset[Path_] = frozenset()


class _Reader:
    """Turns nodes into data, collecting places and faults on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.places: dict[Path_, Place] = {}
        self.faults: list[Fault] = []
        self.removed: set[Path_] = set()
        self._yaml = YAML(typ="safe", pure=True)
        self._seen: set[int] = set()

    def compose(self, text: str) -> Node | None:
        """Parse a text; raise YAMLError or RecursionError."""
        node: Node | None = self._yaml.compose(text)
        return node

    def data(self, node: Node, path: Path_ = ()) -> object:
        """Give what a node says."""
        self.places.setdefault(path, self._place(node))
        if id(node) in self._seen:
            self._fault(self.places[path], path, "aliases are not used here")
            return None
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return {key: self.data(value, (*path, key)) for key, value in self._entries(node, path)}
        if isinstance(node, SequenceNode):
            return [self.data(value, (*path, index)) for index, value in enumerate(node.value)]
        return self._scalar(node, path)

    def _entries(self, node: MappingNode, path: Path_) -> Iterator[tuple[str, Node]]:
        seen: set[str] = set()
        for key_node, value in node.value:
            place, key = self._place(key_node), key_node.value
            if not isinstance(key_node, ScalarNode):
                self._fault(place, path, "a key must be a plain word")
            elif key in seen:
                self._fault(place, (*path, key), "stands here twice")
            else:
                seen.add(key)
                self.places[(*path, key)] = place
                yield key, value

    def _scalar(self, node: Node, path: Path_) -> object:
        try:
            node.value.encode()
            value = self._yaml.constructor.construct_object(node)
        except (ValueError, YAMLError):
            # A number with letters in it after !!int, or half of a character.
            self._fault(self.places[path], path, f"cannot be read as {str(node.tag).rpartition(':')[2]}")
            return None
        if value is None:
            self.removed.add(path)
        # No key of the handbook holds a date, so what looks like one stays the text that it is.
        return value if value is None or isinstance(value, bool | int | float) else node.value

    def _place(self, node: Node) -> Place:
        return Place(self.file, node.start_mark.line + 1)

    def _fault(self, place: Place, path: Path_, problem: str) -> None:
        self.faults.append(Fault(place, path, problem))


def read(path: Path) -> Source:
    """Read a file; whatever is wrong with it, unreadable included, becomes a fault of the answer."""
    reader, file = _Reader(str(path)), str(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            return _broken(file, f"is larger than {LARGEST_FILE // 1024} kB")
        node = reader.compose(path.read_text(encoding="utf-8-sig"))
        data = {} if node is None else reader.data(node)
    except OSError as error:
        return _broken(file, f"cannot be read: {error.strerror}")
    except RecursionError:
        return _broken(file, "not valid YAML: nested too deeply")
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return _broken(file, f"not valid YAML: {error.problem}", line)
    except (YAMLError, UnicodeDecodeError) as error:
        return _broken(file, f"not valid YAML: {str(error).splitlines()[0]}")
    if not isinstance(data, dict):
        return _broken(file, "must be a mapping of sections at the top")
    return Source(data, reader.places, tuple(reader.faults), frozenset(reader.removed))


def _broken(file: str, problem: str, line: int = 1) -> Source:
    return Source({}, {}, (Fault(Place(file, line), (), problem),))


def merge(base: Source, over: Source) -> Source:
    """Lay one source over another: mappings merge key by key, null takes a key out, everything else replaces."""
    faults = list(over.faults)
    for path in sorted(over.removed, key=str):
        if path not in base.places:
            faults.append(Fault(over.places[path], path, "there is nothing here to take out"))
    data = _merged(base.data, over.data, over.removed)
    return Source(data, {**base.places, **over.places}, (*base.faults, *faults))


def _merged(
    base: dict[str, object], over: dict[str, object], removed: frozenset[Path_], path: Path_ = ()
) -> dict[str, object]:
    result = dict(base)
    for key, value in over.items():
        here, below = (*path, key), base.get(key)
        if here in removed:
            result.pop(key, None)
            continue
        if isinstance(value, dict):
            # Where nothing is written below, the same call still takes null for a key that is not there.
            value = _merged(below if isinstance(below, dict) else {}, value, removed, here)
        result[key] = value
    return result
