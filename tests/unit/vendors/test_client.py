"""The transport under all four vendors: where a call may go, what its answer means, and how long to wait."""

import gzip
import threading
import time
from collections.abc import Callable
from functools import partial

import pytest
import requests

from backend.vendors import client
from backend.vendors.addresses import rebase, same_host
from backend.vendors.bodies import bounded
from backend.vendors.budget import BACKGROUND, Budget, leaving
from backend.vendors.client import MOST_REDIRECTS, VendorAdapter, VendorClient, sent_within
from backend.vendors.connection import deadline
from backend.vendors.errors import (
    Moved,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
    VendorError,
    VendorRejected,
)
from backend.vendors.limits import DEFAULT_WAIT, wait_asked_for
from sandbox.product import free_port
from tests.unit.vendors.stand import Asked, Reply, Stand, standing


def no(response: requests.Response) -> VendorError | None:
    return None if response.ok else NotFound("Vendor", "there is none")


def session(url: str, budget: Budget | None = None) -> requests.Session:
    made = requests.Session()
    for scheme in ("http://", "https://"):
        made.mount(scheme, VendorAdapter("Vendor", budget or Budget(), url, no))
    return made


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
        pytest.param({"zendesk-ratelimit-tickets-update": "total=100; remaining=0; resets=42"}, 42, id="endpoint"),
        pytest.param(
            {"zendesk-ratelimit-tickets-update": "total=100; remaining=10; resets=42", "ratelimit-reset": "9"},
            9,
            id="endpoint-with-room",
        ),
    ],
)
def test_how_long_a_429_asks_to_wait(headers: dict[str, str], seconds: float) -> None:
    assert wait_asked_for(headers) == seconds


def test_an_address_moves_to_another_host_with_its_path_and_query() -> None:
    moved = rebase("https://acme.zendesk.com/api/v2/tickets/1.json?include=users", "http://127.0.0.1:9000")
    assert moved == "http://127.0.0.1:9000/api/v2/tickets/1.json?include=users"
    assert rebase(moved, "http://127.0.0.1:9000") == moved


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://Vendor.example/other", True),
        ("https://vendor.example:8443/", False),
        ("http://vendor.example/", False),
        ("https://vendor.example.evil.example/", False),
        ("https://vendor.example@evil.example/", False),
        ("", False),
    ],
)
def test_only_scheme_name_and_port_together_are_the_same_host(url: str, same: bool) -> None:
    assert same_host(url, "https://vendor.example/api") is same


def test_a_write_that_comes_too_late_is_not_begun_and_a_look_is() -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    with session(nobody) as http, sent_within(-1):
        with pytest.raises(Unavailable, match="held up"):
            http.post(nobody)
        with pytest.raises(Unavailable, match="could not be reached"):
            http.get(nobody)
    with session(nobody) as http, pytest.raises(Unavailable, match="could not be reached"):
        http.post(nobody)


def test_an_error_names_its_call_without_the_query(vendor: Stand) -> None:
    vendor.answers("GET", "/things", {}, status=503, x_request_id="abc-123")
    with session(vendor.url) as http, pytest.raises(Unavailable) as raised:
        http.get(f"{vendor.url}/things?query=somebody@example.com")
    assert str(raised.value.call) == "GET /things -> 503 (abc-123)"
    assert raised.value.status == 503
    assert str(raised.value) == "Vendor: failed with status 503"


def test_a_refusal_is_read_by_the_vendor_and_never_by_its_library(vendor: Stand) -> None:
    with session(vendor.url) as http, pytest.raises(NotFound):
        http.get(f"{vendor.url}/nothing")


@pytest.mark.parametrize(
    ("method", "status", "headers", "expected"),
    [
        pytest.param(
            "GET", 403, {"Content-Type": "text/html", "cf-mitigated": "challenge"}, Unavailable, id="firewall"
        ),
        pytest.param("POST", 403, {"Content-Type": "text/html"}, Unavailable, id="firewall-write"),
        pytest.param("GET", 403, {}, NotFound, id="the-vendors-own"),
        pytest.param("GET", 404, {"Content-Type": "text/html"}, Unavailable, id="another-server"),
        pytest.param("GET", 502, {"Content-Type": "text/html"}, Unavailable, id="gateway"),
        pytest.param("POST", 502, {"Content-Type": "text/html"}, OutcomeUnknown, id="gateway-write"),
        pytest.param("POST", 408, {}, OutcomeUnknown, id="late"),
    ],
)
def test_what_a_status_means(
    vendor: Stand, method: str, status: int, headers: dict[str, str], expected: type[VendorError]
) -> None:
    vendor.answers(method, "/thing", Reply({}, status, headers))
    with session(vendor.url) as http, pytest.raises(VendorError) as raised:
        http.request(method, f"{vendor.url}/thing")
    assert type(raised.value) is expected


