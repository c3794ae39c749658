"""What the panel weighs on the wire: every built JavaScript and CSS file, the lazy ones too."""

import gzip
from collections.abc import Iterator

from bench.line import Line
from sandbox.product import ROOT


def lines() -> Iterator[Line]:
    """Compress each file as a server would."""
    files = [file for file in (ROOT / "zendesk_app" / "build" / "assets").iterdir() if file.suffix in {".js", ".css"}]
    sizes = {file.suffix: 0 for file in files}
    for file in files:
        sizes[file.suffix] += len(gzip.compress(file.read_bytes(), 9))
    kilobytes = sum(sizes.values()) / 1000
    seen = ", ".join(f"{size / 1000:.1f} kB {kind[1:]}" for kind, size in sorted(sizes.items()))
    yield Line("JavaScript + CSS gzip, kB", round(kilobytes, 2), 30.0, "<=", f"{len(files)} files: {seen}")
