"""Documents with something odd in one place: what another version, a vendor or a damaged disk may put there."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

Path = tuple[Any, ...]

DEEP: Any = "x"
for _ in range(600):
    DEEP = [DEEP]

VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 2**31, 2**62, 2**70, "", "x" * 5000, "\ud83d", "\x00", "1",
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "http://[", [], [None], {}, {"id": None}, DEEP,
)  # fmt: skip


def places(value: Any, path: Path = ()) -> list[Path]:
    """List where something stands in a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


def changed(document: Any, path: Path, value: Any) -> Any:
    """Copy a document with another value in one place."""
    if not path:
        return value
    made = here = deepcopy(document)
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = value
    return made


def without(document: Any, path: Path) -> Any:
    """Copy a document without what stands in one place."""
    made = here = deepcopy(document)
    for key in path[:-1]:
        here = here[key]
    del here[path[-1]]
    return made


def damaged(document: Any) -> Iterator[Any]:
    """Give the document with each of the odd values in each place, and without each place."""
    for path in places(document):
        yield from (changed(document, path, value) for value in VALUES)
        if path:
            yield without(document, path)
