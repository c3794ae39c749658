"""Read a file of overrides as a start would, and name every fault with file, line and key. Starts nothing."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from backend.handbook.loading.faults import HandbookError
from backend.handbook.loading.loader import load


def options(parser: ArgumentParser) -> None:
    """Take the file."""
    parser.add_argument("file", metavar="FILE", type=Path)


def run(arguments: Namespace) -> int:
    """Check it; 1 if it has a fault."""
    try:
        load(arguments.file)
    except HandbookError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{arguments.file}: no fault")
    return 0
