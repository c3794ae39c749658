"""Descriptions in a few words, for what a vendor's own description leaves out.

A record is a table of fields and types: `integer`, `string`, `boolean`, `object`, `any`, `time`, `day`, another record
by name; `[...]` a list of them; a `?` behind the type = may be null, behind the field = may be left out.
"""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
TIME = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"
TYPES: dict[str, Json] = {
    "time": {"type": "string", "pattern": TIME},
    "day": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
    "any": {},
}
NULL: Json = {"nullable": True, "enum": [None]}
PLAIN = {"integer", "number", "string", "boolean", "object"}


def schema(words: str) -> Json:
    """Write a type."""
    if words.endswith("?"):
        inner = schema(words[:-1])
        return {"anyOf": [inner, NULL]} if "$ref" in inner else {"nullable": True, **inner}
    if words.startswith("["):
        return {"type": "array", "items": schema(words[1:-1])}
    if words in PLAIN:
        return {"type": words}
    return dict(TYPES[words]) if words in TYPES else {"$ref": f"#/components/schemas/{words}"}


def record(fields: Mapping[str, str], *, closed: bool = False) -> Json:
    """Write a record; a closed one has no other fields."""
    found: Json = {
        "type": "object",
        "properties": {name.rstrip("?"): schema(words) for name, words in fields.items()},
        "required": [name for name in fields if not name.endswith("?")],
    }
    return {**found, "additionalProperties": False} if closed else found


def path(
    method: str, *, query: str = "", sent: Mapping[str, str] | None = None, answers: Mapping[int, str | None]
) -> Json:
    """Write one method of a path: names of its query, the body's fields, and what it answers by status."""
    responses = {
        str(status): {"content": {"application/json": {"schema": schema(words)}}} if words else {}
        for status, words in answers.items()
    }
    operation: Json = {
        "parameters": [{"name": name, "in": "query", "schema": {"type": "string"}} for name in query.split()],
        "responses": responses,
    }
    if sent is not None:
        content = {"application/json": {"schema": record(sent, closed=True)}}
        operation["requestBody"] = {"required": True, "content": content}
    return {method: operation}
