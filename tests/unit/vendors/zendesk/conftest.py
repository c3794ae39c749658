"""A Zendesk client whose account answers as a test says."""

import pytest

from backend.vendors.zendesk.client import Zendesk
from backend.vendors.zendesk.token import ClientCredentials
from tests.unit.vendors.stand import Reply, Stand


@pytest.fixture
def zendesk(vendor: Stand) -> Zendesk:
    tokens = (f"token-{number}" for number in range(1, 100))
    vendor.calls(
        "POST",
        "/oauth/tokens",
        lambda asked: Reply({"access_token": next(tokens), "scope": "read write", "expires_in": 7200}),
    )
    return Zendesk("acme", vendor.url, ClientCredentials(vendor.url, "id", "secret"))
