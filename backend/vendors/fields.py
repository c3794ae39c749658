"""The types of fields in vendors' records: texts that can be stored, times within reason, parts that may be absent."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WrapValidator

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""No record of these vendors is older; later times overflow when something is added to them."""
REPLACEMENT = "\ufffd"
DEEPEST = 50
"""How deep a field may be nested: what is written and read again is gone through by functions that call themselves."""

T = TypeVar("T")

# Half of a character cannot be written as UTF-8, and PostgreSQL stores no NUL.
_BROKEN = re.compile("[\x00\ud800-\udfff]")

# No user part and no backslash: browsers and urlsplit do not agree on whose host such an address names.
_ADDRESS = re.compile(r"(?i)https?://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:[/?#][^\s\\]*)?")


class Record(BaseModel):
    """A vendor's record, as far as it is used here."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def mend(value: Any) -> Any:
    """Replace what cannot be stored in a text, or in the texts of a list or an object; ValueError if that is deep."""
    return _mended(value, DEEPEST)


def _mended(value: Any, deeper: int) -> Any:
    if isinstance(value, str):
        return _BROKEN.sub(REPLACEMENT, value)
    if not isinstance(value, list | dict):
        return value
    if deeper == 0:
        raise ValueError("is nested too deeply")
    if isinstance(value, list):
        return [_mended(entry, deeper - 1) for entry in value]
    return {_mended(key, deeper - 1): _mended(entry, deeper - 1) for key, entry in value.items()}


def _time(value: Any) -> Any:
    # Pydantic would read a number as seconds since 1970, which no vendor sends.
    if not isinstance(value, str):
        raise ValueError("is no time")
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _of_the_web(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError("is no address of a web page")
    return value


def _within_reason(value: datetime) -> datetime:
    if not EARLIEST <= value <= LATEST:
        raise ValueError("is a time out of reason")
    return value


def _or_none(value: Any, handler: Any) -> Any:
    try:
        return handler(value)
    except ValidationError:
        return None


def _fitting(value: Any, handler: Any) -> Any:
    found: list[Any] = []
    for entry in value if isinstance(value, Sequence) and not isinstance(value, str) else ():
        try:
            found += handler([entry])
        except ValidationError:
            continue
    return tuple(found)


Text = Annotated[str, BeforeValidator(mend)]
Address = Annotated[str, BeforeValidator(mend), AfterValidator(_of_the_web)]
"""The http(s) address of a page that people are sent to."""
Words = Annotated[str, BeforeValidator(lambda value: "" if value is None else mend(value))]
"""A text, "" where there is none."""
Value = Annotated[Any, BeforeValidator(mend)]
"""What a custom field holds: a boolean, a number, a text, a list of texts, or None."""
Moment = Annotated[datetime, BeforeValidator(_time), AfterValidator(_within_reason)]
Number = Annotated[int, Field(strict=True, ge=1, lt=2**63)]
"""An id that is a number."""
Key = Annotated[str, Field(strict=True, pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
"""An id that is a text."""
Maybe = Annotated[T | None, WrapValidator(_or_none)]
"""A part that is done without where it is absent or cannot be read."""
Several = Annotated[tuple[T, ...], WrapValidator(_fitting)]
"""A list of parts; those that cannot be read are left out."""
