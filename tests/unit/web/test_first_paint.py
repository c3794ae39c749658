"""What the server draws first is as high as what the panel draws after it: nothing moves in between."""

import re
from pathlib import Path

from backend.web.first_paint import FIRST_STYLE

SOURCES = Path(__file__).parents[3] / "zendesk_app" / "src"


def height(style: str, name: str, of: str) -> str:
    found = re.search(rf"\.{name}\s*{{[^}}]*?\b{of}:\s*([^;}}]+)", style)
    assert found, f".{name} has no {of}"
    return found[1].strip()


def test_the_first_bars_are_as_high_as_the_panel_s() -> None:
    skeleton = (SOURCES / "ui" / "Skeleton.css").read_text()
    for name in ("bone", "bone-top"):
        assert height(FIRST_STYLE, name, "height") == height(skeleton, name, "height")
    assert height(FIRST_STYLE, "bone-top", "margin-top") == height(skeleton, "bone-top", "margin-top") == "0"
    top = (SOURCES / "panel" / "top" / "TopLine.css").read_text()
    assert height(skeleton, "bone-top", "height") == height(top, "top", "min-height")
