"""A product as a careful operator runs it: behind a proxy, secrets in files, a session key being exchanged."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from sandbox.environment import GITLAB_TOKEN, PAGERDUTY_TOKEN
from sandbox.product import Product, running_product
from tests.conftest import FAST_SYNC

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
