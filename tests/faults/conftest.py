"""What the fault tests share: the long form, the report, a fleet that can be hurt."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox.product import Product, running_product
from tests.faults.ledger import Report
from tests.support.desk import Person, Sandbox, sign_in
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the tests out so that each worker begins with a long one: xdist gives each a run of neighbours."""
    here = [item for item in items if item.path.parent == Path(__file__).parent]
    hands = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    here.sort(key=lambda item: -(mark.args[0] if (mark := item.get_closest_marker("long")) else 0))
    rounds = [here[at : at + hands] for at in range(0, len(here), hands)]
    # There and back again: who began with the longest goes on with the shortest.
    rounds[1::2] = [one[::-1] for one in rounds[1::2]]
    dealt = [one[hand] for hand in range(hands) for one in rounds if hand < len(one)]
    items[:] = [item for item in items if item not in here] + dealt


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


@pytest.fixture
def fleet(tmp_path: Path, postgres: Postgres) -> Iterator[Product]:
    """A product on PostgreSQL, to which a test adds backends."""
    environment = {**MANY_AT_ONCE, "DATABASE_URL": postgres.database(), "WEB_CONCURRENCY": "2"}
    with running_product(tmp_path / "first", environment=environment, slack=True) as running:
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
