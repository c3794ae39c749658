"""Processes as the system lists them, without the program `ps`, which a small Debian lacks."""

import subprocess
from pathlib import Path


def children(parent: int) -> list[int]:
    """List the process ids of a process's children; none if it has ended."""
    if not Path("/proc").is_dir():
        found = subprocess.run(["pgrep", "-P", str(parent)], capture_output=True, text=True, check=False)
        return [int(pid) for pid in found.stdout.split()]
    try:
        listed = [task.read_text() for task in Path(f"/proc/{parent}/task").glob("*/children")]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(pid) for line in listed for pid in line.split()]
