"""A PostgreSQL behind something that takes every byte and answers none: nothing waits for it without end."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

import pytest
import requests

from sandbox.product import Product, running_product
from tests.faults.jobs import JOBS, PAGE, Scene
from tests.faults.ledger import Ledger, Report
from tests.support.desk import Person, Sandbox, until
from tests.support.postgres import Postgres


class Between:
    """Hands bytes on between a backend and its database; the connections that are open can be made silent for ever."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._silent: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def silence(self) -> None:
        """Answer no more on what is open now."""
        self._silent |= self._open

    def close(self) -> None:
        """Take no more connections, and end those that are open."""
        for one in (self._listener, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                there = socket.create_connection(("127.0.0.1", self._to))
                self._open |= {here, there}
                for source, target in ((here, there), (there, here)):
                    threading.Thread(target=self._hand_on, args=(source, target), daemon=True).start()

    def _hand_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if source not in self._silent:
                    target.sendall(data)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def between(postgres: Postgres) -> Iterator[Between]:
    with closing(Between(postgres.port)) as made:
        yield made


@pytest.fixture
def hurt(between: Between, postgres: Postgres, tmp_path: Path) -> Iterator[Product]:
    url = postgres.database().replace(str(postgres.port), str(between.port))
    environment = {"DATABASE_URL": url, "SYNC_SECONDS": "2"}
    with running_product(tmp_path, environment=environment, slack=True) as running:
        yield running


def read_at(product: Product) -> datetime:
    """Tell when the mirror was last read."""
    answer = requests.get(f"{product.backend}/readyz", timeout=60).json()
    return datetime.fromisoformat(answer["sources"]["pagerduty:on_calls"]["as_of"])


@pytest.mark.long(60)
def test_a_database_that_takes_everything_and_says_nothing(
    hurt: Product, boss: Person, stand_ins: Sandbox, between: Between, tell: Callable[[Report, str], None]
) -> None:
    ledger, scene = Ledger(), Scene(stand_ins.ticket())
    boss.panel(scene.ticket)
    stand_ins.control("POST", "faults", PAGE.fault(scene, mode="slow", seconds=3))
    ledger.ask([boss], JOBS[0], scene)
    between.silence()
    before = read_at(hurt)
    # A statement waits 15 s at most; then come the connections that are new.
    until(lambda: read_at(hurt) > before, 60)
    ledger.settle(boss, 90)
    tell(ledger.judge(stand_ins), "PostgreSQL took everything and said nothing")
