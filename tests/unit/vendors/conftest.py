"""A vendor that answers as a test says."""

from collections.abc import Iterator

import pytest

from tests.unit.vendors.stand import Stand, standing


@pytest.fixture
def vendor() -> Iterator[Stand]:
    with standing() as running:
        yield running
