"""End a part of the product when the process that started it is gone, however that ended.

`python sandbox/leash.py PID` waits on its standard input, which the starter holds open. A byte says that the part has
been stopped in order. The end of the input without one says that the starter was killed: the part and all that it has
started get SIGTERM, and SIGKILL if they are still there after a while.
"""

import os
import signal
import sys
import time

PATIENCE = 15.0


def main(pid: int) -> None:
    """Wait, then end a process group if nobody else has."""
    if sys.stdin.buffer.read(1):
        return
    if end(pid, signal.SIGTERM):
        until = time.monotonic() + PATIENCE
        while end(pid, 0) and time.monotonic() < until:
            time.sleep(0.1)
        end(pid, signal.SIGKILL)


def end(pid: int, number: int) -> bool:
    """Send a signal to a process group; tell whether it is there."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    main(int(sys.argv[1]))
