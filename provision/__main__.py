"""What the Makefile calls: `python3 -m provision tools | python | node | packages | panel | programs`."""

import argparse
import signal
import sys

from provision import machine, stages
from provision.stage import explanation

STAGES = {
    "python": stages.python,
    "node": stages.node,
    "packages": stages.packages,
    "panel": stages.panel,
    "programs": stages.programs,
}


def main() -> int:
    """Carry out one stage; give the exit status."""
    parser = argparse.ArgumentParser(prog="provision", description="Sets the project up, stage by stage.")
    parser.add_argument("stage", choices=["tools", *STAGES])
    parser.add_argument("--tests", action="store_true", help="look for what the tests need, too")
    asked = parser.parse_args()
    try:
        # The Makefile holds Ctrl-C back until here, since an interpreter that is starting answers it with a traceback.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        if asked.stage == "tools":
            return tools(asked.tests)
        STAGES[asked.stage]()
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        # Between the stages: this folder itself cannot be written.
        sys.exit(explanation(str(error)))
    return 0


def tools(for_tests: bool) -> int:
    """Name all that must be installed by hand, before anything is downloaded."""
    lines = machine.missing(for_tests)
    if lines:
        print("This machine lacks, and nothing can stand in for it:", *lines, sep="\n  ", file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
