"""The pure parts of the one door out."""

import pytest
import requests

from backend.vendors.budget import Budget
from backend.vendors.client import DEFAULT_WAIT, VendorAdapter, rebase, sent_within, wait_asked_for
from backend.vendors.errors import Unavailable
from sandbox.product import free_port


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"Retry-After": "7"}, 7, id="seconds"),
        pytest.param({"ratelimit-reset": "11"}, 11, id="reset"),
        pytest.param({"Retry-After": "3", "ratelimit-reset": "11"}, 3, id="both"),
        pytest.param({}, DEFAULT_WAIT, id="neither"),
        pytest.param({"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, DEFAULT_WAIT, id="date"),
        pytest.param({"Retry-After": "-5"}, DEFAULT_WAIT, id="negative"),
        pytest.param({"Retry-After": "inf"}, DEFAULT_WAIT, id="for-ever"),
        pytest.param({"Retry-After": "nan", "ratelimit-reset": "2"}, 2, id="not-a-number"),
    ],
)
def test_how_long_a_429_asks_to_wait(headers: dict[str, str], seconds: float) -> None:
    assert wait_asked_for(headers) == seconds


def test_an_address_moves_to_another_host_with_its_path_and_query() -> None:
    moved = rebase("https://acme.zendesk.com/api/v2/tickets/1.json?include=users", "http://127.0.0.1:9000")
    assert moved == "http://127.0.0.1:9000/api/v2/tickets/1.json?include=users"
    assert rebase(moved, "http://127.0.0.1:9000") == moved


def test_a_write_that_comes_too_late_is_not_begun_and_a_look_is() -> None:
    session, nobody = requests.Session(), f"http://127.0.0.1:{free_port()}"
    session.mount("http://", VendorAdapter("Vendor", Budget()))
    with sent_within(-1):
        with pytest.raises(Unavailable, match="held up"):
            session.post(nobody)
        with pytest.raises(Unavailable, match="could not be reached"):
            session.get(nobody)
    with pytest.raises(Unavailable, match="could not be reached"):
        session.post(nobody)
