"""Handbooks changed as a support-ops person would: by a file of the lines that differ."""

from collections.abc import Callable
from pathlib import Path

import pytest

from backend.handbook.loading.faults import HandbookError
from tests.unit.conftest import Changed

Faults = Callable[[str], list[str]]


@pytest.fixture
def faults(changed: Changed, tmp_path: Path) -> Faults:
    """Load overrides that must fail; the faults come without the folder of the file."""

    def failing(text: str) -> list[str]:
        with pytest.raises(HandbookError) as caught:
            changed(text)
        return [fault.replace(f"{tmp_path}/", "") for fault in caught.value.faults]

    return failing
