"""Commands for the people who run it: `python -m backend --help`."""

import sys

from backend.cli.commands import parser
from backend.handbook.loading.loader import HandbookError
from backend.settings import SettingsError
from backend.store.faults import StoreDown, StoreOutdated


def main(arguments: list[str]) -> int:
    """Run one command; give the exit status."""
    wanted = parser(arguments).parse_args(arguments)
    status: int = wanted.run(wanted)
    return status


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (SettingsError, HandbookError, StoreDown, StoreOutdated) as error:
        sys.exit(str(error))
