"""Reading what a vendor answered: into a model, record by record, page by page.

An answer that does not fit is the vendor's doing and becomes a VendorError that names the field. Whatever else goes
wrong while reading is a bug of ours and stays the exception it is.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from cachetools import TTLCache
from pydantic import BaseModel, ValidationError

from backend.domain.listing import UNNAMED, Listing, Skipped
from backend.vendors.errors import Call, OutcomeUnknown, Unavailable, VendorError
from backend.vendors.fields import mend

READS = {"GET", "HEAD", "OPTIONS"}
MOST_PAGES = 100
"""Pages of one list that are read; more of them is an error, never a list cut short."""
TOLD, TOLD_SECONDS = 1024, 3600.0
"""How many records that do not fit are remembered, so that each is logged once an hour and not with each sync."""
REQUEST_IDS = ("x-request-id", "x-zendesk-request-id", "x-slack-req-id", "cf-ray")

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")
P = TypeVar("P")
K = TypeVar("K")

log = logging.getLogger(__name__)
_told: TTLCache[str, bool] = TTLCache(TOLD, TOLD_SECONDS)
_guard = threading.Lock()


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
    call = call_of(response.request, response)
    try:
        raw = json_of(response)
    except ValueError as error:
        raise doubt(vendor, "sent an answer that cannot be read", call) from error
    return fit(vendor, call, raw, model)


def fit(vendor: str, call: Call, raw: object, model: type[M]) -> M:
    """Read decoded JSON as a model."""
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        field, reason = fault(error)
        raise doubt(vendor, f"sent an answer that cannot be used: {field}: {reason}", call, field) from error


def rows_of(vendor: str, call: Call, page: BaseModel, name: str) -> list[Any]:
    """Give the records of a page, which stand under the list's name among what the model takes as extra."""
    rows = (page.model_extra or {}).get(name)
    if not isinstance(rows, list):
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


def fitting(
    vendor: str,
    kind: str,
    raws: Iterable[object],
    model: type[M],
    convert: Callable[[M], T],
    key: str = "id",
    texts: Sequence[str] = (),
) -> Listing[T]:
    """Convert the records that fit; the others are named by their `key`, logged, and given with some `texts`."""
    records, skipped = [], []
    for raw in raws:
        try:
            record = model.model_validate(raw)
        except ValidationError as error:
            told = tuple(_text(raw, field) for field in texts)
            skipped.append(Skipped(vendor, kind, _named(raw, key), *fault(error), texts=told))
        else:
            records.append(convert(record))
    for skip in skipped:
        with _guard:
            new = str(skip) not in _told
            _told[str(skip)] = True
        if new:
            log.warning("skipped %s", skip)
    return Listing(tuple(records), tuple(skipped))


def may_hold(raw: object, field: str, wanted: Callable[[str], bool]) -> bool:
    """Tell whether a record may have the text that is wanted; one whose text cannot be read may."""
    text = _text(raw, field)
    return text is None or wanted(text)


def joined(listings: Iterable[Listing[T]]) -> Listing[T]:
    """Join the pages of a list."""
    pages = list(listings)
    return Listing(
        tuple(record for page in pages for record in page), tuple(record for page in pages for record in page.skipped)
    )


def paged(vendor: str, what: str, ask: Callable[[K | None], tuple[P, K | None]]) -> Iterator[P]:
    """Read page after page: `ask` gives a page and where the next one is, None after the last."""
    cursor: K | None = None
    for _ in range(MOST_PAGES):
        page, following = ask(cursor)
        yield page
        if following is None:
            return
        if following == cursor:
            break
        cursor = following
    raise Unavailable(vendor, f"{what} has no end within {MOST_PAGES} pages, so the whole of it is not known")


def _text(raw: object, field: str) -> str | None:
    """Read a text, "" where it is null; None where it cannot be read."""
    value = raw.get(field, False) if isinstance(raw, dict) else False
    return "" if value is None else mend(value) if isinstance(value, str) else None


def _named(raw: object, key: str) -> str:
    value = raw.get(key) if isinstance(raw, dict) else None
    if isinstance(value, dict):
        # Some records have no id of their own and are told by somebody's.
        value = value.get("id")
    named = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value).encode(errors="replace").decode()[:64] if named else UNNAMED
