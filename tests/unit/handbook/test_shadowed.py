"""Words of the process live in the handbook; a copy in en.json would hide what somebody changes there."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from backend.handbook.loading.loader import load

WORDS = Path(__file__).parents[3] / "zendesk_app" / "translations" / "en.json"
HANDBOOK = load()
TABLES: dict[str, set[str]] = {
    "verdict": set(HANDBOOK.emergency.verdicts),
    "urgency": set(HANDBOOK.star.urgencies),
    "notice": set(HANDBOOK.notices),
    "mechanic": set(HANDBOOK.star.mechanics),
    "question": set(HANDBOOK.emergency.questions),
}
# The panel still reads these. The API gives the handbook's words (verdict_titles, the urgencies of the STAR form): each
# goes from here and from en.json as the panel takes them from there; none is added.
STILL_READ = {
    *(f"panel.star.urgency.{urgency}" for urgency in TABLES["urgency"]),
}


def keys(words: Mapping[str, object], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """List the paths of all texts."""
    for name, value in words.items():
        if isinstance(value, Mapping):
            yield from keys(value, (*above, name))
        else:
            yield (*above, *name.split("."))


def shadowed(words: Mapping[str, object]) -> set[str]:
    """List the texts that say again what the handbook says."""
    return {".".join(path) for path in keys(words) if len(path) > 1 and path[-1] in TABLES.get(path[-2], set())}


def test_no_further_word_of_the_handbook_is_said_again() -> None:
    assert shadowed(json.loads(WORDS.read_text())) <= STILL_READ, "take these out of en.json: the handbook says them"


def test_a_word_that_is_said_again_is_found() -> None:
    words = {"board": {"notice": {"dedicated": "Dedicated"}, "title": "Board"}, "panel.verdict.emergency": "Emergency"}
    assert shadowed(words) == {"board.notice.dedicated", "panel.verdict.emergency"}
