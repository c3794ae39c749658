"""The product and the bare things, running side by side."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.client import Connection
from sandbox.product import HOST, ROOT, Product, free_port, running_product
from tests.support.desk import Person, Sandbox, begin_session, person_of, sign_in

VENDORS = ("zendesk", "pagerduty", "gitlab")


@dataclass(frozen=True)
class Stage:
    """A running product with somebody signed in, and where the bare things are."""

    product: Product
    bare: str
    bare_master: int
    folder: Path
    sandbox: Sandbox
    manager: Person

    @property
    def headers(self) -> dict[str, str]:
        """Give the headers of the manager who is signed in."""
        return signed_in(self.manager)

    def opened(self, user: int) -> Person:
        """Begin a session as the sidebar does; wait where the server says that an address has begun too many."""
        while (begun := begin_session(self.product.backend, self.sandbox, user)).status_code == 429:
            time.sleep(int(begun.headers["Retry-After"]))
        return person_of(self.product.backend, begun)

    def crew(self, number: int) -> list[Person]:
        """Sign in so many agents: each may ask only so often a minute, and a measurement asks more often."""
        made = [self.sandbox.control("POST", "agents", {"name": f"Agent {at}"})["id"] for at in range(number)]
        return [self.opened(user) for user in made]

    def slow(self, seconds: float) -> None:
        """Have each vendor take its time with every call."""
        self.sandbox.heal()
        for vendor in VENDORS if seconds else ():
            self.sandbox.fault(vendor, "slow", seconds=seconds)


def signed_in(person: Person) -> dict[str, str]:
    """Give the headers of somebody signed in."""
    return {"Authorization": f"Bearer {person.session}"}


@contextmanager
def stage(environment: Mapping[str, str] | None = None, slack: bool = False) -> Iterator[Stage]:
    """Run everything; what the product's environment says holds for the bare things too."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # As in production, not as in the demo: sources are read every 30 s, and webhooks tell of changes.
        with running_product(folder, environment={"SYNC_SECONDS": "30", **(environment or {})}, slack=slack) as product:
            (folder / "payload.json").write_text(json.dumps({"word": "x"}))
            with served("bench.bare:app", folder, product.environment) as (url, master):
                sandbox = Sandbox(product.sandbox)
                yield Stage(product, url, master, folder, sandbox, sign_in(product.backend, sandbox))


@contextmanager
def served(wsgi: str, folder: Path, environment: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Serve another application by gunicorn as the product is served; give its address and the master's process id."""
    port = free_port()
    variables = {**os.environ, **environment, "BIND": f"{HOST}:{port}", "BENCH_FOLDER": str(folder)}
    command = [sys.executable, "-m", "gunicorn", "--log-level", "warning", wsgi]
    process = subprocess.Popen(command, cwd=ROOT, env=variables, start_new_session=True)
    try:
        _answers(port)
        yield f"http://{HOST}:{port}", process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _answers(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            Connection(f"http://{HOST}:{port}").close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
