"""The environment variables of the backend, as one typed table.

`load()` reads them once at start; whatever is missing or malformed is named, all of it at once. Secrets never
show in a repr. Each variable NAME may come in a file instead, named by NAME_FILE: that is how secret stores hand
out secrets.
"""

import re
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from backend.environment import Environment, Unreadable

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SHORTEST_SESSION_KEY = 32
MOST_PROXIES = 8
LONGEST_RETENTION = 36_500
"""Days: a century."""
STANDARD_PREFIX = "whsec_"
"""How a GitLab webhook's signing token begins; a secret without it is compared with X-Gitlab-Token."""


class SettingsError(Exception):
    """The environment does not describe a runnable backend; the message names every fault."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("cannot start:\n" + "\n".join(f"  {fault}" for fault in faults))
        self.faults = tuple(faults)


def _url(value: str) -> str:
    """Take an https address, or plain http for this machine itself; cut a trailing slash."""
    value = value.rstrip("/")
    try:
        parts = urlsplit(value)
        acceptable = bool(parts.hostname) and parts.port != 0 and not (parts.query or parts.fragment)
    except ValueError:
        acceptable = False
    if not acceptable or parts.username or parts.password:
        raise ValueError("must be an address such as https://example.com")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError("must start with https:// (http:// only for this machine)")
    return value


def _origin(value: str) -> str:
    value = value.rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or "*" in value:
        raise ValueError(f"must list origins such as https://example.com, not {value!r}")
    return value


def _words(value: object) -> object:
    """Split what is separated by commas or blanks."""
    return tuple(word for word in re.split(r"[,\s]+", value) if word) if isinstance(value, str) else value


def _file(path: Path) -> Path:
    try:
        found = path.is_file()
    except OSError:
        found = False  # until Python 3.13 a folder that may not be entered raises
    if not found:
        raise ValueError(f"names no file that may be read: {str(path)!r}")
    return path


def _email(value: str) -> str:
    if "@" not in value:
        raise ValueError("must be the login e-mail of a PagerDuty user")
    return value


def _database(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("must start with sqlite:/// or postgresql://")
    return value


def _session_key(key: SecretStr) -> SecretStr:
    if len(key) < SHORTEST_SESSION_KEY:
        raise ValueError(f"must have at least {SHORTEST_SESSION_KEY} characters")
    return key


def _gitlab_secret(secret: SecretStr) -> SecretStr:
    """Check that a secret of Standard Webhooks can be decoded; take any other as it is."""
    token = secret.get_secret_value()
    try:
        usable = not token.startswith(STANDARD_PREFIX) or b64decode(token.removeprefix(STANDARD_PREFIX) + "==") != b""
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("what follows whsec_ must be base64, as GitLab shows it")
    return secret


Url = Annotated[str, AfterValidator(_url)]
File = Annotated[Path, AfterValidator(_file)]
Count = Annotated[int, Field(ge=1)]
Listed = (NoDecode, BeforeValidator(_words))
"""Marks a variable that holds several values; while a secret is exchanged it holds two, the new one first."""
Secrets = Annotated[tuple[SecretStr, ...], *Listed]


class Settings(BaseSettings):
    """What the backend needs to know of its surroundings. URLs carry no trailing slash.

    Of `session_keys` the first signs and each is accepted. `trusted_proxies` is how many proxies in front set
    X-Forwarded-For; with 0 the header counts for nothing.
    """

    model_config = SettingsConfigDict(frozen=True, alias_generator=str.upper)

    zendesk_subdomain: str
    zendesk_url: Url = Field(default_factory=lambda known: f"https://{known['zendesk_subdomain']}.zendesk.com")
    zendesk_app_id: Count
    zendesk_installation_id: Count
    zendesk_client_id: str
    zendesk_client_secret: SecretStr
    pagerduty_url: Url = "https://api.pagerduty.com"
    pagerduty_token: SecretStr
    pagerduty_from: Annotated[str, AfterValidator(_email)]
    gitlab_url: Url = "https://gitlab.com"
    gitlab_token: SecretStr
    slack_url: Url = "https://slack.com"
    slack_token: SecretStr | None = Field(None, alias="SLACK_BOT_TOKEN")
    zendesk_webhook_secrets: Secrets = ()
    pagerduty_webhook_secrets: Secrets = ()
    gitlab_webhook_secrets: Annotated[tuple[Annotated[SecretStr, AfterValidator(_gitlab_secret)], ...], *Listed] = ()
    # What the vendors document for one account or key; the process stays below it.
    zendesk_per_minute: Count = 700
    pagerduty_per_minute: Count = 960
    gitlab_per_minute: Count = 2000
    session_keys: Annotated[tuple[Annotated[SecretStr, AfterValidator(_session_key)], ...], *Listed] = Field(
        alias="SESSION_KEY", min_length=1
    )
    # It may hold a password.
    database_url: Annotated[str, AfterValidator(_database)] = Field("sqlite:///data/oncall.sqlite", repr=False)
    executor_folder: Path = Path("data")
    # Shared with gunicorn.conf.py: how many requests are answered at the same time.
    threads: Count = 16
    allowed_origins: Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], *Listed] = ()
    zaf_sdk_url: Url = "https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js"
    sync_seconds: float = Field(30.0, gt=0, allow_inf_nan=False)
    retention_days: int = Field(400, ge=1, le=LONGEST_RETENTION)
    trusted_proxies: int = Field(0, ge=0, le=MOST_PROXIES)
    handbook_overrides: File | None = None
    engineers_file: File | None = Field(None, alias="ENGINEERS")

    @field_validator("*", mode="before")
    @classmethod
    def _readable(cls, value: object) -> object:
        if isinstance(value, Unreadable):
            raise ValueError(value.because)
        return value

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *args: PydanticBaseSettingsSource, **kwargs: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment and the files that it names; no .env file, nothing else."""
        return (Environment(settings_cls),)


def load() -> Settings:
    """Read the settings from the environment; raise SettingsError naming each variable at fault."""
    try:
        return Settings()
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False)
    # Raised outside the handler: pydantic's error holds every value, secrets too, and would be logged as the cause.
    # The later faults of a variable follow from its first.
    named = {fault["loc"][0]: _words_of(fault) for fault in reversed(faults) if fault["type"] not in FOLLOWING}
    raise SettingsError([f"{name} {words}" for name, words in reversed(named.items())])


FOLLOWING = {"default_factory_not_called"}
"""Types of fault that only say that another variable is at fault."""


def _words_of(fault: ErrorDetails) -> str:
    if fault["type"] in {"missing", "too_short"}:
        return "is missing"
    words = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
    # Only numbers fail in a way that is not ours to word, and no number is a secret.
    return words if fault["type"] == "value_error" else f"{words}, not {fault['input']!r}"
