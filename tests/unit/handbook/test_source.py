"""The packaged file itself can be broken too; then the place is in it."""

from pathlib import Path

import pytest

from backend.handbook.loading import loader


def test_a_key_missing_from_the_packaged_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = loader.PACKAGED.read_text(encoding="utf-8")
    broken = tmp_path / "handbook.yml"
    broken.write_text(text.replace("  contact_hours: 48 ", "  # "), encoding="utf-8")
    monkeypatch.setattr(loader, "PACKAGED", broken)
    line = next(n for n, each in enumerate(text.splitlines(), 1) if each == "feedback:")
    with pytest.raises(loader.HandbookError) as caught:
        loader.load()
    assert str(caught.value) == f"{broken}:{line}: feedback.contact_hours: missing"


@pytest.mark.parametrize("table", ["verdicts", "questions"])
def test_a_closed_table_must_be_complete(table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"verdicts": "    exception:   ", "questions": "    unusable:"}[table]
    text = loader.PACKAGED.read_text(encoding="utf-8")
    lines = text.splitlines()
    at = next(n for n, each in enumerate(lines) if each.startswith(row))
    del lines[at : at + (1 if table == "verdicts" else 3)]
    broken = tmp_path / "handbook.yml"
    broken.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(loader, "PACKAGED", broken)
    with pytest.raises(loader.HandbookError, match=rf"emergency\.{table}\.{row.strip(' :')}: missing"):
        loader.load()
