"""Sets the wall clock of each forked process by the seconds in the file CLOCK_FILE, as often as that changes.

Python imports this by itself where the folder is on its path. Seconds that nobody can set, as a boot's, stay.
"""

import os
import threading
import time
from pathlib import Path

import time_machine

LOOK_SECONDS = 0.05


def follow(file: Path) -> None:
    """Keep the clock where the file says."""
    moved, journey = 0.0, None
    while True:
        wanted = float(file.read_text())
        if wanted != moved:
            if journey:
                journey.stop()
            journey = time_machine.travel(time.time() + wanted, tick=True)
            journey.start()
            moved = wanted
        time.sleep(LOOK_SECONDS)


if named := os.environ.get("CLOCK_FILE"):
    CLOCK_FILE = Path(named)

    def begin() -> None:
        """Threads do not survive a fork."""
        threading.Thread(target=follow, args=[CLOCK_FILE], name="clock", daemon=True).start()

    os.register_at_fork(after_in_child=begin)
