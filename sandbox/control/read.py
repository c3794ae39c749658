"""Read control input and say clearly what is wrong with it."""

from datetime import datetime
from typing import Any

from flask import request

from sandbox import clock
from sandbox.errors import Json, bad_control


def body() -> Json:
    """Return the request's JSON object."""
    wish = request.get_json(silent=True)
    if not isinstance(wish, dict):
        raise bad_control("the body must be a JSON object")
    return wish


def only(wish: Json, *known: str) -> None:
    """Refuse keys that mean nothing here: a typo must not pass in silence."""
    unknown = sorted(set(wish) - set(known))
    if unknown:
        raise bad_control(f"unknown keys: {', '.join(unknown)}; known are {', '.join(known)}")


def text(wish: Json, key: str, default: str | None = None) -> str:
    """Return a string field."""
    value = wish.get(key, default)
    if not isinstance(value, str):
        raise bad_control(f"{key} must be a string")
    return value


def choice(wish: Json, key: str, known: tuple[str, ...], default: str | None = None) -> str:
    """Return a field that has a closed set of values."""
    value = text(wish, key, default)
    if value not in known:
        raise bad_control(f"{key} must be one of {', '.join(known)}")
    return value


def moment(wish: Json, key: str) -> datetime | None:
    """Return a time field, or None when it is not given."""
    if wish.get(key) is None:
        return None
    try:
        return clock.parse(wish[key])
    except (ValueError, TypeError):
        raise bad_control(f"{key} is no ISO 8601 time") from None


def flag(wish: Json, key: str, default: bool | None = None) -> bool:
    """Return a field that is true or false."""
    value = wish.get(key, default)
    if not isinstance(value, bool):
        raise bad_control(f"{key} must be true or false")
    return value


def whole(wish: Json, key: str, default: int | None = None, most: int = 2**53) -> int:
    """Return a field that is a whole number of at least 1."""
    value = wish.get(key, default)
    if type(value) is not int or not 1 <= value <= most:
        raise bad_control(f"{key} must be a whole number between 1 and {most}")
    return value


def table(wish: Json, key: str) -> Json:
    """Return a field that is an object, empty when it is not given."""
    value: Any = {} if wish.get(key) is None else wish[key]
    if not isinstance(value, dict):
        raise bad_control(f"{key} must be an object")
    return value


def objects(wish: Json, key: str) -> list[Json]:
    """Return a field that is a list of objects."""
    value: Any = wish.get(key) or []
    if not isinstance(value, list) or any(not isinstance(item, dict) for item in value):
        raise bad_control(f"{key} must be a list of objects")
    return value


def strings(wish: Json, key: str) -> list[str]:
    """Return a field that is a list of strings."""
    value: Any = wish.get(key) or []
    if not isinstance(value, list) or any(not isinstance(item, str) for item in value):
        raise bad_control(f"{key} must be a list of strings")
    return value
