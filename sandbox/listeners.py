"""Tell who listens on a port of this machine, as far as the system lets us see (Linux)."""

from pathlib import Path

LISTENS = "0A"


def listener(port: int) -> str | None:
    """Name the process that listens on a port: its pid and command; None if that cannot be seen."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    for process in Path("/proc").glob("[0-9]*") if sockets else ():
        try:
            if any(str(file.readlink()) in sockets for file in (process / "fd").iterdir()):
                words = (process / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ").strip()
                return f"pid {process.name}: {words[:80]}"
        except OSError:
            continue  # another user's, or it has just ended
    return None


def _inodes(port: int) -> set[str]:
    """List the inodes of the sockets that listen on a port."""
    found: set[str] = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        lines = table.read_text().splitlines()[1:] if table.exists() else []
        for fields in map(str.split, lines):
            if fields[3] == LISTENS and int(fields[1].rpartition(":")[2], 16) == port:
                found.add(fields[9])
    return found
