"""Check settings, database, handbook and each vendor; changes nothing."""

from argparse import Namespace

from backend.doctor.run import examine


def run(arguments: Namespace) -> int:
    """Print each finding as soon as it is made; 1 if one failed."""
    counts = {"ok": 0, "warning": 0, "failed": 0}
    for line in examine():
        print(line, flush=True)
        counts[line.level] += 1
    print(", ".join(f"{number} {level}" for level, number in counts.items()))
    return 1 if counts["failed"] else 0
