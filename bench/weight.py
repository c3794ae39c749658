"""What the panel weighs on the wire: the JavaScript and CSS that its first paint waits for.

The insides of the cards come behind it, and are told beside it: docs/scaling.md says why they have no such limit.
"""

import gzip
import json
from collections.abc import Iterator
from typing import Any

from bench.line import Line
from sandbox.product import ROOT

BUILD = ROOT / "zendesk_app" / "build"


def lines() -> Iterator[Line]:
    """Compress each file of the panel as a server would."""
    parts = json.loads((BUILD / ".vite" / "manifest.json").read_text()).values()
    first, later = weight(parts, "isEntry"), weight(parts, "isDynamicEntry")
    name = "panel JavaScript + CSS gzip before the first paint, kB"
    yield Line(name, round(first, 2), 25.0, "<=", f"and {later:.1f} kB of cards and forms, loaded behind it")


def weight(parts: Any, kind: str) -> float:
    """Sum up the kB of one kind of part."""
    files = [file for part in parts if part.get(kind) for file in (part["file"], *part.get("css", ()))]
    return sum(len(gzip.compress((BUILD / file).read_bytes(), 9)) for file in files) / 1000
