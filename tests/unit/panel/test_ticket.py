"""Who is on call, and how far a source can be trusted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.listing import Skipped
from backend.domain.paging.on_call import OnCall
from backend.panel.sources import source_of
from backend.panel.ticket import duty
from backend.store.sources import Skips, SourceRow

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def shift(name: str, start: float | None, end: float | None) -> OnCall:
    return OnCall(
        "manager", name, None if start is None else NOW + start * HOUR, None if end is None else NOW + end * HOUR
    )


@pytest.mark.parametrize(
    ("entries", "name", "until", "following"),
    [
        pytest.param([shift("Ana", -1, 2), shift("Bo", 2, 9)], "Ana", 2, "Bo", id="now-and-next"),
        pytest.param([shift("Ana", -9, 0), shift("Bo", 0, 9)], "Bo", 9, None, id="the-end-itself-is-out"),
        pytest.param(
            [shift("Ana", -1, 2), shift("Ana", 2, 4), shift("Bo", 4, 9)], "Ana", 4, "Bo", id="a-shift-in-two-pieces"
        ),
        pytest.param([shift("Ana", None, None)], "Ana", None, None, id="always-on"),
        pytest.param([shift("Ana", -1, 2)], "Ana", 2, None, id="nobody-next"),
    ],
)
def test_who_is_on_call(entries: list[OnCall], name: str, until: float | None, following: str | None) -> None:
    found = duty(entries, NOW)
    assert found is not None
    assert (found.name, found.until, found.next) == (name, None if until is None else NOW + until * HOUR, following)


def test_nobody_is_on_call() -> None:
    assert duty([], NOW) is None
    assert duty([shift("Ana", 1, 2)], NOW) is None


def row(ago: float | None, error: str | None = None) -> SourceRow:
    return SourceRow("x", None if ago is None else NOW - timedelta(seconds=ago), None, error, None)


@pytest.mark.parametrize(
    ("rows", "complete", "state"),
    [
        pytest.param([row(5), row(9)], True, "fresh", id="fresh"),
        pytest.param([row(5), row(5, "down")], True, "stale", id="failed-since"),
        pytest.param([row(5), row(500)], True, "stale", id="long-ago"),
        pytest.param([row(5), row(-100)], True, "fresh", id="clocks-differ-a-little"),
        pytest.param([row(5), row(-3600)], True, "stale", id="our-clock-was-set-back"),
        pytest.param([row(5), row(None, "down")], True, "unavailable", id="a-part-never-read"),
        pytest.param([row(5)], False, "unavailable", id="a-part-not-read-yet"),
        pytest.param([], False, "unavailable", id="nothing"),
    ],
)
def test_how_far_a_source_can_be_trusted(rows: list[SourceRow], complete: bool, state: str) -> None:
    found = source_of(rows, complete, NOW, timedelta(seconds=60))
    assert found.state == state
    assert found.error == next((one.error for one in rows if one.error), None)


def test_after_a_clock_was_set_back_the_age_is_not_known() -> None:
    assert source_of([row(-3600)], True, NOW, None).as_of is None


def test_what_was_skipped_is_named_beside_the_card_and_the_rest_counts() -> None:
    bad = tuple(Skipped("GitLab", "issue", str(iid), "title", "is missing") for iid in range(4))
    parts = [replace(row(5), skips=Skips(3, bad[:3])), replace(row(5), skips=Skips(9, bad[3:]))]
    found = source_of(parts, True, NOW, timedelta(seconds=60))
    assert found.state == "fresh"
    assert found.skipped == [*(f"GitLab issue {iid}: title is missing" for iid in range(3)), "and 9 more"]
