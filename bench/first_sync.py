"""A first reading of 100,000 issues: does it fit into bounded memory?"""

import json
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from backend.handbook.loading.loader import load as load_handbook
from backend.mirror.sources import sync_issues
from backend.settings import load as load_settings
from backend.store.upgrade import migrate
from backend.wiring import make_services
from bench.line import Line
from bench.memory import resident
from sandbox.environment import backend_environment

ISSUES, PAGE = 100_000, 100
START = datetime(2026, 1, 1, tzinfo=UTC)


class Tracker(BaseHTTPRequestHandler):
    """Stands in for GitLab with issues that exist only while they are asked for, each a second after the last."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """List a page of the issues changed since a time."""
        query = parse_qs(urlsplit(self.path).query)
        since = datetime.fromisoformat(query["updated_after"][0]) if "updated_after" in query else START
        first = max(0, int((since - START).total_seconds())) + (int(query["page"][0]) - 1) * PAGE
        body = json.dumps([issue(number) for number in range(first, min(first + PAGE, ISSUES))]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


def issue(number: int) -> dict[str, Any]:
    """Write an issue as GitLab does."""
    moment = (START + timedelta(seconds=number)).isoformat()
    return {
        "iid": number + 1, "title": f"ZD#{number}", "description": "Please look. " * 40, "state": "closed",
        "labels": ["Urgency::Timely"], "author": {"username": "somebody"}, "assignees": [],
        "web_url": f"https://gitlab.example/-/issues/{number + 1}", "created_at": moment, "updated_at": moment,
        "closed_at": moment,
    }  # fmt: skip


def lines() -> Iterator[Line]:
    """Read everything into an empty mirror; compare memory after the first tenth with memory at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tracker)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    with tempfile.TemporaryDirectory() as folder:
        environment = backend_environment("http://127.0.0.1:1")
        environment |= {"GITLAB_URL": url, "SESSION_KEY": "k" * 40}
        environment["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'a.sqlite'}"
        with patch.dict(os.environ, environment):
            settings = load_settings()
        parts = make_services(settings, load_handbook(None))
        migrate(parts.database)
        samples: list[float] = []
        reading = threading.Thread(target=sync_issues, args=(parts.deps, "star"))
        began = time.monotonic()
        reading.start()
        while reading.is_alive():
            samples.append(resident())
            reading.join(timeout=0.25)
        taken = time.monotonic() - began
        found = len(parts.deps.mirror.issues.open("star")) + int(
            parts.deps.mirror.issues.get("star", ISSUES) is not None
        )
        assert found == 1, "the last issue is not there"
    server.shutdown()
    early = samples[len(samples) // 10]
    yield Line(
        "memory at the end of a first sync of 100,000 issues, over after a tenth", round(samples[-1] / early, 3), 1.3,
        "<=", f"{samples[-1]:.0f} MB over {early:.0f} MB, {taken:.0f} s, {ISSUES / taken:.0f} issues a second",
    )  # fmt: skip
