"""Show one operation as JSON, with its steps."""

import sys
from argparse import ArgumentParser, Namespace
from contextlib import closing
from datetime import UTC, datetime

from backend import settings
from backend.handbook.loading.loader import load
from backend.operations.reading import read_operation
from backend.panel.operations import operation_part
from backend.store.engine import Database
from backend.store.operations import OperationStore


def options(parser: ArgumentParser) -> None:
    """Take the operation's id."""
    parser.add_argument("id", metavar="ID")


def run(arguments: Namespace) -> int:
    """Print it; 1 if there is none."""
    found = settings.load()
    with closing(Database(found.database_url)) as database:
        row = OperationStore(database).get(arguments.id)
    if row is None:
        print(f"there is no operation {arguments.id}", file=sys.stderr)
        return 1
    part = operation_part(read_operation(row), load(found.handbook_overrides), datetime.now(UTC))
    print(part.model_dump_json(indent=2))
    return 0
