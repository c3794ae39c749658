"""What a call tells of our work at a vendor: a refusal of us or a lost write does, a rule's refusal does not."""

from collections.abc import Callable
from contextlib import suppress

import pytest
import requests

from backend.telemetry.last_calls import LAST_CALLS, LastCall, LastCalls
from backend.vendors.budget import Budget
from backend.vendors.client import VendorAdapter
from backend.vendors.errors import Call, Denied, NotFound, VendorError, VendorRejected
from tests.unit.vendors.stand import Reply, standing

KINDS: dict[int, Callable[..., VendorError]] = {401: Denied, 403: Denied, 404: NotFound}


def judge(response: requests.Response) -> VendorError | None:
    call = Call(str(response.request.method), "/thing", response.status_code)
    kind = KINDS.get(response.status_code, VendorRejected)
    return None if response.ok else kind("Vendor", "says no", call)


def told(method: str, status: int, path: str = "/thing") -> dict[str, str | None]:
    LAST_CALLS.take_new()
    with standing() as vendor, requests.Session() as http:
        http.trust_env = False
        http.mount(vendor.url, VendorAdapter("Vendor", Budget(), vendor.url, judge))
        vendor.answers(method, path, Reply({}, status))
        with suppress(VendorError):
            http.request(method, vendor.url + path, json={})
    return {one.act: one.reason for one in LAST_CALLS.take_new() if one.act != "clock"}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, {"write": None}),
        (401, {"write": "says no"}),
        (403, {"write": "says no"}),
        (404, {"write": None}),
        (422, {"write": None}),
        (500, {"write": "failed with status 500"}),
        (429, {}),
    ],
)
def test_a_write_tells_whether_we_may_write(status: int, expected: dict[str, str | None]) -> None:
    assert told("POST", status) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, {"sign_in": None}),
        (401, {"sign_in": "says no"}),
        (403, {"sign_in": None}),
        (404, {"sign_in": None}),
        (500, {}),
    ],
)
def test_a_read_tells_whether_we_are_let_in(status: int, expected: dict[str, str | None]) -> None:
    assert told("GET", status) == expected


def test_a_refused_token_keeps_us_out() -> None:
    assert told("POST", 401, "/oauth/tokens") == {"sign_in": "says no"}


def test_what_could_not_be_stored_is_given_again_and_what_came_meanwhile_counts() -> None:
    calls = LastCalls()
    calls.note("Vendor", "write", "says no")
    first = calls.take_new()
    assert calls.take_new() == []
    calls.note("Vendor", "write", None)
    calls.give_back(first)
    assert calls.take_new() == [LastCall("Vendor", "write", None)]
