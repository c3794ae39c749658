"""The app package holds what Zendesk takes, nothing else, the same bytes each time."""

import json
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "zendesk_app"))

import package  # noqa: E402 - a script beside the app, not a package of ours


def test_the_package_is_the_same_each_time_and_holds_nothing_else(tmp_path: Path) -> None:
    first, second = package.write(tmp_path / "one"), package.write(tmp_path / "two")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert sorted(archive.namelist()) == [
            "assets/icon_nav_bar.svg",
            "assets/logo-small.png",
            "assets/logo.png",
            "manifest.json",
            "translations/en.json",
        ]


def test_the_manifest_asks_for_signed_pages_at_the_configured_backend() -> None:
    manifest = json.loads((ROOT / "manifest.json").read_text())
    sidebar = manifest["location"]["support"]["ticket_sidebar"]
    assert sidebar["url"] == "{{setting.backend_url}}/sidebar"
    assert sidebar["signed"] is True
    board = manifest["location"]["support"]["nav_bar"]
    assert (board["url"], board["signed"]) == ("{{setting.backend_url}}/board", True)
    assert [one["name"] for one in manifest["parameters"]] == ["backend_url"]
    words = json.loads((ROOT / "zendesk_app" / "translations" / "en.json").read_text())
    assert words["app"]["name"]
    assert set(words["app"]["parameters"]) == {"backend_url"}
