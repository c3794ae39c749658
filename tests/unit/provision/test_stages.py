"""What the set-up makes do with."""

from pathlib import Path

import pytest

from provision import machine, stages
from provision.stage import StageError


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    def refuse() -> None:
        raise StageError("npm error code ENOTFOUND")

    monkeypatch.setattr(stages, "_unpack_chromium", refuse)
    monkeypatch.setattr("provision.stage.MACHINE", tmp_path)
    monkeypatch.setattr(machine, "STAND_IN_CHROMIUM", tmp_path / "chromium")
    monkeypatch.setattr(machine, "find_postgres", lambda: tmp_path)
    monkeypatch.setattr(machine, "can_stand_in", lambda _: True)
    return monkeypatch


def test_where_no_browser_can_be_fetched_the_machine_s_own_is_taken(
    offline: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offline.setattr(machine, "find_chromium", lambda: Path("/usr/bin/chromium"))
    stages.programs()
    assert "the machine's own is taken" in capsys.readouterr().out


def test_where_there_is_no_browser_at_all_it_ends_and_says_why(offline: pytest.MonkeyPatch) -> None:
    offline.setattr(machine, "find_chromium", lambda: None)
    with pytest.raises(SystemExit, match="could not be reached"):
        stages.programs()
