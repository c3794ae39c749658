"""The environment variables of the backend, as one typed table.

`load()` reads them once at start; whatever is missing or malformed is named, all of it at once. Secrets never
show in a repr. Each variable NAME may come in a file instead, named by NAME_FILE: that is how secret stores hand
out secrets.
"""

import os
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

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


@dataclass(frozen=True, slots=True)
class Settings:
    """What the backend needs to know of its surroundings. URLs carry no trailing slash.

    Of `session_keys` the first signs and each is accepted. `trusted_proxies` is how many proxies in front set
    X-Forwarded-For; with 0 the header counts for nothing.
    """

    zendesk_subdomain: str
    zendesk_url: str
    zendesk_app_id: int
    zendesk_installation_id: int
    zendesk_client_id: str
    zendesk_client_secret: str = field(repr=False)
    pagerduty_url: str
    pagerduty_token: str = field(repr=False)
    pagerduty_from: str
    gitlab_url: str
    gitlab_token: str = field(repr=False)
    slack_url: str
    slack_token: str | None = field(repr=False)
    zendesk_webhook_secrets: tuple[str, ...] = field(repr=False)
    pagerduty_webhook_secrets: tuple[str, ...] = field(repr=False)
    gitlab_webhook_secrets: tuple[str, ...] = field(repr=False)
    zendesk_per_minute: int
    pagerduty_per_minute: int
    gitlab_per_minute: int
    session_keys: tuple[str, ...] = field(repr=False)
    database_url: str = field(repr=False)
    executor_folder: Path
    allowed_origins: tuple[str, ...]
    zaf_sdk_url: str
    sync_seconds: float
    retention_days: int
    trusted_proxies: int
    handbook_overrides: Path | None
    engineers_file: Path | None


class _Reader:
    """Takes values out of an environment and collects what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.faults: list[str] = []

    def text(self, name: str, default: str | None = None, shortest: int = 1) -> str:
        """Read a text of at least `shortest` characters."""
        value = self._value(name) or (default or "")
        if not value:
            self.faults.append(f"{name} is missing")
        elif len(value) < shortest:
            self.faults.append(f"{name} must have at least {shortest} characters")
        return value

    def optional(self, name: str) -> str | None:
        """Read a text that may be absent: what it belongs to is then left out."""
        return self._value(name) or None

    def secrets(self, name: str, required: bool = False, shortest: int = 1) -> tuple[str, ...]:
        """Read a secret; while it is exchanged two, separated by a comma, both valid, the new one first."""
        values = tuple(part for part in re.split(r"[,\s]+", self._value(name)) if part)
        if required and not values:
            self.faults.append(f"{name} is missing")
        elif any(len(value) < shortest for value in values):
            self.faults.append(f"{name} must have at least {shortest} characters")
        return values

    def integer(self, name: str, default: str | None = None, least: int = 1, most: int = 2**53) -> int:
        """Read a whole number."""
        value = self.text(name, default)
        if value and not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            bounds = f"from {least} to {most}" if most < 2**53 else f"of at least {least}"
            self.faults.append(f"{name} must be a whole number {bounds}, not {value!r}")
            return 0
        return int(value or 0)

    def seconds(self, name: str, default: str) -> float:
        """Read a positive number of seconds."""
        value = self.text(name, default)
        try:
            number = float(value)
        except ValueError:
            number = 0.0
        if not 0 < number < float("inf"):
            self.faults.append(f"{name} must be a positive number of seconds, not {value!r}")
        return number

    def url(self, name: str, default: str | None = None) -> str:
        """Read an https address; plain http only for this machine itself."""
        value = self.text(name, default).rstrip("/")
        if not value:
            return value
        try:
            parts = urlsplit(value)
            acceptable = bool(parts.hostname) and parts.port != 0 and not (parts.query or parts.fragment)
        except ValueError:
            acceptable = False
        if not acceptable or parts.username or parts.password:
            self.faults.append(f"{name} must be an address such as https://example.com, not {value!r}")
        elif parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            self.faults.append(f"{name} must start with https:// (http:// only for this machine), not {value!r}")
        return value

    def origins(self, name: str) -> tuple[str, ...]:
        """Read a comma-separated list of web origins."""
        found = tuple(part.strip().rstrip("/") for part in self._value(name).split(",") if part.strip())
        for origin in found:
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or "*" in origin:
                self.faults.append(f"{name} must list origins such as https://example.com, not {origin!r}")
        return found

    def file(self, name: str) -> Path | None:
        """Read the path of an existing file that may be absent."""
        value = self._value(name)
        if value and not Path(value).is_file():
            self.faults.append(f"{name} names no file: {value!r}")
        return Path(value) if value else None

    def _value(self, name: str) -> str:
        """Give a variable's value, from the environment or from the file that NAME_FILE names; "" = not set."""
        value, file = (self._environ.get(one, "").strip() for one in (name, f"{name}_FILE"))
        if not file:
            return value
        if value:
            self.faults.append(f"{name} and {name}_FILE are both set: keep one")
        try:
            return Path(file).read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(f"{name}_FILE cannot be read ({type(error).__name__}): {file!r}")
            return ""


