"""What a 429 asks for: how long to wait, and whether the vendor or one endpoint of it is meant.

Zendesk names an endpoint's limit in a header of its own (`zendesk-ratelimit-tickets-update: total=100; remaining=0;
resets=42`); PagerDuty's and Zendesk's account headers still show room then; GitLab says it in words; Slack counts
each method by itself.
"""

import re
from collections.abc import Mapping

import requests

from backend.vendors.budget import number

DEFAULT_WAIT = 5.0
"""Seconds to wait after a 429 that does not say how long."""
LONGEST_WAIT = 3600.0

_OF_ENDPOINT = re.compile(r"zendesk-ratelimit-(?P<name>[a-z-]+)")
_USED_UP = re.compile(r"(?:^|[;\s])remaining=0(?:$|[;\s])")
_RESETS = re.compile(r"(?:^|[;\s])resets=(?P<seconds>[0-9]{1,5})(?:$|[;\s])")
_PER_RECORD = "per-ticket"
_GITLAB_SAYS = b"This endpoint has been requested too many times"
_SLACK_METHOD = re.compile(r"/api/[a-z]+\.[A-Za-z.]+$")
_ID = re.compile(r"/(?=[^/]*[0-9])[^/.]+")


def wait_asked_for(headers: Mapping[str, str]) -> float:
    """Read how many seconds a 429 asks to wait: Retry-After, an endpoint's or the account's reset, else a default."""
    told = [headers.get("Retry-After", ""), *(_resets(value) for _, value in _used_up(headers))]
    for value in (*told, headers.get("ratelimit-reset", "")):
        try:
            seconds = float(value)
        except ValueError:
            # Absent, or an HTTP date (RFC 9110 allows one; these vendors document seconds).
            continue
        if 0 <= seconds <= LONGEST_WAIT:
            return seconds
    return DEFAULT_WAIT


def endpoints_of(method: str, path: str) -> tuple[str, str]:
    """Name the endpoint that a call uses: this very record, and all records of its kind."""
    path = path.removesuffix(".json")
    return f"{method} {path}", f"{method} {_ID.sub('/{id}', path)}"


def endpoint_meant(response: requests.Response, method: str, path: str) -> str | None:
    """Tell which endpoint a 429 holds; None = the whole vendor."""
    record, kind = endpoints_of(method, path)
    named = [name for name, _ in _used_up(response.headers)]
    if named:
        return record if all(_PER_RECORD in name for name in named) else kind
    has_room = (number(response.headers, "remaining") or 0) > 0
    return kind if has_room or _GITLAB_SAYS in response.content or _SLACK_METHOD.search(path) else None


def _used_up(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    """List the limits of endpoints that an answer shows as used up."""
    return [
        (found["name"], value)
        for name, value in headers.items()
        if (found := _OF_ENDPOINT.fullmatch(name.lower())) and _USED_UP.search(value)
    ]


def _resets(value: str) -> str:
    found = _RESETS.search(value)
    return found["seconds"] if found else ""
