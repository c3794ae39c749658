"""The documentation keeps up: every handbook key, every setting, every metric and every link stands and is true."""

import re
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel

from backend.handbook.model.handbook import Handbook
from backend.handbook.model.scalars import Section
from backend.settings import Settings
from backend.telemetry.metrics import COUNTED

ROOT = Path(__file__).parents[2]
PAGES = sorted([*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md")])


def keys(model: type[BaseModel], above: str = "") -> Iterator[str]:
    """List the keys of the handbook as docs/handbook.md writes them."""
    for name, field in model.model_fields.items():
        yield from below(field.annotation, f"{above}{name}")


def below(kind: Any, path: str) -> Iterator[str]:
    inner = get_args(kind)
    if isinstance(kind, type) and issubclass(kind, Section):
        yield from keys(kind, f"{path}.")
    elif get_origin(kind) is Mapping:
        yield from below(inner[1], f"{path}.*")
    elif get_origin(kind) is tuple and isinstance(inner[0], type) and issubclass(inner[0], Section):
        yield from keys(inner[0], f"{path}[].")
    elif get_origin(kind) in {types.UnionType, typing.Union} and (held := [one for one in inner if is_section(one)]):
        yield from below(held[0], path)
    else:
        yield path


def is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Section)


def first_column(page: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs" / page).read_text(), re.MULTILINE)


def test_the_handbook_reference_names_every_key_once_and_no_other() -> None:
    named, there = first_column("handbook.md"), set(keys(Handbook))
    assert len(named) == len(set(named))
    assert there - set(named) == set(), "add them to docs/handbook.md"
    assert set(named) - there == set(), "take them out of docs/handbook.md"


def test_the_settings_table_names_every_variable_and_its_default() -> None:
    of_gunicorn = dict(
        re.findall(r'os\.environ\.get\("([A-Z_]+)", "([^"]+)"\)', (ROOT / "gunicorn.conf.py").read_text())
    )
    of_backend = {field.alias: field for field in Settings.model_fields.values()}
    assert set(first_column("settings.md")) == of_backend.keys() | of_gunicorn.keys()
    page = (ROOT / "docs" / "settings.md").read_text()
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \|.*\| (.*) \|$", page, re.MULTILINE))
    for name, field in of_backend.items():
        assert (rows[name or ""] == "required") == field.is_required(), name
        if isinstance(field.default, str | int | float) and name != "ZAF_SDK_URL":
            assert (
                rows[name or ""] == f"`{field.default:g}`" if isinstance(field.default, float) else f"`{field.default}`"
            ), name
    for name, default in of_gunicorn.items():
        assert rows[name] == f"`{default}`", name


def test_every_series_is_described() -> None:
    text = (ROOT / "docs" / "operations.md").read_text() + (ROOT / "backend" / "web" / "metrics.py").read_text()
    for series in COUNTED:
        for metric in series.collect():
            assert metric.name in text, metric.name
    for name in re.findall(r'"(oncall_[a-z_]+)"', (ROOT / "backend" / "web" / "metrics.py").read_text()):
        assert name in (ROOT / "docs" / "operations.md").read_text(), name


def test_every_alert_rests_on_a_series_that_there_is_and_leads_to_a_page_that_there_is() -> None:
    rules = (ROOT / "ops" / "alerts.yml").read_text()
    code = (ROOT / "backend" / "web" / "metrics.py").read_text()
    code += (ROOT / "backend" / "telemetry" / "metrics.py").read_text()
    for name in set(re.findall(r"\b(oncall_[a-z_]+)", rules)):
        assert re.sub(r"_(total|count|bucket|sum)$", "", name) in code, name
    for page, anchor in re.findall(r"runbook: (\S+)#(\S+)", rules):
        assert anchor in anchors((ROOT / page).read_text()), anchor


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path) if path else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked.read_text()), target


def anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles}