def usable(secret: str) -> bool:
    """Tell whether a secret of Standard Webhooks is well-formed; any other secret is."""
    try:
        return not secret.startswith(STANDARD_PREFIX) or bool(b64decode(secret.removeprefix(STANDARD_PREFIX) + "=="))
    except ValueError:
        return False


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment; raise SettingsError naming each variable at fault."""
    read = _Reader(os.environ if environ is None else environ)
    subdomain = read.text("ZENDESK_SUBDOMAIN")
    settings = Settings(
        zendesk_subdomain=subdomain,
        zendesk_url=read.url("ZENDESK_URL", f"https://{subdomain}.zendesk.com" if subdomain else None),
        zendesk_app_id=read.integer("ZENDESK_APP_ID"),
        zendesk_installation_id=read.integer("ZENDESK_INSTALLATION_ID"),
        zendesk_client_id=read.text("ZENDESK_CLIENT_ID"),
        zendesk_client_secret=read.text("ZENDESK_CLIENT_SECRET"),
        pagerduty_url=read.url("PAGERDUTY_URL", "https://api.pagerduty.com"),
        pagerduty_token=read.text("PAGERDUTY_TOKEN"),
        pagerduty_from=read.text("PAGERDUTY_FROM"),
        gitlab_url=read.url("GITLAB_URL", "https://gitlab.com"),
        gitlab_token=read.text("GITLAB_TOKEN"),
        slack_url=read.url("SLACK_URL", "https://slack.com"),
        slack_token=read.optional("SLACK_BOT_TOKEN"),
        zendesk_webhook_secrets=read.secrets("ZENDESK_WEBHOOK_SECRETS"),
        pagerduty_webhook_secrets=read.secrets("PAGERDUTY_WEBHOOK_SECRETS"),
        gitlab_webhook_secrets=read.secrets("GITLAB_WEBHOOK_SECRETS"),
        # What the vendors document for one account or key; the process stays below it.
        zendesk_per_minute=read.integer("ZENDESK_PER_MINUTE", "700"),
        pagerduty_per_minute=read.integer("PAGERDUTY_PER_MINUTE", "960"),
        gitlab_per_minute=read.integer("GITLAB_PER_MINUTE", "2000"),
        session_keys=read.secrets("SESSION_KEY", required=True, shortest=SHORTEST_SESSION_KEY),
        database_url=read.text("DATABASE_URL", "sqlite:///data/oncall.sqlite"),
        executor_folder=Path(read.text("EXECUTOR_FOLDER", "data")),
        allowed_origins=read.origins("ALLOWED_ORIGINS"),
        zaf_sdk_url=read.url("ZAF_SDK_URL", "https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js"),
        sync_seconds=read.seconds("SYNC_SECONDS", "30"),
        retention_days=read.integer("RETENTION_DAYS", "400", most=LONGEST_RETENTION),
        trusted_proxies=read.integer("TRUSTED_PROXIES", "0", least=0, most=MOST_PROXIES),
        handbook_overrides=read.file("HANDBOOK_OVERRIDES"),
        engineers_file=read.file("ENGINEERS"),
    )
    if "@" not in settings.pagerduty_from and settings.pagerduty_from:
        read.faults.append("PAGERDUTY_FROM must be the login e-mail of a PagerDuty user")
    if settings.database_url and not settings.database_url.startswith(("sqlite:///", "postgresql://")):
        read.faults.append("DATABASE_URL must start with sqlite:/// or postgresql://")
    if not all(map(usable, settings.gitlab_webhook_secrets)):
        read.faults.append("GITLAB_WEBHOOK_SECRETS: what follows whsec_ must be base64, as GitLab shows it")
    if read.faults:
        raise SettingsError(read.faults)
    return settings
