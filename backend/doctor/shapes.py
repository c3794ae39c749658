"""The shape of an answer: which fields it has and of what types, without any value.

Every text is reduced to what kind of text it is, and every key that people may have chosen to `*`.
"""

import re
from collections.abc import Iterable
from typing import Any

Shape = dict[str, set[str]]
ABSENT = "absent"
"""Among the types of a field that only some of the objects beside one another have."""
FREE = {"organization_fields", "user_fields", "settings", "custom", "system", "emoji", "event_payload", "profile"}
"""Objects whose keys are chosen by people or other apps."""

_KEY = re.compile(r"[A-Za-z_$][A-Za-z_$.:-]{0,63}")
_TEXTS = (
    ("empty text", re.compile(r"")),
    ("time", re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z| ?[A-Z]{3}|[+-]\d\d:?\d\d)?")),
    ("day", re.compile(r"\d{4}-\d\d-\d\d")),
    ("number as text", re.compile(r"-?\d+(\.\d+)?")),
    ("address", re.compile(r"https?://.*", re.DOTALL)),
    ("key in PEM", re.compile(r"\s*-----BEGIN [A-Z ]+-----.*", re.DOTALL)),
    ("markup", re.compile(r"\s*<[a-zA-Z!].*", re.DOTALL)),
)


def shape_of(value: Any) -> Shape:
    """Give the types found at each place of decoded JSON, such as `users[].email` → {text, null}."""
    found: Shape = {}
    _gather([value], "", "", found)
    return found


def _gather(values: list[Any], place: str, name: str, found: Shape) -> None:
    found.setdefault(place, set()).update(map(_type, values))
    objects = [value for value in values if isinstance(value, dict)]
    for key in sorted({_safe(key, name) for item in objects for key in item}):
        held = [[value for own, value in item.items() if _safe(own, name) == key] for item in objects]
        inner = f"{place}.{key}".lstrip(".")
        _gather([value for each in held for value in each], inner, key, found)
        if not all(held):
            found[inner].add(ABSENT)
    items = [item for value in values if isinstance(value, list) for item in value]
    if items:
        _gather(items, f"{place}[]", "", found)


def _safe(key: str, above: str) -> str:
    return key if above not in FREE and _KEY.fullmatch(key) else "*"


def _type(value: Any) -> str:
    if isinstance(value, str):
        return next((name for name, pattern in _TEXTS if pattern.fullmatch(value)), "text")
    kinds = {bool: "boolean", int: "integer", float: "number", dict: "object", list: "list"}
    return kinds.get(type(value), "null")


def merged(shapes: Iterable[Shape]) -> Shape:
    """Put shapes of answers to the same call together."""
    found: Shape = {}
    for shape in shapes:
        for place, types in shape.items():
            found.setdefault(place, set()).update(types)
    return found
