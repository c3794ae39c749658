"""Life and clock of a STAR, whoever opened it."""

from datetime import timedelta

import pytest

from backend.domain.issues import Account, IssueRef
from backend.domain.star.lifecycle import (
    clock_level,
    drivers,
    due_at,
    initiator,
    initiator_account,
    open_star,
    recently_closed,
    star_state,
    ticket_star_state,
    untouched,
    urgency,
    urgency_label,
)
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
from tests.unit.domain.makers import NOW, issue

UNSTARRED = frozenset({"unstarred"})
BOSS, KIM = Account(1, "Boss"), Account(2, "kim")


@pytest.mark.parametrize(
    ("changes", "acknowledged", "expected"),
    [
        pytest.param({}, False, "submitted", id="new"),
        pytest.param({}, True, "acknowledged", id="acknowledged"),
        pytest.param({"assignee": "kim"}, False, "in_progress", id="assigned"),
        pytest.param({"assignee": "kim"}, True, "in_progress", id="assigned-and-acknowledged"),
        pytest.param({"labels": UNSTARRED}, False, "submitted", id="label-on-an-open-issue"),
        pytest.param({"closed": True, "assignee": "kim"}, True, "resolved", id="closed"),
        pytest.param({"closed": True, "labels": UNSTARRED}, True, "unstarred", id="closed-with-label"),
        pytest.param({"closed": True, "moved_to_id": 77}, True, "moved", id="moved"),
        pytest.param({"closed": True, "duplicate_of": IssueRef(3, 4)}, True, "moved", id="duplicate"),
        pytest.param({"assignee": "Boss"}, False, "submitted", id="assigned-to-a-manager"),
        pytest.param({"assignee": "boss"}, True, "acknowledged", id="acknowledged-by-a-manager"),
        pytest.param({"assignees": (BOSS, KIM)}, False, "in_progress", id="a-manager-and-an-engineer"),
    ],
)
def test_state(changes: dict[str, object], acknowledged: bool, expected: str, handbook: Handbook) -> None:
    assert star_state(issue(**changes), acknowledged, handbook, {"boss"}) == expected


def test_all_assignees_but_managers_drive_it() -> None:
    assert drivers(issue(assignees=(BOSS, KIM, Account(3, "lee"))), {"boss"}) == ("kim", "lee")
    assert drivers(issue(assignee="kim")) == ("kim",)
    assert drivers(issue()) == ()


def closed(iid: int, days_ago: float, **changes: object) -> object:
    return issue(iid=iid, closed=True, closed_at=NOW - timedelta(days=days_ago), **changes)


def unstarred_at(days_ago: float) -> object:
    """Make a closed issue of which GitLab does not say when it was closed."""
    return issue(iid=9, closed=True, updated_at=NOW - timedelta(days=days_ago), labels=UNSTARRED)


@pytest.mark.parametrize(
    ("issues", "expected"),
    [
        pytest.param([], "none", id="no-issue"),
        pytest.param([closed(9, 1), issue(iid=2)], "submitted", id="open-beats-closed"),
        pytest.param([issue(iid=5, assignee="kim"), issue(iid=3)], "acknowledged", id="oldest-open"),
        pytest.param([closed(1, 1, labels=UNSTARRED), closed(2, 2)], "unstarred", id="latest-closed"),
        pytest.param([closed(2, 2), closed(1, 1, labels=UNSTARRED)], "unstarred", id="latest-closed-in-any-order"),
        pytest.param([closed(1, 2, updated_at=NOW), unstarred_at(1)], "unstarred", id="closed-at-no-known-time"),
        pytest.param([closed(1, 2), unstarred_at(3)], "resolved", id="changed-before-the-other-closed"),
        pytest.param([closed(1, 30)], "resolved", id="30-days"),
        pytest.param([closed(1, 30.1)], "none", id="long-ago"),
    ],
)
def test_state_of_a_ticket(issues: list[object], expected: str, handbook: Handbook) -> None:
    assert ticket_star_state(issues, {3}, handbook, NOW) == expected  # type: ignore[arg-type]


def test_the_closing_time_counts_and_not_later_edits(handbook: Handbook) -> None:
    edited_since = issue(closed=True, closed_at=NOW - timedelta(days=31), updated_at=NOW)
    assert not recently_closed(edited_since, handbook, NOW)


