"""What the fault tests share: the long form, the report, a fleet that can be hurt."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sandbox.product import Product, running_product
from tests.faults.ledger import Report
from tests.support.desk import OTHER_MANAGER, Person, Sandbox, sign_in
from tests.support.postgres import Postgres, running_postgres

MANY_AT_ONCE = {"SYNC_SECONDS": "1", "THREADS": "64"}
"""Many operations, and the mirror read seldom: what eight products do at rest would take half of two cores."""
REPORT = "operations"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what became of the operations of each scenario."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for words in (value for name, value in report.user_properties if name == REPORT):
                terminalreporter.write_line(f"{report.nodeid.rsplit('::', 1)[-1]}: {words}")


@pytest.fixture
def soak(request: pytest.FixtureRequest) -> bool:
    """Tell whether the long form is asked for: `make soak`."""
    return bool(request.config.getoption("--soak"))


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[Report, str], None]:
    """Put a report under the test run."""

    def put(report: Report, more: str = "") -> None:
        record_property(REPORT, f"{report}{more and f'; {more}'}")
        assert report.clean, "\n".join((str(report), *report.faulty[:20]))

    return put


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """Run a PostgreSQL server."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def hurt(tmp_path: Path) -> Iterator[Product]:
    """A product on SQLite that a test may hurt."""
    with running_product(tmp_path, environment=MANY_AT_ONCE, slack=True) as running:
        yield running


@contextmanager
def running_fleet(folder: Path, postgres: Postgres) -> Iterator[Product]:
    """Run a product on PostgreSQL, to which a test adds backends."""
    environment = {**MANY_AT_ONCE, "DATABASE_URL": postgres.database(), "WEB_CONCURRENCY": "2"}
    with running_product(folder / "first", environment=environment, slack=True) as running:
        yield running


@pytest.fixture
def fleet(tmp_path: Path, postgres: Postgres) -> Iterator[Product]:
    """A fleet that a test may hurt."""
    with running_fleet(tmp_path, postgres) as running:
        yield running


@pytest.fixture
def stand_ins(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """Control the sandbox of the product that the test hurts."""
    name = "fleet" if "fleet" in request.fixturenames else "hurt"
    with Sandbox(request.getfixturevalue(name).sandbox) as control:
        yield control


@pytest.fixture
def boss(request: pytest.FixtureRequest, stand_ins: Sandbox) -> Iterator[Person]:
    """Be a manager on that product."""
    name = "fleet" if "fleet" in request.fixturenames else "hurt"
    with sign_in(request.getfixturevalue(name).backend, stand_ins) as person:
        yield person


@pytest.fixture
def colleague(second: Product, stand_ins: Sandbox) -> Iterator[Person]:
    """Be another manager, on the second backend that a module adds."""
    with sign_in(second.backend, stand_ins, OTHER_MANAGER) as person:
        yield person


@pytest.fixture
def there(second: Product, boss: Person) -> Iterator[Person]:
    """Be the manager again, with the same session, on the second backend."""
    with Person(second.backend, boss.session, boss.agent) as person:
        yield person
