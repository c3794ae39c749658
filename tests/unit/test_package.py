"""The app package holds what Zendesk takes, nothing else, the same bytes each time.

The rules are Zendesk's: developer.zendesk.com, "Manifest reference" and "App requirements".
"""

import json
import os
import stat
import struct
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "zendesk_app"))

import package  # noqa: E402 - a script beside the app, not a package of ours

MEMBERS = [
    "assets/icon_nav_bar.svg", "assets/logo-small.png", "assets/logo.png", "manifest.json", "translations/en.json",
]  # fmt: skip
LOCATIONS_WITH_ICON = {"top_bar", "nav_bar", "system_top_bar"}
PARAMETER_TYPES = {"text", "checkbox", "url", "number", "multiline", "hidden", "oauth"}
PARAMETER_KEYS = {"name", "type", "required", "default", "secure", "scopes"}
MANIFEST_KEYS = {
    "author", "defaultLocale", "frameworkVersion", "location", "version", "private", "signedUrls", "parameters",
    "domainWhitelist",
}  # fmt: skip


def no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len(dict(pairs)) == len(pairs), f"a key stands twice among {[key for key, _ in pairs]}"
    return dict(pairs)


@pytest.fixture
def archive(tmp_path: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(package.write(tmp_path))


@pytest.fixture
def manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(archive.read("manifest.json"), object_pairs_hook=no_key_twice)
    return found


@pytest.fixture
def words(archive: zipfile.ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(archive.read("translations/en.json"), object_pairs_hook=no_key_twice)
    return found


def test_the_package_is_the_same_each_time(tmp_path: Path) -> None:
    first = package.write(tmp_path / "one").read_bytes()
    # Another process, another time zone, another mask, and files that were touched since.
    for name in MEMBERS:
        os.utime(package.members()[name])
    code = "import os, pathlib, sys; os.umask(0o077); import package; package.write(pathlib.Path(sys.argv[1]))"
    elsewhere = {**os.environ, "TZ": "Asia/Tokyo", "PYTHONPATH": str(ROOT / "zendesk_app")}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "two")], env=elsewhere, check=True)
    (second,) = (tmp_path / "two").iterdir()
    assert second.read_bytes() == first


def test_it_holds_manifest_translations_and_assets_and_nothing_else(archive: zipfile.ZipFile) -> None:
    assert sorted(archive.namelist()) == MEMBERS
    for entry in archive.infolist():
        assert stat.S_ISREG(entry.external_attr >> 16) or stat.S_IFMT(entry.external_attr >> 16) == 0, "no symlinks"
        assert not entry.filename.endswith((".zip", ".gz", ".tar", ".jar")), "no archives inside"
        assert not entry.filename.startswith("/")
        assert ".." not in entry.filename
    assert "zcli.apps.config.json" not in archive.namelist(), "it holds secrets"


def test_what_lies_about_stays_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, names in {
        "translations": ("en.json", ".DS_Store", "en.json~"),
        "assets": ("logo.png", "logo.svg"),
    }.items():
        (tmp_path / folder).mkdir()
        for name in names:
            (tmp_path / folder / name).write_text("{}")
    monkeypatch.setattr(package, "APP", tmp_path)
    listed = ["assets/icon_nav_bar.svg", "assets/logo.png", "manifest.json", "translations/en.json"]
    assert sorted(package.members()) == listed


def test_its_name_carries_the_version_of_everything_else(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert manifest["version"] == project["version"]
    assert Path(str(archive.filename)).name == f"support-on-call-{manifest['version']}.zip"


def test_the_manifest_says_what_zendesk_wants_to_know(manifest: dict[str, Any]) -> None:
    assert set(manifest) <= MANIFEST_KEYS, "a key that Zendesk does not know is a typo"
    assert set(manifest["author"]) == {"name", "email", "url"}
    assert manifest["defaultLocale"] == "en"
    assert manifest["frameworkVersion"] == "2.0"
    assert manifest["private"] is True
    assert "noTemplate" not in manifest


def test_sidebar_and_board_load_signed_from_the_configured_backend(manifest: dict[str, Any]) -> None:
    assert set(manifest["location"]) == {"support"}
    places = manifest["location"]["support"]
    assert set(places) == {"ticket_sidebar", "nav_bar"}
    icons = {f"assets/icon_{place}.svg" for place in set(places) & LOCATIONS_WITH_ICON}
    assert icons <= set(MEMBERS), "these need an icon"
    assert places["nav_bar"] == {"url": "{{setting.backend_url}}/board", "signed": True}
    sidebar = places["ticket_sidebar"]
    assert sidebar == {
        "url": "{{setting.backend_url}}/sidebar", "signed": True, "autoHide": False, "flexible": True,
    }  # fmt: skip


def test_each_parameter_is_of_a_kind_that_zendesk_takes(manifest: dict[str, Any]) -> None:
    assert [one["name"] for one in manifest["parameters"]] == ["backend_url"]
    for one in manifest["parameters"]:
        assert set(one) <= PARAMETER_KEYS
        assert one["type"] in PARAMETER_TYPES
        assert not one.get("secure") or one["scopes"]
        assert one["required"] is True


def test_the_words_name_the_app_and_each_parameter(manifest: dict[str, Any], words: dict[str, Any]) -> None:
    assert words["app"]["name"]
    assert set(words["app"]["parameters"]) == {one["name"] for one in manifest["parameters"]}
    for parameter in words["app"]["parameters"].values():
        assert parameter["label"]
        assert parameter["helpText"]


@pytest.mark.parametrize(("name", "side"), [("assets/logo.png", 320), ("assets/logo-small.png", 128)])
def test_the_logos_have_the_sizes_that_zendesk_shows(archive: zipfile.ZipFile, name: str, side: int) -> None:
    image = archive.read(name)
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", image[16:24]) == (side, side)
