"""The commands for the people who run it, without starting Python for each, which takes longer than most of them."""

import os
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from subprocess import CompletedProcess
from unittest.mock import patch

from backend.__main__ import main
from tests.support import warm

PATIENCE = 60.0


def command(environment: Mapping[str, str], *words: str) -> CompletedProcess[str]:
    """Run `python -m backend` with some words in this process; give its status and what it said, as a process would."""
    out, err = StringIO(), StringIO()
    with patch.dict(os.environ, environment), redirect_stdout(out), redirect_stderr(err):
        try:
            ended = main(list(words))
        except SystemExit as left:
            ended = left.code or 0
    status = ended if isinstance(ended, int) else 1
    said = "" if isinstance(ended, int) else f"{ended}\n"
    return CompletedProcess(words, status, out.getvalue(), err.getvalue() + said)


def process(environment: Mapping[str, str], *words: str) -> CompletedProcess[str]:
    """Run `python -m backend` with some words in a process of its own, which leaves nothing open in this one."""
    return warm.carried_out(["backend", *words], {**os.environ, **environment}, PATIENCE)
