"""Checking a handbook and trying its cases, without a database and without a start."""

from pathlib import Path

import pytest

from backend.__main__ import main

CASES = Path(__file__).parents[3] / "docs" / "handbook_cases.yml"
Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _no_overrides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HANDBOOK_OVERRIDES", raising=False)


def written(folder: Path, text: str, name: str = "ours.yml") -> str:
    file = folder / name
    file.write_text(text)
    return str(file)


def test_a_file_without_a_fault_is_called_so(tmp_path: Path, capsys: Said) -> None:
    assert main(["handbook", "check", written(tmp_path, "star: {minimum_age_minutes: 45}")]) == 0
    assert "no fault" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("pagerduty: {titles: {emergency: E}}", "ours.yml:1: pagerduty.titles.emergency", id="rule"),
        pytest.param("star: {hours: [1]}", "ours.yml:1: star.hours", id="type"),
        pytest.param("star:\r\n  hours: night\r\n", "ours.yml:2: star.hours: there is no schedule", id="windows"),
        pytest.param("star:\n\thours: amer\n", "ours.yml:2: not valid YAML", id="tab"),
        pytest.param("star: &a {hours: amer}\nsla: *a\n", "aliases are not used", id="alias"),
        pytest.param("star: &a [*a]\n", "aliases are not used", id="cycle"),
        pytest.param("star: {hours: amer}\nstar: {hours: emea}", "stands here twice", id="twice"),
        pytest.param("#" * 10_000_000, "is larger than 1024 kB", id="ten-megabytes"),
    ],
)
def test_each_fault_is_one_line_and_the_status_is_1(tmp_path: Path, capsys: Said, text: str, expected: str) -> None:
    assert main(["handbook", "check", written(tmp_path, text)]) == 1
    assert expected in capsys.readouterr().err


def test_our_own_cases_hold(capsys: Said) -> None:
    assert main(["handbook", "test", str(CASES)]) == 0
    assert "9 of 9 cases hold" in capsys.readouterr().out


def test_a_case_that_does_not_hold_says_what_came_instead(tmp_path: Path, capsys: Said) -> None:
    overrides = written(tmp_path, "emergency: {wide_scopes: [most]}")
    assert main(["handbook", "test", str(CASES), "--handbook", overrides]) == 1
    said = capsys.readouterr()
    assert "failed: Premium, production down for everybody: verdict is needs_info, expected emergency" in said.err
    assert "8 of 9 cases hold" in said.out


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        pytest.param("answers: {weather: yes}", "weather: there is no such question", id="question"),
        pytest.param("ticket: {form: paper}", "there is no form 'paper'", id="form"),
    ],
)
def test_a_case_about_what_the_handbook_does_not_hold_fails(
    tmp_path: Path, capsys: Said, case: str, expected: str
) -> None:
    text = f"cases:\n  - name: N\n    moment: 2026-03-04T18:00:00Z\n    {case}\n    expect: {{}}\n"
    assert main(["handbook", "test", written(tmp_path, text)]) == 1
    assert expected in capsys.readouterr().err


def test_a_file_of_cases_with_a_fault_is_named_by_line(tmp_path: Path) -> None:
    text = "cases:\n  - name: N\n    moment: 2026-03-04T18:00:00\n    expect: {verdct: emergency}\n"
    faults = str(main(["handbook", "test", written(tmp_path, text)])).splitlines()
    assert [fault.rsplit("/", 1)[1].split(": ")[1] for fault in faults] == ["cases.0.moment", "cases.0.expect.verdct"]
