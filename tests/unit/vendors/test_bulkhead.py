"""However many requests want to ask a silent vendor, some threads stay free."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests

from backend.vendors.budget import Budget
from backend.vendors.bulkhead import Bulkhead, Crowded, waiting
from backend.vendors.client import VendorAdapter
from backend.vendors.errors import Unavailable
from tests.unit.vendors.stand import talking

THREADS = 16


@contextmanager
def crowd(bulkhead: Bulkhead, vendors: list[str]) -> Iterator[list[str]]:
    """Have a request wait for each vendor; give what came of those that did not."""
    over, begun, refused = threading.Event(), threading.Barrier(len(vendors) + 1), []

    def request(vendor: str) -> None:
        with bulkhead.request():
            try:
                with waiting(vendor):
                    begun.wait(10)
                    over.wait()
            except Crowded as error:
                refused.append(error.vendor)
                begun.wait(10)

    with ThreadPoolExecutor(len(vendors)) as pool:
        working = [pool.submit(request, vendor) for vendor in vendors]
        begun.wait(10)
        try:
            yield refused
        finally:
            over.set()
    for one in working:
        one.result()


def test_half_of_the_threads_may_wait_for_one_vendor() -> None:
    with crowd(Bulkhead(THREADS), ["Zendesk"] * THREADS) as refused:
        assert refused == ["Zendesk"] * 8


def test_another_vendor_has_its_own_share_and_some_threads_wait_for_none() -> None:
    with crowd(Bulkhead(THREADS), ["Zendesk"] * 8 + ["GitLab"] * 8) as refused:
        assert len(refused) == 4


def test_a_wait_that_has_ended_makes_room_whatever_ended_it() -> None:
    bulkhead = Bulkhead(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"), bulkhead.request(), waiting("Zendesk"):
            raise ValueError("broken")


def test_a_wait_within_a_wait_counts_once() -> None:
    with Bulkhead(2).request(), waiting("Zendesk"), waiting("Zendesk"), waiting("GitLab"):
        pass


def test_background_work_is_not_counted() -> None:
    for _ in range(THREADS):
        with waiting("Zendesk"), waiting("GitLab"):
            pass


def test_a_call_of_a_request_is_refused_before_it_is_sent_and_one_of_the_background_is_not() -> None:
    asked = threading.Event()

    def answer(connection, over) -> None:  # type: ignore[no-untyped-def]
        connection.recv(65536)
        asked.set()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    bulkhead = Bulkhead(1)
    bulkhead.enter("Vendor")
    with talking(answer) as url, requests.Session() as http:
        http.trust_env = False
        http.mount(url, VendorAdapter("Vendor", Budget(), url, lambda response: None))
        with bulkhead.request(), pytest.raises(Unavailable, match="many wait for it already"):
            http.get(url)
        assert not asked.is_set()
        assert http.get(url).ok
