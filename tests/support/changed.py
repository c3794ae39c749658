"""A product with a handbook of its own, for tests that change the process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox.product import Product, running_product
from tests.support.desk import Person, Sandbox, sign_in

FAST_SYNC = {"SYNC_SECONDS": "5"}


@contextmanager
def changed_product(folder: Path, overrides: str, slack: bool = False) -> Iterator[Product]:
    """Run a product whose handbook differs by some lines."""
    file = folder / "ours.yml"
    file.write_text(overrides)
    environment = FAST_SYNC | {"HANDBOOK_OVERRIDES": str(file)}
    with running_product(folder, environment=environment, slack=slack) as running:
        yield running


@contextmanager
def manager_at(product: Product) -> Iterator[tuple[Person, Sandbox]]:
    """Be a manager at a product, with the control of its sandbox."""
    with Sandbox(product.sandbox) as sandbox, sign_in(product.backend, sandbox) as person:
        yield person, sandbox
