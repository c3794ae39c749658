"""A PostgreSQL server of the tests' own: the machine's programs or a stand-in's, a temporary folder, a free port."""

import os
import secrets
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from provision import machine
from sandbox.product import free_port

# PostgreSQL refuses to run as root, and Debian's package makes this user.
ACCOUNT = "postgres" if os.geteuid() == 0 else None


@dataclass(frozen=True)
class Postgres:
    """A server that may be stopped and started again."""

    binaries: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Give the address of its first database as DATABASE_URL takes it."""
        return f"postgresql://tests@127.0.0.1:{self.port}/postgres"

    def database(self) -> str:
        """Make an empty database; give its address."""
        name = f"test_{secrets.token_hex(4)}"
        self.run("psql", "-qAt", self.url, "-c", f"CREATE DATABASE {name}")
        return self.url.removesuffix("postgres") + name

    def start(self) -> None:
        """Start, and wait until it answers."""
        # pg_ctl hands these to a shell.
        folder = shlex.quote(str(self.folder))
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off -c max_connections=200"
        self._control("start", "-l", str(self.folder / "log"), "-o", options)

    def stop(self, mode: str = "fast") -> None:
        """Stop: `fast` ends all connections in order, `immediate` is a crash."""
        self._control("stop", "-m", mode)

    def set(self, name: str, value: str, *before: str) -> None:
        """Change a setting of the running server, after some other statements."""
        statements = (*before, f"ALTER SYSTEM SET {name} = {value}", "SELECT pg_reload_conf()")
        self.run("psql", "-qAt", self.url, *(part for one in statements for part in ("-c", one)))

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs; raise with what it printed when it fails."""
        command = [str(self.binaries / program), *arguments]
        done = subprocess.run(command, user=ACCOUNT, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def _control(self, action: str, *arguments: str) -> None:
        # Not captured: the server inherits the pipes and would keep them open.
        command = [str(self.binaries / "pg_ctl"), action, "-w", "-s", "-D", str(self.folder / "data"), *arguments]
        subprocess.run(command, user=ACCOUNT, cwd=self.folder, stdout=subprocess.DEVNULL, check=True)


def binaries() -> Path:
    """Find the server's programs; fail with what to install."""
    folder = machine.find_postgres()
    assert folder, "PostgreSQL's server programs are missing: `make programs` brings them, or install them (postgresql)"
    return folder


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Run a server with an empty database for the length of a with-block."""
    with tempfile.TemporaryDirectory(prefix="oncall-postgres-", ignore_cleanup_errors=True) as name:
        server = Postgres(binaries(), Path(name), free_port())
        if ACCOUNT:
            shutil.chown(name, ACCOUNT)
        server.run("initdb", "-D", f"{name}/data", "-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync")
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
