"""What the outcome of a call means: for the call, and for whether a vendor lets us in and lets us write."""

from urllib.parse import urljoin, urlsplit

import requests

from backend.telemetry.last_calls import LAST_CALLS, Act
from backend.vendors.addresses import same_host
from backend.vendors.answers import READS, doubt
from backend.vendors.errors import Call, Denied, Moved, RateLimited, Unavailable, VendorError, VendorRejected

AGAIN = {408, 425}
"""Statuses below 500 that say: not now."""
FOR_GOOD, FOR_NOW = {301, 308}, {302, 303, 307}
TOKENS = "/oauth/"
"""Where Zendesk gives tokens: a refusal there keeps us out altogether."""
FORBIDDEN = 403
IN_FRONT = {403, 404}
"""Statuses that say something of a record only where the vendor's API itself, which speaks JSON, gives them."""


def judge(vendor: str, base: str, call: Call, response: requests.Response) -> None:
    """Raise what an answer's status means at any vendor; the vendor's own reading of it comes after."""
    status = response.status_code
    if status >= 500 or status in AGAIN:
        raise doubt(vendor, f"failed with status {status}", call)
    if status in IN_FRONT and not _is_json(response):
        # A firewall or a proxy: the vendor did not see the request, so nothing is missing or forbidden there.
        raise Unavailable(vendor, f"was not reached: something in front of it answered {status}", call)
    if 300 <= status < 400:
        raise _redirected(vendor, base, call, response)


def passes_on(base: str, response: requests.Response) -> str | None:
    """Give the address on the same host where a read is to be tried for now; None = nowhere."""
    location = _location(response)
    read = response.request.method in READS
    return location if read and response.status_code in FOR_NOW and location and same_host(location, base) else None


def _location(response: requests.Response) -> str:
    """Read where an answer leads to; "" where it does not say, or says what is no address."""
    try:
        return urljoin(response.url, response.headers.get("Location", "")) if "Location" in response.headers else ""
    except ValueError:
        return ""


def _redirected(vendor: str, base: str, call: Call, response: requests.Response) -> VendorError:
    """Tell what a redirect means that is not followed: it would take a token or a write away, or leads nowhere."""
    location = _location(response)
    if response.status_code in FOR_GOOD:
        return Moved(vendor, f"has moved to {location[:200]}: correct its address", location, call)
    if location and not (call.method in READS and same_host(location, base)):
        return VendorRejected(vendor, f"leads to another address ({location[:200]}); not followed", call)
    where = f"to {urlsplit(location).path[:200]}, and on from there" if location else "to no address"
    return doubt(vendor, f"leads {where} (status {response.status_code})", call)


def note(vendor: str, call: Call, error: VendorError | None) -> None:
    """Note what a call tells of our work there: whether we are let in, and whether writes are carried out."""
    rejected = isinstance(error, VendorRejected)
    act: Act = "sign_in" if call.method in READS or call.path.startswith(TOKENS) else "write"
    if isinstance(error, RateLimited) or (act == "sign_in" and error and not rejected):
        return
    # What a rule refused (404, 409, 422, ...) was refused to somebody who may write.
    fails = error and (not rejected or isinstance(error, Denied | Moved))
    if act == "sign_in" and error and error.status == FORBIDDEN:
        # One record alone may be forbidden.
        fails = False
    LAST_CALLS.note(vendor, act, error.plain if error and fails else None)


def _is_json(response: requests.Response) -> bool:
    return "json" in response.headers.get("Content-Type", "")
