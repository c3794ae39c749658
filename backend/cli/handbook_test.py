"""Judge the cases of a YAML file by the handbook, and name each that comes out otherwise than it expects."""

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from backend.domain.eligibility.cases import differences
from backend.handbook.loading.loader import load, load_cases


def options(parser: ArgumentParser) -> None:
    """Take the cases, and the overrides to judge by."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the cases, see docs/handbook_cases.yml")
    default = os.environ.get("HANDBOOK_OVERRIDES") or None
    said = "overrides to judge by; without it those of HANDBOOK_OVERRIDES"
    parser.add_argument("--handbook", type=Path, default=default, help=said)


def run(arguments: Namespace) -> int:
    """Try every case; 1 if one does not hold, or there is none."""
    handbook = load(Path(arguments.handbook) if arguments.handbook else None)
    cases, failed = load_cases(arguments.file), 0
    for case in cases:
        if found := differences(case, handbook):
            failed += 1
            print(f"failed: {case.name}: {'; '.join(found)}", file=sys.stderr)
    print(f"{len(cases) - failed} of {len(cases)} cases hold")
    return 1 if failed or not cases else 0
