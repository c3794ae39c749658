"""Read list parameters and cut lists into PagerDuty's pages."""

from datetime import datetime

from flask import request

from sandbox import clock
from sandbox.errors import Json
from sandbox.pagerduty import refusals

LARGEST_PAGE, DEFAULT_PAGE, DEEPEST = 100, 25, 10_000


def listed(name: str) -> list[str]:
    """Return a list parameter, written with or without brackets."""
    return request.args.getlist(f"{name}[]") or request.args.getlist(name)


def moment(name: str) -> datetime | None:
    """Return a time parameter."""
    text = request.args.get(name)
    if not text:
        return None
    try:
        return clock.parse(text)
    except ValueError:
        raise refusals.invalid(f"{name} is no ISO 8601 time") from None


def _whole(name: str, default: int) -> int:
    text = request.args.get(name, str(default))
    if not text.isdigit():
        raise refusals.invalid(f"{name} must be a whole number")
    return int(text)


def page_of(name: str, records: list[Json]) -> Json:
    """Cut one page."""
    limit, offset = _whole("limit", DEFAULT_PAGE), _whole("offset", 0)
    if not 1 <= limit <= LARGEST_PAGE:
        raise refusals.invalid(f"Limit must be between 1 and {LARGEST_PAGE}")
    if offset + limit > DEEPEST:
        raise refusals.invalid(f"Offset plus limit may not be more than {DEEPEST}")
    end = offset + limit
    total = len(records) if request.args.get("total") == "true" else None
    return {name: records[offset:end], "limit": limit, "offset": offset, "more": end < len(records), "total": total}
