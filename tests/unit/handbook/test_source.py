"""The packaged file itself can be broken too; then the place is in it."""

from pathlib import Path

import pytest

from backend.handbook.loading import loader
from backend.handbook.loading.faults import HandbookError


def test_a_key_missing_from_the_packaged_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = loader.PACKAGED.read_text(encoding="utf-8")
    broken = tmp_path / "handbook.yml"
    broken.write_text(text.replace("  contact_hours: 48 ", "  # "), encoding="utf-8")
    monkeypatch.setattr(loader, "PACKAGED", broken)
    line = next(n for n, each in enumerate(text.splitlines(), 1) if each == "feedback:")
    with pytest.raises(HandbookError) as caught:
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
    with pytest.raises(HandbookError, match=rf"emergency\.{table}\.{row.strip(' :')}: missing"):
        loader.load()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            b"star:\r\n  hours: amer\r\n  hours: emea\r\n", ["3: star.hours: stands here twice"], id="windows"
        ),
        pytest.param(b"star:\n\thours: amer\n", ["2: not valid YAML: found character '\\t'"], id="tab"),
        pytest.param("star: {}\n".encode("utf-16"), ["1: not valid YAML: 'utf-8' codec can't decode"], id="utf-16"),
        pytest.param(b"star: {}\n---\nstar: {}\n", ["2: not valid YAML: but found another document"], id="two"),
        pytest.param(b"star: {<<: *base}\n", ["1: not valid YAML: found undefined alias 'base'"], id="undefined-alias"),
        pytest.param(
            b"star: &x\n  forms: *x\n",
            ["2: star.forms: Input should be a valid array", "2: star.forms: aliases are not used here"],
            id="cycle",
        ),
        pytest.param(b"star: " + b"{a: " * 2_000, ["1: not valid YAML: nested too deeply"], id="deep"),
        pytest.param(b"star: '" + b"x" * 10_000_000 + b"'", ["1: is larger than 1024 kB"], id="10-MB"),
        pytest.param(
            b"star: {hours: !!int x}\n",
            ["1: star.hours: Input should be a valid string", "1: star.hours: cannot be read as int"],
            id="no-number",
        ),
        pytest.param(
            b'star: {hours: "\\ud83d"}\n',
            ["1: star.hours: Input should be a valid string", "1: star.hours: cannot be read as str"],
            id="half-a-character",
        ),
    ],
)
def test_whatever_a_file_holds_is_one_clear_line_each(tmp_path: Path, content: bytes, expected: list[str]) -> None:
    file = tmp_path / "ours.yml"
    file.write_bytes(content)
    with pytest.raises(HandbookError) as raised:
        loader.load(file)
    assert len(raised.value.faults) == len(expected)
    for fault, line in zip(raised.value.faults, expected, strict=True):
        assert fault.startswith(f"{file}:{line}")
        assert "\n" not in fault


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    file = tmp_path / "ours.yml"
    file.write_bytes(b"\xef\xbb\xbfstar:\r\n  minimum_age_minutes: 45\r\n")
    assert loader.load(file).star.minimum_age_minutes == 45


def test_many_faults_and_long_keys_are_cut(tmp_path: Path) -> None:
    file = tmp_path / "ours.yml"
    file.write_text("".join(f"{'k' * 1000}{at}: 1\n" for at in range(200)))
    with pytest.raises(HandbookError) as raised:
        loader.load(file)
    assert len(raised.value.faults) == 51
    assert raised.value.faults[-1] == "and 150 more"
    assert max(map(len, raised.value.faults)) <= 400
