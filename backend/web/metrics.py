"""Numbers for Prometheus: what processes have counted, and what the database knows now.

It tells no names and no text. Let only the monitoring reach it all the same, see docs/operations.md.
"""

from collections.abc import Iterator
from datetime import timedelta

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from backend.panel.health import UNFINISHED_AFTER
from backend.store.faults import StoreDown
from backend.telemetry.metrics import registry
from backend.web.services import Services, services

blueprint = Blueprint("metrics", __name__)
PAGING = ("trigger_emergency", "page_backup_pool", "reassign_page")
"""The kinds of operation that reach somebody's phone."""
LATELY = timedelta(hours=1)


class StoreCollector:
    """Reads the database at each scrape; the answer is the same on every node."""

    def __init__(self, made: Services) -> None:
        self._services = made

    def collect(self) -> Iterator[Metric]:
        """Give the series; without database only that it is down."""
        up = GaugeMetricFamily("oncall_database_up", "Whether the database answers: 1 or 0.")
        try:
            series = [self._lag(), self._operations(), *self._pages(), *self._lost()]
        except StoreDown:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield from [up, *series]

    def _lag(self) -> Metric:
        lag = GaugeMetricFamily(
            "oncall_mirror_lag_seconds", "Seconds since a source was last read completely.", labels=["source"]
        )
        now = self._services.deps.clock()
        for row in self._services.deps.mirror.sources.all():
            if row.as_of:
                lag.add_metric([row.name], max(0.0, (now - row.as_of).total_seconds()))
        return lag

    def _operations(self) -> Metric:
        operations = GaugeMetricFamily(
            "oncall_operations", "Operations in the audit log, by kind and state.", labels=["kind", "state"]
        )
        for (kind, state), number in self._services.counts.operations().items():
            operations.add_metric([kind, state], number)
        return operations

    def _pages(self) -> Iterator[Metric]:
        waiting, now = self._services.counts.unacknowledged(), self._services.deps.clock()
        yield GaugeMetricFamily(
            "oncall_pages_unacknowledged", "Open pages that nobody has acknowledged.", value=waiting.pages
        )
        age = (now - waiting.since).total_seconds() if waiting.since else 0.0
        yield GaugeMetricFamily(
            "oncall_page_unacknowledged_seconds", "Seconds that the oldest of them has waited.", value=max(0.0, age)
        )

    def _lost(self) -> Iterator[Metric]:
        now, counts = self._services.deps.clock(), self._services.counts
        pages = counts.pages(PAGING, now - LATELY)
        since = pages.unconfirmed_since or now
        yield GaugeMetricFamily(
            "oncall_page_unconfirmed_seconds",
            "Seconds for which the oldest page is tried that is not known to be out.",
            value=max(0.0, (now - since).total_seconds()),
        )
        yield GaugeMetricFamily("oncall_pages_failed", "Pages that were given up in the last hour.", value=pages.failed)
        yield GaugeMetricFamily(
            "oncall_operations_late",
            "Operations that have not ended after a minute.",
            value=counts.unfinished(now - UNFINISHED_AFTER).number,
        )
        failing = GaugeMetricFamily(
            "oncall_vendor_failing", "1 where the last write (or sign-in) at a vendor failed.", labels=["vendor", "act"]
        )
        for call in self._services.last_calls.failing():
            failing.add_metric([call.vendor, call.act], 1)
        yield failing
        writable = self._services.monitor.database_fault is None
        yield GaugeMetricFamily("oncall_database_writable", "Whether the database takes our writes.", value=writable)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Answer a scrape."""
    series = registry()
    series.register(StoreCollector(services()))
    return Response(generate_latest(series), content_type=CONTENT_TYPE_LATEST)
