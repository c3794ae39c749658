"""Numbers for Prometheus that processes count: requests, vendor calls, refusals.

Several gunicorn workers share them through files in PROMETHEUS_MULTIPROC_DIR (gunicorn.conf.py sets it), so any
worker answers for all of its machine. What the database knows is read at each scrape instead, see web/metrics.py.
"""

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

REQUESTS = Counter("oncall_requests", "Requests answered.", ["method", "route", "status"], registry=None)
REQUEST_SECONDS = Histogram(
    "oncall_request_seconds",
    "Seconds to answer a request.",
    ["route"],
    buckets=(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=None,
)
LIMITED = Counter("oncall_requests_limited", "Requests refused by our own rate limits.", ["limit"], registry=None)
VENDOR_SECONDS = Histogram(
    "oncall_vendor_call_seconds",
    "Seconds of a vendor call by outcome: ok, refused, unavailable, rate_limited, unknown.",
    ["vendor", "outcome"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 12),
    registry=None,
)
BUDGET_LEFT = Gauge(
    "oncall_vendor_rate_budget_left",
    "Share of a vendor's rate limit that is left: 0 to 1.",
    ["vendor"],
    multiprocess_mode="livemin",
    registry=None,
)
WAITS_REFUSED = Counter(
    "oncall_vendor_waits_refused",
    "Requests that did not wait for a vendor, because too many did already.",
    ["vendor"],
    registry=None,
)
UNREADABLE = Counter(
    "oncall_unreadable_documents",
    "Documents in the store that could not be read; a vendor's are asked for again.",
    ["table"],
    registry=None,
)
COUNTED: tuple[Collector, ...] = (
    REQUESTS,
    REQUEST_SECONDS,
    LIMITED,
    VENDOR_SECONDS,
    BUDGET_LEFT,
    WAITS_REFUSED,
    UNREADABLE,
)


def registry() -> CollectorRegistry:
    """Gather what all processes of this machine have counted."""
    found = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(found)  # type: ignore[no-untyped-call]
        return found
    for series in COUNTED:
        found.register(series)
    return found
