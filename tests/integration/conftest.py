"""What several files share: stand-ins alone, and a product as a careful operator runs it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from sandbox.environment import GITLAB_TOKEN, PAGERDUTY_TOKEN
from sandbox.product import Product, running_product
from sandbox.server import running_sandbox
from tests.support.changed import FAST_SYNC
from tests.support.desk import Sandbox

OLD_KEY, NEW_KEY = "old-session-key-" * 3, "new-session-key-" * 3
ALLOWED = "https://panel.example"


@dataclass(frozen=True)
class Guarded:
    """The product and the page that may call it from elsewhere."""

    product: Product
    allowed: str


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """Run it once for all tests that need it so."""
    folder = tmp_path_factory.mktemp("guarded")
    secrets = {"PAGERDUTY_TOKEN": PAGERDUTY_TOKEN, "GITLAB_TOKEN": GITLAB_TOKEN, "SESSION_KEY": f"{NEW_KEY},{OLD_KEY}"}
    files: dict[str, str] = {}
    for name, value in secrets.items():
        (folder / name.lower()).write_text(f"{value}\n")
        files |= {name: "", f"{name}_FILE": str(folder / name.lower())}
    careful = {"TRUSTED_PROXIES": "1", "ALLOWED_ORIGINS": ALLOWED}
    with running_product(folder, environment=FAST_SYNC | files | careful) as running:
        yield Guarded(running, ALLOWED)


@pytest.fixture(scope="module")
def stand_in() -> Iterator[str]:
    """Run a sandbox without a backend, once for the tests of a file."""
    with running_sandbox() as running:
        yield running.url


@pytest.fixture
def control(stand_in: str) -> Iterator[Sandbox]:
    """Control it; its faults end with the test."""
    with Sandbox(stand_in) as sandbox:
        yield sandbox