def test_without_a_closing_time_the_last_change_counts(handbook: Handbook) -> None:
    old = issue(closed=True, updated_at=NOW - timedelta(days=31))
    assert not recently_closed(old, handbook, NOW)
    assert not recently_closed(issue(), handbook, NOW)


@pytest.mark.parametrize(
    ("labels", "description", "expected"),
    [
        pytest.param({"Urgency::Urgent"}, "", "urgent", id="scoped-label"),
        pytest.param({"STAR::Timely"}, "", "timely", id="star-label"),
        pytest.param({"urgency: not urgent"}, "", "not_urgent", id="plain-label"),
        pytest.param({"Urgent"}, "", None, id="bare-label"),
        pytest.param(set(), "Hi\nUrgency: Timely\nThanks", "timely", id="line"),
        pytest.param(set(), "- **Urgency:** Not Urgent\r\n", "not_urgent", id="bold-line"),
        pytest.param(set(), "**Urgency**: `urgent`", "urgent", id="code"),
        pytest.param(set(), "Urgency: Timely (1 hour)", "timely", id="remark"),
        pytest.param(set(), "Urgency: not_urgent", "not_urgent", id="value"),
        pytest.param(set(), "Urgency: urgently needed", None, id="longer-word"),
        pytest.param(set(), "> Urgency: Urgent\nUrgency: Timely", "timely", id="not-from-a-quote"),
        pytest.param(set(), "Urgency: ?\nUrgency: Urgent", "urgent", id="first-that-means-something"),
        pytest.param({"Urgency::Timely"}, "Urgency: Urgent", "timely", id="label-beats-line"),
        pytest.param(set(), "no word of it", None, id="none"),
    ],
)
def test_urgency(labels: set[str], description: str, expected: str | None, handbook: Handbook) -> None:
    assert urgency(issue(labels=frozenset(labels), description=description), handbook) == expected


@pytest.mark.parametrize(("word", "minutes"), [("Not Urgent", 120), ("Timely", 60), ("Urgent", 30)])
def test_due(word: str, minutes: int, handbook: Handbook) -> None:
    star = issue(description=f"Urgency: {word}")
    assert due_at(star, handbook) == NOW + timedelta(minutes=minutes)


def test_no_urgency_or_closed_is_no_clock(handbook: Handbook) -> None:
    for star in (issue(), issue(description="Urgency: Urgent", closed=True)):
        assert due_at(star, handbook) is None
        assert clock_level(star, handbook, NOW + timedelta(days=1)) == "calm"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "calm"), (45 * 60 - 1, "calm"), (45 * 60, "amber"), (60 * 60, "amber"), (60 * 60 + 1, "red")],
)
def test_colours(seconds: int, expected: str, handbook: Handbook) -> None:
    star = issue(description="Urgency: Timely")
    assert clock_level(star, handbook, NOW + timedelta(seconds=seconds)) == expected


@pytest.mark.parametrize(
    ("author", "description", "expected"),
    [
        pytest.param("jane", "Requested by: @kim", "jane", id="a-person-is-the-initiator"),
        pytest.param("talbot", "Requested by: @kim", "talbot", id="a-name-that-ends-in-bot"),
        pytest.param("star-bot", "Requested by: @kim", "kim", id="bot"),
        pytest.param("project_12_bot_ab", "**Requested by:** @kim.li, thanks", "kim.li", id="bold"),
        pytest.param("star-bot", "- Requested by @kim\r\n", "kim", id="no-colon"),
        pytest.param("star-bot", "Requested by: Kim Li", "Kim Li", id="a-name"),
        pytest.param("star-bot", "> Requested by: @eve\nRequested by: @kim", "kim", id="not-from-a-quote"),
        pytest.param("star-bot", "__Requested by__: @_kim", "_kim", id="underscores"),
        pytest.param("star-bot", "Requested by:" + " *" * 50_000, None, id="nothing-but-filling"),
        pytest.param("star-bot", "Requested bytes: 5", None, id="other-word"),
        pytest.param("star-bot", "", None, id="bot-alone"),
    ],
)
def test_initiator(author: str, description: str, expected: str | None, handbook: Handbook) -> None:
    assert initiator(issue(author=author, description=description), handbook) == expected


