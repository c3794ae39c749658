"""Commands for the people who run it: `python -m backend migrate | openapi`."""

import json
import sys

from backend import settings
from backend.handbook.loader import HandbookError
from backend.settings import SettingsError
from backend.store.engine import Database
from backend.web.openapi import document

USAGE = """usage: python -m backend COMMAND

  migrate   bring the database named by DATABASE_URL up to date
  openapi   print the API's description
"""


def main(arguments: list[str]) -> int:
    """Run one command; give the exit status."""
    match arguments:
        case ["migrate"]:
            Database(settings.load().database_url).migrate()
        case ["openapi"]:
            print(json.dumps(document(), indent=2))
        case _:
            print(USAGE, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (SettingsError, HandbookError) as error:
        sys.exit(str(error))
