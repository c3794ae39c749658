"""Reading a vendor's list record by record, page by page: a record that does not fit is skipped, and named."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from cachetools import TTLCache
from pydantic import BaseModel, ValidationError

from backend.domain.listing import UNNAMED, Listing, Skipped
from backend.vendors.answers import fault
from backend.vendors.errors import Unavailable
from backend.vendors.fields import mend

MOST_PAGES = 100
"""Pages of one list that are read; more of them is an error, never a list cut short."""
TOLD, TOLD_SECONDS = 1024, 3600.0
"""How many records that do not fit are remembered, so that each is logged once an hour and not with each sync."""

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")
P = TypeVar("P")
K = TypeVar("K")

log = logging.getLogger(__name__)
_told: TTLCache[str, bool] = TTLCache(TOLD, TOLD_SECONDS)
_guard = threading.Lock()


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
