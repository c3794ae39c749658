"""Writes what a server needs into one tarball, the panel built, the same bytes each time: `make release`."""

import gzip
import json
import stat
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS = (
    "backend", "zendesk_app/build", "gunicorn.conf.py", "manifest.json", "requirements-run.lock",
    "ops/alerts.yml", "ops/backup.sh", "ops/database.sh", "ops/nginx.conf", "ops/oncall", "ops/restore.sh",
    "ops/support-on-call.service", "docs", "README.md", "CHANGELOG.md", "LICENSE",
)  # fmt: skip
LEFT_OUT = {"__pycache__", "pictures", ".ready"}
CODE_OF_THE_PAGES = "docs/*.py"


def members(root: Path) -> list[Path]:
    """List the files that go in, in the order of their names."""
    found: set[Path] = set()
    for part in PARTS:
        path = root / part
        found |= {path} if path.is_file() else {one for one in path.rglob("*") if one.is_file()}
    names = (one.relative_to(root) for one in found)
    return sorted(name for name in names if not LEFT_OUT & set(name.parts) and not name.match(CODE_OF_THE_PAGES))


def write(folder: Path, root: Path = ROOT) -> Path:
    """Write the tarball into a folder; give its path."""
    name = f"support-on-call-{json.loads((root / 'manifest.json').read_text())['version']}"
    folder.mkdir(parents=True, exist_ok=True)
    release = folder / f"{name}.tar.gz"
    # Neither the time nor who made it, nor the modes of this machine: only what is in it.
    with (
        release.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for member in members(root):
            entry = tarfile.TarInfo(f"{name}/{member}")
            entry.size = (root / member).stat().st_size
            entry.mode = 0o755 if (root / member).stat().st_mode & stat.S_IXUSR else 0o644
            with (root / member).open("rb") as content:
                archive.addfile(entry, content)
    return release


if __name__ == "__main__":
    sys.stdout.write(f"{write(ROOT / 'dist').relative_to(ROOT)}\n")
