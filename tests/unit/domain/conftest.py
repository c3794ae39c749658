"""The handbook as it ships, and as somebody changed it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from backend.handbook.loading.loader import load
from backend.handbook.model.handbook import Handbook

# A machine that is busy with other tests is no reason for these to fail.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

Changed = Callable[[str], Handbook]


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    return load()


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    def load_with(text: str) -> Handbook:
        path = tmp_path / "overrides.yml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return load_with