class TestTokensGoToOneHost:
    @pytest.mark.parametrize("status", [302, 303, 307])
    def test_a_redirect_to_another_host_is_not_followed(self, vendor: Stand, status: int) -> None:
        with standing() as elsewhere:
            vendor.answers("GET", "/thing", {}, status=status, Location=f"{elsewhere.url}/thing")
            with session(vendor.url) as http, pytest.raises(VendorRejected, match=elsewhere.url):
                http.get(f"{vendor.url}/thing", headers={"PRIVATE-TOKEN": "secret"})
            assert elsewhere.asked == []

    def test_a_passing_redirect_of_a_read_on_the_same_host_is_followed(self, vendor: Stand) -> None:
        vendor.answers("GET", "/thing", {}, status=302, Location="/other")
        vendor.answers("GET", "/other", {"here": True})
        with session(vendor.url) as http:
            assert http.get(f"{vendor.url}/thing").json() == {"here": True}

    def test_a_redirect_that_leads_to_itself_is_one_failed_call(self, vendor: Stand) -> None:
        vendor.answers("GET", "/thing", {}, status=302, Location="/thing")
        with session(vendor.url) as http, pytest.raises(Unavailable, match="/thing"):
            http.get(f"{vendor.url}/thing")
        assert len(vendor.asked) == 1 + MOST_REDIRECTS

    def test_redirects_share_the_deadline_of_the_call(self, vendor: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(client, "deadline", partial(deadline, 0.3))

        def slowly(asked: Asked) -> Reply:
            time.sleep(0.2)
            return Reply({}, 302, {"Location": "/thing"})

        vendor.calls("GET", "/thing", slowly)
        with session(vendor.url) as http, pytest.raises(Unavailable, match="in time"):
            http.get(f"{vendor.url}/thing")

    @pytest.mark.parametrize(("status", "headers"), [(302, {"Location": "http://["}), (302, {}), (300, {}), (304, {})])
    @pytest.mark.parametrize(("method", "error"), [("GET", Unavailable), ("POST", OutcomeUnknown)])
    def test_a_redirect_to_nowhere_is_the_vendor_s_doing(
        self, vendor: Stand, status: int, headers: dict[str, str], method: str, error: type[VendorError]
    ) -> None:
        vendor.answers(method, "/thing", Reply(b"", status, headers))
        with session(vendor.url) as http, pytest.raises(error):
            http.request(method, f"{vendor.url}/thing")

    def test_a_write_follows_no_redirect(self, vendor: Stand) -> None:
        vendor.answers("POST", "/thing", {}, status=307, Location="/other")
        with session(vendor.url) as http, pytest.raises(VendorRejected, match="/other"):
            http.post(f"{vendor.url}/thing", json={})
        assert [one.path for one in vendor.asked] == ["/thing"]

    @pytest.mark.parametrize("status", [301, 308])
    def test_a_permanent_redirect_names_the_new_address(self, vendor: Stand, status: int) -> None:
        vendor.answers("GET", "/thing", {}, status=status, Location="https://new.example/thing")
        with session(vendor.url) as http, pytest.raises(Moved, match=r"https://new\.example/thing") as raised:
            http.get(f"{vendor.url}/thing")
        assert raised.value.location == "https://new.example/thing"

    def test_a_link_to_another_host_is_not_asked(self, vendor: Stand) -> None:
        with standing() as elsewhere:
            with session(vendor.url) as http, pytest.raises(VendorRejected, match="another host"):
                http.get(f"{elsewhere.url}/page-2")
            assert elsewhere.asked == []


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("method", "error"), [("GET", Unavailable), ("POST", OutcomeUnknown)])
def test_an_answer_that_is_too_large_is_not_read_to_its_end(
    vendor: Stand, monkeypatch: pytest.MonkeyPatch, method: str, error: type[VendorError], packed: bool
) -> None:
    monkeypatch.setattr(client, "bounded", partial(bounded, most=1024))
    body = b" " * 100_000
    reply = Reply(gzip.compress(body), 200, {"Content-Encoding": "gzip"}) if packed else Reply(body)
    vendor.answers(method, "/thing", reply)
    with session(vendor.url) as http, pytest.raises(error, match="too large"):
        http.request(method, f"{vendor.url}/thing")


