"""The handbook as it ships, and as somebody changed it."""

import pytest
from hypothesis import HealthCheck, settings

from backend.handbook.loading.loader import load
from backend.handbook.model.handbook import Handbook

# A machine that is busy with other tests is no reason for these to fail.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    return load()
