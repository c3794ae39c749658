"""Writes the zip that Zendesk takes: manifest, translations, assets, nothing else, the same bytes each time."""

import json
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
APP = ROOT / "zendesk_app"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold: the package depends on what is in it, not on when it was made."""


def members() -> dict[str, Path]:
    """List what goes in: name in the zip, file here. Zendesk wants the bar's icon as SVG; logo.svg is only a source."""
    files = {"manifest.json": ROOT / "manifest.json"}
    for folder in ("translations", "assets"):
        files |= {f"{folder}/{file.name}": file for file in sorted((APP / folder).iterdir()) if file.name != "logo.svg"}
    return files


def write(folder: Path) -> Path:
    """Write the package into a folder; give its path."""
    version = json.loads((ROOT / "manifest.json").read_text())["version"]
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / f"support-on-call-{version}.zip"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in members().items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())
    return package


if __name__ == "__main__":
    sys.stdout.write(f"{write(ROOT / 'dist').relative_to(ROOT)}\n")
