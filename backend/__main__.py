"""Commands for the people who run it: `python -m backend --help`."""

import gc
import os
import sys

from backend.cli.commands import parser
from backend.handbook.loading.faults import HandbookError
from backend.settings import SettingsError
from backend.store.faults import StoreDown


def main(arguments: list[str]) -> int | str:
    """Run one command; give the exit status, or in words why it could not run."""
    # What is loaded stays to the end: looking through it for garbage would take a quarter of a command's time.
    gc.disable()
    wanted = parser(arguments).parse_args(arguments)
    gc.freeze()
    gc.enable()
    try:
        status: int = wanted.run(wanted)
    except (SettingsError, HandbookError, StoreDown) as error:
        return str(error)
    except BrokenPipeError:
        # Whoever read the output, such as `head`, has seen enough: the last flush goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
