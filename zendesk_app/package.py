"""Writes the zip that Zendesk takes: manifest, translations, assets, nothing else, the same bytes each time."""

import json
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
APP = ROOT / "zendesk_app"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: the package depends on what is in it, not on when it was made."""
UNIX = 3
FOLDERS = {"translations": "*.json", "assets": "*.png"}
ICON = "icon_nav_bar.svg"
"""The one picture that Zendesk wants as SVG."""


def members() -> dict[str, Path]:
    """List what goes in: name in the zip, file here; whatever else lies there stays out."""
    files = {"manifest.json": ROOT / "manifest.json", f"assets/{ICON}": APP / "assets" / ICON}
    for folder, pattern in FOLDERS.items():
        files |= {f"{folder}/{file.name}": file for file in sorted((APP / folder).glob(pattern))}
    return files


def write(folder: Path) -> Path:
    """Write the package into a folder; give its path."""
    version = json.loads((ROOT / "manifest.json").read_text())["version"]
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / f"support-on-call-{version}.zip"
    # Stored, not deflated: two builds of zlib may write the same file differently, and there is little to gain.
    with zipfile.ZipFile(package, "w", zipfile.ZIP_STORED) as archive:
        for name, file in members().items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = UNIX
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())
    return package


if __name__ == "__main__":
    sys.stdout.write(f"{write(ROOT / 'dist').relative_to(ROOT)}\n")