@pytest.mark.parametrize(
    ("author", "description", "asked", "account"),
    [
        pytest.param("jane", "Requested by: @kim", "jane", "jane", id="a-person-asks-for-themselves"),
        pytest.param("star-bot", "Requested by: @kim, please", "kim", "kim", id="mentioned"),
        pytest.param("star-bot", "**Requested by:** `@kim`\n", "kim", "kim", id="dressed-up"),
        pytest.param("star-bot", "* requested by @kim.x.", "kim.x", "kim.x", id="an-end-of-a-sentence"),
        pytest.param("star-bot", "Requested by: Kim Lee *", "Kim Lee", None, id="only-a-name"),
        pytest.param("star-bot", "STAR", None, None, id="nobody-named"),
    ],
)
def test_who_asked(author: str, description: str, asked: str | None, account: str | None, handbook: Handbook) -> None:
    of = issue(author=author, description=description)
    assert (initiator(of, handbook), initiator_account(of, handbook)) == (asked, account)


def test_an_issue_without_an_author_has_no_account(handbook: Handbook) -> None:
    assert initiator_account(issue(author=""), handbook) is None


OWN_URGENCIES = """
star:
  urgencies:
    timely: null
    urgent_now: {label: Urgent now, minutes: 10, impact: high}
"""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Urgent now (10 min)", "urgent_now", id="one-of-ours-before-the-shorter-one"),
        pytest.param("urgent", "urgent", id="the-shorter-one"),
        pytest.param("Timely", None, id="one-that-was-taken-out"),
    ],
)
def test_urgencies_come_and_go_by_the_handbook(written: str, expected: str | None, changed: Changed) -> None:
    assert urgency(issue(description=f"Urgency: {written}"), changed(OWN_URGENCIES)) == expected
    label = urgency_label(issue(description=f"Urgency: {written}"), changed(OWN_URGENCIES))
    assert label == {"urgent_now": "Urgent now", "urgent": "Urgent"}.get(str(expected))


def test_the_oldest_open_star_of_a_ticket_is_the_one() -> None:
    feedback, ended = issue("feedback", iid=1), issue(iid=2, closed=True)
    assert open_star([issue(iid=4), feedback, ended, issue(iid=3)]) == issue(iid=3)
    assert open_star([feedback, ended]) is None


def test_a_manager_who_has_the_ticket_s_star_only_looks_at_it(handbook: Handbook) -> None:
    assert ticket_star_state([issue(iid=1, assignee="boss")], {1}, handbook, NOW, {"boss"}) == "acknowledged"
    assert ticket_star_state([issue(iid=1, assignee="boss")], {1}, handbook, NOW) == "in_progress"


def test_of_two_urgencies_that_fit_the_longer_one_is_meant(changed: Changed) -> None:
    own = changed("star: {urgencies: {a_very: {label: Urgent very, minutes: 5, impact: high}}}")
    assert urgency(issue(description="Urgency: Urgent very much"), own) == "a_very"


@pytest.mark.parametrize("name", ["Xenia Xu", "@xaver.x", "@x"])
def test_only_signs_are_taken_off_a_name(name: str, handbook: Handbook) -> None:
    asked = issue(author="star-bot", description=f"Requested by: {name}")
    assert initiator(asked, handbook) == name.removeprefix("@")


@pytest.mark.parametrize(
    ("changes", "acknowledged", "acknowledged_then", "assigned_then", "expected"),
    [
        pytest.param({}, False, False, [], True, id="as-it-was"),
        pytest.param({"assignee": "kim"}, True, True, ["kim"], True, id="as-it-was-with-somebody"),
        pytest.param({"assignee": "kim"}, True, True, None, True, id="who-had-it-is-not-written-down"),
        pytest.param({"assignee": "kim"}, True, True, [], False, id="assigned-since"),
        pytest.param({}, True, True, ["kim"], False, id="taken-from-somebody-since"),
        pytest.param({}, True, False, [], False, id="acknowledged-since"),
        pytest.param({}, False, True, [], False, id="no-longer-acknowledged"),
        pytest.param({"closed": True}, False, False, [], False, id="closed-since"),
        pytest.param({"closed": True}, False, False, None, False, id="closed-since-and-not-written-down"),
    ],
)
def test_whether_anybody_has_touched_it_since(
    changes: dict[str, object],
    acknowledged: bool,
    acknowledged_then: bool,
    assigned_then: list[str] | None,
    expected: bool,
) -> None:
    assert untouched(issue(**changes), acknowledged, acknowledged_then, assigned_then) is expected
