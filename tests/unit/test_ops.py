"""What stands in the files for a server holds what the product counts on."""

import re

from pydantic import SecretStr

from backend.settings import Settings
from backend.web.webhooks import LARGEST_EVENT
from sandbox.product import ROOT

UNIT = (ROOT / "ops" / "support-on-call.service").read_text()


def test_every_secret_comes_to_the_service_as_a_credential() -> None:
    secret = {
        (field.alias or name).upper()
        for name, field in Settings.model_fields.items()
        if SecretStr.__name__ in repr(field.annotation)
    }
    # The address of a database holds a password.
    assert len(secret) > 6
    for name in secret | {"DATABASE_URL"}:
        credential = name.lower()
        assert f"LoadCredential={credential}:/etc/support-on-call/{credential}\n" in UNIT
        assert f"Environment={name}_FILE=%d/{credential}\n" in UNIT


def test_no_memory_of_the_service_is_left_on_the_disk_or_read_by_others() -> None:
    assert {"LimitCORE=0", "ProtectProc=invisible", "UMask=0077"} <= set(UNIT.splitlines())


def test_the_proxy_lets_the_largest_event_through() -> None:
    proxy = (ROOT / "ops" / "nginx.conf").read_text()
    webhooks = proxy[proxy.index("location /webhooks/") :]
    size = re.search(r"client_max_body_size (\d+)m;", webhooks)
    assert size
    assert int(size[1]) * 1024 * 1024 >= LARGEST_EVENT
