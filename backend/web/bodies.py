"""Reading a request's body: only what is wrong here is the caller's fault."""

import json
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from backend.web.errors import ApiError, Code

LARGEST_BODY = 2 * 1024 * 1024
"""Bytes: the longest texts of a form, every character escaped, fit."""
M = TypeVar("M", bound=BaseModel)


def json_object() -> dict[str, Any]:
    """Read the body as a JSON object."""
    if not request.is_json:
        raise ApiError(Code.unsupported_media_type, "send JSON with Content-Type: application/json")
    if len(request.get_data()) >= LARGEST_BODY:
        # A body that comes in pieces has no length to refuse it by: it is cut off there instead.
        raise ApiError(Code.too_large, "the body is larger than anything this API takes")
    try:
        body = json.loads(request.get_data(), object_pairs_hook=_named_once)
    except RecursionError as error:
        raise ApiError(Code.bad_request, "the body is nested too deeply") from error
    except ValueError as error:
        raise ApiError(Code.bad_request, "the body is no JSON") from error
    if not isinstance(body, dict):
        raise ApiError(Code.bad_request, "the body must be a JSON object")
    return body


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its fields; of a field that is there twice nobody can tell which one counts."""
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise ApiError(Code.bad_request, "the body names a field twice", fields={name[:100]: "is there twice"})
        made[name] = value
    return made


def parse(model: type[M], body: dict[str, Any]) -> M:
    """Read a body as a model; raise ApiError naming each field at fault."""
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise bad_body(error) from error


def bad_body(error: ValidationError) -> ApiError:
    """Word what a model found wrong with a body."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    fields = {
        ".".join(map(str, fault["loc"])) or "body": fault["msg"].removeprefix("Value error, ") for fault in faults
    }
    words = "; ".join(f"{field}: {fault}" for field, fault in fields.items())
    # A fault of our own validators is about what a person typed; any other is about the form of the request.
    typed = all(fault["type"] == "value_error" for fault in faults)
    return ApiError(Code.invalid if typed else Code.bad_request, words, fields=fields)
