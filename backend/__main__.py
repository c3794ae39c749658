"""Commands for the people who run it: `python -m backend migrate | sync | openapi`."""

import json
import logging
import sys

from backend import settings
from backend.app import make_parts
from backend.handbook.loader import HandbookError
from backend.handbook.loader import load as load_handbook
from backend.mirror.resync import resync
from backend.settings import SettingsError
from backend.store.engine import Database, StoreOutdated
from backend.web.openapi import document

USAGE = """usage: python -m backend COMMAND

  migrate   bring the database named by DATABASE_URL up to date
  sync      read now what changed at the vendors; with --full read everything again, and drop what is gone there
  openapi   print the API's description
"""


def main(arguments: list[str]) -> int:
    """Run one command; give the exit status."""
    match arguments:
        case ["migrate"]:
            Database(settings.load().database_url).migrate()
        case ["sync"] | ["sync", "--full"]:
            return sync(full="--full" in arguments)
        case ["openapi"]:
            print(json.dumps(document(), indent=2))
        case _:
            print(USAGE, file=sys.stderr)
            return 2
    return 0


def sync(full: bool) -> int:
    """Read every source; give the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    configured = settings.load()
    parts = make_parts(configured, load_handbook(configured.handbook_overrides))
    parts.database.check()
    return 0 if resync(parts.tools, parts.hints, parts.keeper, full, print) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (SettingsError, HandbookError, StoreOutdated) as error:
        sys.exit(str(error))
