"""Commands for the people who run it: `python -m backend doctor | migrate | sync | operation | openapi`."""

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path

from backend import settings
from backend.app import make_services
from backend.doctor.run import Wish, examine
from backend.handbook.loading.loader import HandbookError
from backend.handbook.loading.loader import load as load_handbook
from backend.mirror.resync import resync
from backend.operations.reading import read_operation
from backend.panel.operations import operation_part
from backend.settings import SettingsError
from backend.store.engine import Database, StoreDown, StoreOutdated
from backend.store.operations import OperationStore
from backend.web.openapi import document

USAGE = """usage: python -m backend COMMAND

  doctor         check settings, database, handbook and each vendor; changes nothing; 1 if something failed
                 --record FILE [TICKET] also writes the shapes of the vendors' answers: fields and types, no values
  migrate        bring the database named by DATABASE_URL up to date
  sync           read now what changed at the vendors; with --full read everything again, and drop what is gone there
  operation ID   show one operation as JSON, with its steps
  openapi        print the API's description
"""


def main(arguments: list[str]) -> int:
    """Run one command; give the exit status."""
    match arguments:
        case ["doctor"]:
            return doctor()
        case ["doctor", "--record", file]:
            return doctor(Wish(Path(file)))
        case ["doctor", "--record", file, ticket] if ticket.isdecimal():
            return doctor(Wish(Path(file), int(ticket)))
        case ["migrate"]:
            Database(settings.load().database_url).migrate()
        case ["sync"] | ["sync", "--full"]:
            return sync(full="--full" in arguments)
        case ["operation", operation_id]:
            return show(operation_id)
        case ["openapi"]:
            print(json.dumps(document(), indent=2))
        case _:
            print(USAGE, file=sys.stderr)
            return 2
    return 0


def doctor(record: Wish | None = None) -> int:
    """Print each finding as soon as it is made; 0 unless one failed."""
    counts = {"ok": 0, "warning": 0, "failed": 0}
    for line in examine(record):
        print(line, flush=True)
        counts[line.level] += 1
    print(", ".join(f"{number} {level}" for level, number in counts.items()))
    return 1 if counts["failed"] else 0


def sync(full: bool) -> int:
    """Read every source, beside a running backend or without one; give the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    configured = settings.load()
    parts = make_services(configured, load_handbook(configured.handbook_overrides))
    parts.database.check()
    return 0 if resync(parts.deps, parts.inbox, parts.scheduler, full, print) else 1


def show(operation_id: str) -> int:
    """Print one operation."""
    found = settings.load()
    row = OperationStore(Database(found.database_url)).get(operation_id)
    if row is None:
        print(f"there is no operation {operation_id}", file=sys.stderr)
        return 1
    part = operation_part(read_operation(row), load_handbook(found.handbook_overrides), datetime.now(UTC))
    print(part.model_dump_json(indent=2))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (SettingsError, HandbookError, StoreDown, StoreOutdated) as error:
        sys.exit(str(error))
