"""What nobody can be spared: a vendor's own time. A cold ticket waits for one call, a page for a look and a POST."""

import json
import time
import warnings
from collections.abc import Iterator

from bench.client import Connection
from bench.line import Line, interleaved, ratio
from bench.stage import Stage
from sandbox.environment import PAGERDUTY_FROM, PAGERDUTY_TOKEN
from sandbox.product import Product

with warnings.catch_warnings():
    warnings.simplefilter("ignore", UserWarning)
    from pdpyras import APISession

DELAY = 0.2
TICKETS, PAGES = 25, 15
SERVICE, POLICY = "PL3TX00", "PKV6GCH"
RECENT = 6.0
"""Seconds between opening a ticket and paging: longer than the demo's sources are fresh by themselves."""


def lines(stage: Stage) -> Iterator[Line]:
    """Measure with each vendor held up; half of the cold tickets have been paged for and need a second call."""
    tickets = [stage.sandbox.ticket() for _ in range(TICKETS)]
    for ticket in tickets[::2]:
        key = f"zendesk-{ticket}-emergency"
        stage.sandbox.control(
            "POST", "incidents", {"title": "Page", "service_id": SERVICE, "incident_key": key, "status": "resolved"}
        )
    to_page = [stage.sandbox.ticket() for _ in range(PAGES)]
    for ticket in to_page:
        stage.manager.panel(ticket)
    time.sleep(RECENT)
    stage.slow(DELAY)
    backend, vendor = Connection(stage.product.backend), Connection(stage.product.sandbox)
    ahead = iter(tickets)

    def cold() -> float:
        path = f"/api/tickets/{next(ahead)}/panel"
        return backend.timed(backend.request("GET", path, stage.headers), 200)

    bare_call = vendor.request("GET", "/pagerduty/oncalls", {"Authorization": f"Token token={PAGERDUTY_TOKEN}"})
    ours, floor = interleaved(TICKETS, cold, lambda: vendor.timed(bare_call, 200))
    yield ratio("cold panel p50 with 200 ms injected at each vendor, over one bare vendor call", ours, floor, 1.2)

    pager = bare_pager(stage.product)
    queue = iter(to_page)

    def click() -> float:
        path = f"/api/tickets/{next(queue)}/operations"
        headers = stage.headers | {"Idempotency-Key": f"bench-{time.time_ns()}"}
        body = {"kind": "trigger_emergency", "reason": "Down."}
        request = backend.request("POST", path, headers, body)
        began = time.perf_counter()
        _, _, answer = backend.exchange(request)
        taken = time.perf_counter() - began
        assert b'"name":"page","state":"done"' in answer, answer
        # Note and tag follow; the next page comes when they are written, as pages do.
        stage.manager.ended(json.loads(answer)["id"])
        return taken

    # What is open is asked before a page is sent: somebody may have paged in PagerDuty a moment ago.
    ours, floor = interleaved(PAGES, click, lambda: vendor.timed(bare_call, 200) + post(pager))
    yield ratio("click to confirmed page with 200 ms injected, over a bare look and pdpyras POST", ours, floor, 1.3)
    stage.slow(0)


def bare_pager(product: Product) -> APISession:
    """Make a client as pdpyras comes."""
    session = APISession(PAGERDUTY_TOKEN, default_from=PAGERDUTY_FROM)
    session.url = f"{product.sandbox}/pagerduty"
    return session


def post(session: APISession) -> float:
    """Open an incident, and give the seconds it took."""
    incident = {
        "type": "incident",
        "title": "Bare",
        "service": {"id": SERVICE, "type": "service_reference"},
        "escalation_policy": {"id": POLICY, "type": "escalation_policy_reference"},
    }
    began = time.perf_counter()
    session.rpost("/incidents", json=incident)
    return time.perf_counter() - began