class TestLimits:
    @pytest.mark.parametrize(
        ("headers", "body", "held", "free"),
        [
            pytest.param({}, {}, ["PUT /tickets/7", "GET /tickets/8"], [], id="says-nothing"),
            pytest.param(
                {"ratelimit-limit": "700", "ratelimit-remaining": "650"},
                {},
                ["PUT /tickets/7", "PUT /tickets/8"],
                ["GET /tickets/7", "PUT /tickets/8/tags"],
                id="account-has-room",
            ),
            pytest.param(
                {
                    "ratelimit-limit": "700",
                    "ratelimit-remaining": "650",
                    "Zendesk-RateLimit-Per-Ticket-Updates": "total=30; remaining=0; resets=468",
                },
                {},
                ["PUT /tickets/7"],
                ["PUT /tickets/8", "GET /tickets/7"],
                id="one-ticket",
            ),
            pytest.param(
                {"zendesk-ratelimit-tickets-update": "total=100; remaining=0; resets=42"},
                {},
                ["PUT /tickets/7", "PUT /tickets/8"],
                ["GET /tickets/7"],
                id="all-updates",
            ),
            pytest.param(
                {},
                {"message": {"error": "This endpoint has been requested too many times. Try again later."}},
                ["PUT /tickets/8"],
                ["GET /tickets/7"],
                id="in-words",
            ),
        ],
    )
    def test_a_429_holds_what_it_is_about(
        self, vendor: Stand, headers: dict[str, str], body: object, held: list[str], free: list[str]
    ) -> None:
        budget = Budget()
        for path in ("/tickets/7", "/tickets/8", "/tickets/8/tags"):
            for method in ("GET", "PUT"):
                vendor.answers(method, path, {})
        vendor.answers("PUT", "/tickets/7", Reply(body, 429, {"Retry-After": "30", **headers}))
        with session(vendor.url, budget) as http, leaving(BACKGROUND):
            with pytest.raises(RateLimited) as raised:
                http.put(f"{vendor.url}/tickets/7")
            assert raised.value.retry_after == 30
            before = len(vendor.asked)
            for call in held:
                method, path = call.split()
                with pytest.raises(RateLimited):
                    http.request(method, vendor.url + path)
            assert len(vendor.asked) == before
            for call in free:
                method, path = call.split()
                http.request(method, vendor.url + path)

    def test_slack_counts_each_method_by_itself(self, vendor: Stand) -> None:
        vendor.answers("POST", "/api/chat.postMessage", {}, status=429, Retry_After="30")
        vendor.answers("GET", "/api/conversations.history", {})
        with session(vendor.url) as http, leaving(BACKGROUND):
            for _ in range(2):
                with pytest.raises(RateLimited):
                    http.post(f"{vendor.url}/api/chat.postMessage")
            http.get(f"{vendor.url}/api/conversations.history")
        assert len(vendor.asked) == 2

    def test_a_persons_click_is_always_tried(self, vendor: Stand) -> None:
        vendor.answers("PUT", "/tickets/7", Reply({}, 429), Reply({"done": True}))
        with session(vendor.url) as http:
            with pytest.raises(RateLimited):
                http.put(f"{vendor.url}/tickets/7")
            assert http.put(f"{vendor.url}/tickets/7").json() == {"done": True}


def test_each_thread_has_a_library_client_of_its_own() -> None:
    class Maker(VendorClient[object]):
        def made(self) -> object:
            return self._client

    maker = Maker(object)
    found: list[object] = [maker.made(), maker.made()]
    look: Callable[[], None] = lambda: found.append(maker.made())  # noqa: E731
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found[0] is found[1]
    assert found[2] is not found[0]
