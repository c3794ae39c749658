"""Reading what a vendor answered into a model.

An answer that does not fit is the vendor's doing and becomes a VendorError that names the field. Whatever else goes
wrong while reading is a bug of ours and stays the exception it is.
"""

import json
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from pydantic import BaseModel, ValidationError

from backend.vendors.errors import Call, OutcomeUnknown, Unavailable, VendorError

READS = {"GET", "HEAD", "OPTIONS"}
REQUEST_IDS = ("x-request-id", "x-zendesk-request-id", "x-slack-req-id", "cf-ray")

M = TypeVar("M", bound=BaseModel)


def call_of(request: requests.PreparedRequest, response: requests.Response | None = None) -> Call:
    """Name a call, with what is known of its answer."""
    path = urlsplit(request.url or "").path
    if response is None:
        return Call(request.method or "", path)
    found = (response.headers.get(name) for name in REQUEST_IDS)
    return Call(request.method or "", path, response.status_code, next((value[:80] for value in found if value), None))


def doubt(vendor: str, what: str, call: Call, field: str | None = None) -> VendorError:
    """Make the error of a call whose answer says nothing: a read failed, a write may have taken place."""
    kind = Unavailable if call.method in READS else OutcomeUnknown
    return kind(vendor, what, call, field)


def json_of(response: requests.Response) -> Any:
    """Read an answer's JSON; raise ValueError when it is none. NaN and Infinity, which no database takes, are None."""
    try:
        return json.loads(response.content, parse_constant=lambda _: None)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def read(vendor: str, response: requests.Response, model: type[M]) -> M:
    """Read an answer as a model; raise the error of an answer that says nothing."""
    # The call is named only where something is wrong with its answer.
    try:
        raw = json_of(response)
    except ValueError as error:
        call = call_of(response.request, response)
        raise doubt(vendor, "sent an answer that cannot be read", call) from error
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise _misfit(vendor, call_of(response.request, response), error) from error


def fit(vendor: str, call: Call, raw: object, model: type[M]) -> M:
    """Read decoded JSON as a model."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise _misfit(vendor, call, error) from error


def _misfit(vendor: str, call: Call, error: ValidationError) -> VendorError:
    field, reason = fault(error)
    return doubt(vendor, f"sent an answer that cannot be used: {field}: {reason}", call, field)


def rows_of(vendor: str, response: requests.Response, page: BaseModel, name: str) -> list[Any]:
    """Give the records of a page, which stand under the list's name among what the model takes as extra."""
    rows = (page.model_extra or {}).get(name)
    if not isinstance(rows, list):
        call = call_of(response.request, response)
        raise doubt(vendor, f"sent an answer that cannot be used: {name}: is no list", call, name)
    return rows


def fault(error: ValidationError) -> tuple[str, str]:
    """Name the first field at fault and what is wrong with it, without the value: it may be what people typed."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"]) or "the answer"
    if first["type"] == "missing":
        return field, "is missing"
    # Words of our own checks, else pydantic's.
    return field, first["msg"].removeprefix("Value error, ")
