"""A command whose output nobody reads to its end, as before `head`, ends without a traceback."""

import os
import subprocess
import sys

from sandbox.product import ROOT


def test_it_ends_quietly_when_the_reader_has_left() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "backend", "openapi"], cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, text=True,
        check=False,
    )  # fmt: skip
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, "")
