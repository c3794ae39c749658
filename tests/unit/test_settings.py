"""The environment becomes one typed table; every fault is named at once, and no secret is ever shown."""

import os
import traceback
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from backend.settings import Settings, SettingsError, load
from sandbox.environment import backend_environment

GOOD = backend_environment("http://127.0.0.1:1") | {"SESSION_KEY": "s" * 40}
Load = Callable[..., Settings]
Faults = Callable[..., tuple[str, ...]]


@pytest.fixture
def loaded() -> Load:
    def load_with(**changed: str) -> Settings:
        with patch.dict(os.environ, GOOD | changed, clear=True):
            return load()

    return load_with


@pytest.fixture
def faults(loaded: Load) -> Faults:
    def failing(**changed: str) -> tuple[str, ...]:
        with pytest.raises(SettingsError) as raised:
            loaded(**changed)
        return raised.value.faults

    return failing


def test_what_is_left_out_has_its_default(loaded: Load) -> None:
    settings = loaded(ZENDESK_URL="", RETENTION_DAYS=" ", SYNC_SECONDS="")
    assert settings.zendesk_url == "https://sandbox.zendesk.com"
    assert (settings.retention_days, settings.sync_seconds, settings.slack_token) == (400, 30.0, None)
    assert (settings.handbook_overrides, settings.executor_folder) == (None, Path("data"))


def test_addresses_lose_their_last_slash(loaded: Load) -> None:
    settings = loaded(GITLAB_URL="https://gitlab.example/", ALLOWED_ORIGINS="https://a.example/, http://b.example:8000")
    assert settings.gitlab_url == "https://gitlab.example"
    assert settings.allowed_origins == ("https://a.example", "http://b.example:8000")


def test_while_a_secret_is_exchanged_there_are_two(loaded: Load) -> None:
    keys = loaded(SESSION_KEY=f"{'n' * 32},\n{'o' * 32}").session_keys
    assert [key.get_secret_value() for key in keys] == ["n" * 32, "o" * 32]


def test_any_variable_may_come_in_a_file(loaded: Load, tmp_path: Path) -> None:
    for name, content in (("token", "from-a-file\n"), ("days", "7")):
        (tmp_path / name).write_text(content)
    settings = loaded(GITLAB_TOKEN="", GITLAB_TOKEN_FILE=f"{tmp_path}/token", RETENTION_DAYS_FILE=f"{tmp_path}/days")
    assert settings.gitlab_token.get_secret_value() == "from-a-file"
    assert settings.retention_days == 7


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        pytest.param({"GITLAB_TOKEN": ""}, "GITLAB_TOKEN is missing", id="missing"),
        pytest.param({"GITLAB_TOKEN": " \n"}, "GITLAB_TOKEN is missing", id="blank"),
        pytest.param({"SESSION_KEY": ", ,"}, "SESSION_KEY is missing", id="only-commas"),
        pytest.param({"SESSION_KEY": "k" * 40 + ",short"}, "SESSION_KEY must have at least 32 characters", id="short"),
        pytest.param({"ZENDESK_URL": "", "ZENDESK_SUBDOMAIN": ""}, "ZENDESK_SUBDOMAIN is missing", id="what-follows"),
        pytest.param({"ZENDESK_APP_ID": "0"}, "ZENDESK_APP_ID should be greater than or equal to 1, not '0'", id="0"),
        pytest.param({"RETENTION_DAYS": "40000"}, "RETENTION_DAYS should be less than or equal to 36500", id="century"),
        pytest.param({"SYNC_SECONDS": "inf"}, "SYNC_SECONDS should be a finite number, not 'inf'", id="endless"),
        pytest.param({"SYNC_SECONDS": "nan"}, "SYNC_SECONDS should be a finite number, not 'nan'", id="no-number"),
        pytest.param({"SYNC_SECONDS": "0"}, "SYNC_SECONDS should be greater than 0, not '0'", id="no-pause"),
        pytest.param({"GITLAB_URL": "http://gitlab.example"}, "GITLAB_URL must start with https://", id="http"),
        pytest.param({"GITLAB_URL": "https://[::1"}, "GITLAB_URL must be an address", id="half-an-address"),
        pytest.param({"SLACK_URL": "https://me:pw@slack.example"}, "SLACK_URL must be an address", id="password"),
        pytest.param({"ALLOWED_ORIGINS": "*"}, "ALLOWED_ORIGINS must list origins", id="any-origin"),
        pytest.param({"ENGINEERS": "/no/such"}, "ENGINEERS names no file that may be read: '/no/such'", id="no-file"),
        pytest.param({"HANDBOOK_OVERRIDES": "/x" * 3000}, "HANDBOOK_OVERRIDES names no file", id="no-way-to-look"),
        pytest.param({"GITLAB_TOKEN_FILE": "/x"}, "GITLAB_TOKEN and GITLAB_TOKEN_FILE are both set", id="both"),
        pytest.param(
            {"ENGINEERS_FILE": "/no/such"},
            "ENGINEERS cannot be read from ENGINEERS_FILE (FileNotFoundError)",
            id="gone",
        ),
        pytest.param(
            {"GITLAB_WEBHOOK_SECRETS": "whsec_é"}, "GITLAB_WEBHOOK_SECRETS what follows whsec_ must be base64", id="b64"
        ),
    ],
)
def test_one_fault_is_one_line(faults: Faults, changed: dict[str, str], fault: str) -> None:
    (found,) = faults(**changed)
    assert found.startswith(fault)


def test_every_fault_is_named_at_once_in_the_order_of_the_table(faults: Faults) -> None:
    found = faults(ZENDESK_APP_ID="first", PAGERDUTY_FROM="nobody", DATABASE_URL="mysql://x", TRUSTED_PROXIES="9")
    names = [fault.split()[0] for fault in found]
    assert names == ["ZENDESK_APP_ID", "PAGERDUTY_FROM", "DATABASE_URL", "TRUSTED_PROXIES"]


def test_no_secret_is_shown_by_the_settings_or_by_their_faults(loaded: Load) -> None:
    secret = "planted-and-not-to-be-seen"
    changed = dict.fromkeys(
        ("GITLAB_TOKEN", "PAGERDUTY_TOKEN", "SLACK_BOT_TOKEN", "ZENDESK_CLIENT_SECRET", "GITLAB_WEBHOOK_SECRETS"),
        secret,
    )
    database = f"postgresql://oncall:{secret}@db.example/oncall"
    settings = loaded(**changed, SESSION_KEY=secret * 2, DATABASE_URL=database)
    assert secret not in f"{settings!r} {settings}"
    with pytest.raises(SettingsError) as raised:
        loaded(**changed, SESSION_KEY=secret, DATABASE_URL=f"mysql://{secret}", ZENDESK_APP_ID="")
    assert secret not in "".join(traceback.format_exception(raised.value))
    assert len(raised.value.faults) == 3
