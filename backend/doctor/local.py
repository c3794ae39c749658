"""Check what lies on this side: settings, handbook, database, panel, webhook secrets."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from backend.doctor.line import Line
from backend.settings import Settings
from backend.store.connections import CONNECTIONS, MORE_AT_A_PEAK
from backend.store.engine import Database
from backend.store.faults import StoreDown, StoreOutdated
from backend.store.last_calls import LastCallStore
from backend.web.sidebar import BUILD


def database_lines(settings: Settings) -> Iterator[Line]:
    """Check that the database answers, has the schema of this version, and takes writes."""
    try:
        with closing(Database(settings.database_url)) as database:
            database.check()
            LastCallStore(database).keep((), datetime.now(UTC))
            most = database.most_connections()
    except StoreOutdated as error:
        yield Line("failed", "database", str(error), "Run python -m backend migrate.")
    except StoreDown as error:
        yield Line("failed", "database", str(error), _what_to_do(settings.database_url))
    else:
        kind = "SQLite: one machine" if settings.database_url.startswith("sqlite") else "PostgreSQL"
        yield Line("ok", "database", f"{kind}, schema up to date, takes writes")
        if most is not None:
            yield connections_line(most)


def _what_to_do(database_url: str) -> str:
    if database_url.startswith("sqlite"):
        return "Is DATABASE_URL right, and do folder and file belong to the user that runs this?"
    return "Is DATABASE_URL right, and does the server run?"


def connections_line(most: int) -> Line:
    """Compare what PostgreSQL takes with what the workers of this machine need; of the others only they know."""
    each, workers = CONNECTIONS + MORE_AT_A_PEAK, int(os.environ.get("WEB_CONCURRENCY", "1"))
    enough = most // each
    words = f"{most} connections: enough for {enough} workers on all nodes together, {workers} on this one"
    if enough < workers:
        to_do = f"Set max_connections to {each} for each worker of all nodes, and some for others."
        return Line("failed", "database connections", words, to_do)
    return Line("ok", "database connections", words)


def panel_lines(build: Path = BUILD) -> Iterator[Line]:
    """Check that the panel is built."""
    if (build / ".vite" / "manifest.json").is_file():
        yield Line("ok", "panel", "built")
    else:
        yield Line("failed", "panel", "not built", "Run make build.")


def webhook_lines(settings: Settings) -> Iterator[Line]:
    """Check that webhooks can be told from forgeries."""
    for vendor in ("zendesk", "pagerduty", "gitlab"):
        secrets: tuple[SecretStr, ...] = getattr(settings, f"{vendor}_webhook_secrets")
        name = f"{vendor.upper()}_WEBHOOK_SECRETS"
        if secrets:
            words = "present" if len(secrets) == 1 else f"{len(secrets)} present: take the old one out soon"
            yield Line("ok", f"webhook secret {name}", words)
        else:
            words = f"not set: webhooks are put off, and news comes every {settings.sync_seconds:.0f} s at best"
            yield Line("warning", f"webhook secret {name}", words, "Set it up as docs/operations.md shows.")
