"""What operators see of a running product: metrics, readiness, logs; and that no secret and no text is in any of it."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import requests

from backend.domain.listing import Skipped
from backend.handbook.loading.loader import load as load_handbook
from backend.settings import load
from backend.store.engine import Database
from backend.store.sources import Skips, SourceStore
from backend.vendor_clients import make_vendors
from backend.wiring import make_services
from sandbox.product import Product, running_product
from tests.support.changed import FAST_SYNC
from tests.support.desk import STRICT, Json, Sandbox, error, sign_in, until

TYPED = "Ana Example cannot reach the payroll 7f3c"
PLANTED = {
    "SESSION_KEY": "planted-session-key-" * 2,
    "ZENDESK_WEBHOOK_SECRETS": "planted-zendesk-hook",
    "PAGERDUTY_WEBHOOK_SECRETS": "planted-pagerduty-hook",
    "GITLAB_WEBHOOK_SECRETS": "planted-gitlab-hook",
}
SECRETS = ("ZENDESK_CLIENT_SECRET", "PAGERDUTY_TOKEN", "GITLAB_TOKEN", *PLANTED)


@dataclass(frozen=True)
class Watched:
    """A product, and the file that it logs to."""

    product: Product
    log: Path

    @property
    def text(self) -> str:
        """All that was logged so far."""
        return self.log.read_text()

    def lines(self, **about: object) -> list[Json]:
        """Parse the lines about something."""
        found = [json.loads(one) for one in self.text.splitlines()]
        return [one for one in found if about.items() <= one.items()]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """Run a product with two workers that tells everything it can."""
    folder = tmp_path_factory.mktemp("watched")
    telling = {"LOG_LEVEL": "DEBUG", "WEB_CONCURRENCY": "2", "GUNICORN_CMD_ARGS": f"--log-file={folder}/log"}
    with running_product(folder, environment=FAST_SYNC | PLANTED | telling) as running:
        yield Watched(running, folder / "log")


@pytest.fixture
def control(watched: Watched) -> Iterator[Sandbox]:
    with Sandbox(watched.product.sandbox) as sandbox:
        yield sandbox


def series(text: str, name: str) -> dict[str, float]:
    """Read a metric: labels as written → value."""
    found = re.findall(rf"^{name}(?:{{(.*)}})? (\S+)$", text, re.MULTILINE)
    return {labels: float(value) for labels, value in found}


def test_it_counts_what_happens_over_all_workers_and_tells_no_secret(watched: Watched, control: Sandbox) -> None:
    product, sandbox = watched.product, control
    manager = sign_in(product.backend, sandbox)
    ticket = sandbox.ticket(subject=TYPED)
    manager.do(ticket, "trigger_emergency", answers=STRICT, reason=TYPED)
    for _ in range(20):
        manager.panel(ticket)
    answers = [
        manager.ask(ticket, "trigger_emergency", reason=TYPED * 1000),
        manager.call("GET", f"/api/tickets/{ticket}/panel?updated_at={TYPED}"),
        manager.call("POST", f"/api/tickets/{ticket}/assessment", {"answers": {"production": TYPED}}),
        requests.post(f"{product.backend}/api/session", json={"token": sandbox.token()[:-4] + "AAAA"}, timeout=10),
    ]
    # Each vendor fails once, in the middle of something.
    for vendor in ("zendesk", "pagerduty", "gitlab"):
        sandbox.fault(vendor, "error", status=500, times=3)
    manager.ask(
        sandbox.ticket(subject=TYPED), "open_star", urgency="urgent", plan=TYPED, reason="r", desired_result="d"
    )
    until(lambda: all(one["fired"] for one in sandbox.control("GET", "faults")))
    sandbox.heal()

    metrics = requests.get(f"{product.backend}/metrics", timeout=10).text
    panels = series(metrics, "oncall_requests_total")
    assert panels['method="GET",route="/api/tickets/<ticket:ticket_id>/panel",status="200"'] >= 20
    assert series(metrics, "oncall_request_seconds_count")['route="/api/tickets/<ticket:ticket_id>/operations"'] >= 2
    calls = series(metrics, "oncall_vendor_call_seconds_count")
    assert {f'outcome="ok",vendor="{name}"' for name in ("Zendesk", "PagerDuty", "GitLab")} <= calls.keys()
    assert any('outcome="unavailable"' in one for one in calls)
    assert 0 <= series(metrics, "oncall_vendor_rate_budget_left")['vendor="Zendesk"'] <= 1
    assert series(metrics, "oncall_mirror_lag_seconds")['source="gitlab:star"'] < 60
    assert series(metrics, "oncall_operations")['kind="trigger_emergency",state="done"'] == 1
    assert series(metrics, "oncall_pages_unacknowledged")[""] >= 1
    assert series(metrics, "oncall_page_unacknowledged_seconds")[""] > 0
    assert series(metrics, "oncall_database_up")[""] == 1
    ready = requests.get(f"{product.backend}/readyz", timeout=10).text

    asked = watched.lines(ticket_id=ticket, logger="backend.web.access_log")
    assert any(one["message"].startswith("POST") and len(one["request_id"]) == 16 for one in asked)
    secrets = [product.environment[name] for name in SECRETS] + [manager.session, sandbox.token()]
    told = {
        "logs": watched.text,
        "metrics": metrics,
        "readyz": ready,
        "errors": "".join(one.text for one in answers[1:]),
    }
    for where, text in told.items():
        for secret in secrets:
            assert secret not in text, where
    for where in ("logs", "metrics", "readyz"):
        assert TYPED not in told[where], where
        assert "Ana Example" not in told[where], where


def test_a_failing_step_names_its_operation_and_ticket_in_the_log(watched: Watched, control: Sandbox) -> None:
    manager, ticket = sign_in(watched.product.backend, control), control.ticket()
    control.fault("zendesk", "error", method="GET", path="/comments", status=500, times=1)
    operation = manager.ask(ticket, "record_assessment", answers={}).json()
    manager.ended(operation["id"], patience=60)
    about = watched.lines(operation_id=operation["id"], logger="backend.vendors.client")
    assert [(one["ticket_id"], one["level"]) for one in about] == [(ticket, "warning")]


def test_nothing_shows_a_secret_of_its_own_accord(product: Product, tmp_path: Path) -> None:
    environment = {**product.environment, **PLANTED, "DATABASE_URL": f"sqlite:///{tmp_path}/secret-in-url.sqlite"}
    with patch.dict(os.environ, environment, clear=True):
        settings, handbook = load(), load_handbook()
    vendors = make_vendors(settings, handbook)
    parts: Any = make_services(settings, handbook, vendors)
    shown = " ".join(map(repr, (settings, vendors, parts, parts.sessions, parts.worker, parts.deps, parts.database)))
    for name in SECRETS:
        for value in environment[name].split(","):
            assert value not in shown
    assert "secret-in-url" not in repr(settings)
    parts.database.close()


def test_readiness_tells_what_is_wrong_in_words(tmp_path: Path) -> None:
    with running_product(tmp_path, environment=FAST_SYNC) as product, Sandbox(product.sandbox) as sandbox:
        assert ready(product)["problems"] == []
        sandbox.fault("gitlab", "error", status=503)
        until(lambda: any("GitLab: failed with status 503" in one for one in ready(product)["problems"]))
        # Panels and pages go on without GitLab: the load balancer must not take the node out.
        assert requests.get(f"{product.backend}/readyz", timeout=10).status_code == 200
        sandbox.heal()
        until(lambda: not ready(product)["problems"])


def test_readiness_names_skipped_records_and_a_clock_that_was_set_back(tmp_path: Path) -> None:
    with running_product(tmp_path, environment={"SYNC_SECONDS": "3600"}) as product:
        until(lambda: not ready(product)["problems"])
        bad = Skipped("Zendesk", "macro", "9", "title", "is missing")
        ahead = datetime.now(UTC) + timedelta(hours=1)
        with closing(Database(product.environment["DATABASE_URL"])) as database:
            SourceStore(database).record_success("zendesk:macros", ahead, skips=Skips.of([bad]))
        found = ready(product)
        assert found["sources"]["zendesk:macros"]["skipped"] == {"count": 1, "first": [str(bad)]}
        assert f"zendesk:macros: 1 skipped, {bad}" in found["problems"]
        assert any("zendesk:macros" in one and "was the clock set back?" in one for one in found["problems"])


def ready(product: Product) -> Json:
    found: Json = requests.get(f"{product.backend}/readyz", timeout=10).json()
    return found


def test_an_unknown_page_is_counted_under_one_name(product: Product) -> None:
    for path in ("/no/such/page-1", "/no/such/page-2"):
        assert error(requests.get(product.backend + path, timeout=10))["code"] == "not_found"
    requests.request("BREW", f"{product.backend}/healthz", timeout=10)
    metrics = requests.get(f"{product.backend}/metrics", timeout=10).text
    assert "page-1" not in metrics
    assert "BREW" not in metrics
    assert 'method="GET",route="none",status="404"' in metrics
