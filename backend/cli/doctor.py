"""Check settings, database, handbook and each vendor; changes nothing."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from backend.doctor.run import Wish, examine


def options(command: ArgumentParser) -> None:
    """Take where to record the shapes of the answers."""
    command.add_argument(
        "--record", metavar="FILE", type=Path, help="write how the vendors answer: fields and types, without any value"
    )
    command.add_argument("--ticket", metavar="ID", type=int, help="a ticket to read for that")


def run(arguments: Namespace) -> int:
    """Print each finding as soon as it is made; 1 if one failed."""
    counts = {"ok": 0, "warning": 0, "failed": 0}
    for line in examine(Wish(arguments.record, arguments.ticket) if arguments.record else None):
        print(line, flush=True)
        counts[line.level] += 1
    print(", ".join(f"{number} {level}" for level, number in counts.items()))
    return 1 if counts["failed"] else 0
