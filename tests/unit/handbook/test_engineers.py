"""The engineers' file: optional, and its mistakes are named where they stand."""

from pathlib import Path

import pytest

from backend.handbook.loading.faults import HandbookError
from backend.handbook.loading.loader import load_engineers

ADA = """engineers:
  - name: Ada Example
    gitlab: ada
    hours: {name: EMEA, zone: Europe/Amsterdam, open: ["Mon-Fri 09:00-17:00"]}
    skills: [geo]
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "engineers.yml"
    file.write_text(text)
    return file


def test_without_a_file_there_is_nobody() -> None:
    assert load_engineers(None) == ()


def test_the_file_names_who_works_when_and_knows_what(tmp_path: Path) -> None:
    (ada,) = load_engineers(written(tmp_path, ADA))
    assert (ada.gitlab, ada.skills, ada.hours.name) == ("ada", ("geo",), "EMEA")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param(ADA.replace("gitlab:", "gitlap:"), "engineers.yml:3: engineers.0.gitlap: unknown key", id="typo"),
        pytest.param(ADA.replace("Europe/Amsterdam", "Europe/Nowhere"), "no time zone", id="zone"),
        pytest.param(ADA.replace("09:00", "nine"), "is not like", id="hours"),
    ],
)
def test_a_mistake_is_named_where_it_stands(tmp_path: Path, wrong: str, said: str) -> None:
    with pytest.raises(HandbookError, match=r"engineers\.yml") as raised:
        load_engineers(written(tmp_path, wrong))
    assert said in str(raised.value)
