"""A manager's way through a STAR, as issue and records tell it."""

import pytest

from backend.domain.issues import Issue
from backend.domain.star.mechanics import Handled, mechanics, next_step, slack_thread, what_next
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
from tests.unit.domain.makers import issue


def done(of: Issue, handled: Handled, handbook: Handbook) -> list[str]:
    return [step.id for step in mechanics(of, handled, handbook, {"boss"}) if step.done]


@pytest.mark.parametrize(
    ("of", "handled", "expected"),
    [
        pytest.param(issue(), Handled(), [], id="new"),
        pytest.param(issue(), Handled(acknowledged=True), ["acknowledge"], id="acknowledged"),
        pytest.param(issue(), Handled(crosslinked=True), ["crosslink"], id="crosslinked"),
        pytest.param(issue(), Handled(ticked=frozenset({"triage"})), ["triage"], id="assessed"),
        pytest.param(issue(), Handled(documented=True), ["document"], id="documented"),
        pytest.param(issue(assignee="ada"), Handled(), ["assign"], id="taken-elsewhere"),
        pytest.param(issue(assignee="Boss"), Handled(), [], id="assigned-to-a-manager"),
        pytest.param(issue(closed=True), Handled(), ["resolve"], id="closed-elsewhere"),
        pytest.param(issue(closed=True, moved_to_id=9), Handled(), [], id="moved"),
        pytest.param(
            issue(closed=True, assignee="ada"),
            Handled(True, True, True, frozenset({"triage"})),
            ["acknowledge", "crosslink", "triage", "assign", "document", "resolve"],
            id="all",
        ),
    ],
)
def test_which_steps_are_done(of: Issue, handled: Handled, expected: list[str], handbook: Handbook) -> None:
    assert done(of, handled, handbook) == expected


def test_the_next_step_is_the_first_that_is_not_done(handbook: Handbook) -> None:
    following = next_step(mechanics(issue(), Handled(acknowledged=True, ticked=frozenset({"triage"})), handbook))
    assert following is not None
    assert following.id == "crosslink"
    assert (
        next_step(
            mechanics(issue(closed=True, assignee="ada"), Handled(True, True, True, frozenset({"triage"})), handbook)
        )
        is None
    )


def test_a_rejection_that_is_half_done_is_what_comes_next(handbook: Handbook) -> None:
    assert what_next(issue(), Handled(), handbook) == "Acknowledge it"
    assert what_next(issue(), Handled(half_rejected="a1"), handbook).startswith("Do the rest of its rejection")
    everything = Handled(True, True, True, frozenset({"triage"}))
    assert what_next(issue(closed=True, assignee="ada"), everything, handbook) == ""


def test_the_steps_name_emoji_channel_and_macro(handbook: Handbook, changed: Changed) -> None:
    steps = {step.id: step for step in mechanics(issue(), Handled(), handbook)}
    assert steps["acknowledge"].slack == ":eyes: on its thread in #support_ticket-attention-requests"
    assert ":green-check-mark:" in (steps["resolve"].slack or "")
    assert "Support::Managers::Escalated Ticket" in steps["crosslink"].text
    other = changed("slack: {emoji: {looking: owl}}\nzendesk: {macros: {escalated_ticket: STAR Escalated}}")
    renamed = {step.id: step for step in mechanics(issue(), Handled(), other)}
    assert (renamed["acknowledge"].slack or "").startswith(":owl:")
    assert "STAR Escalated" in renamed["crosslink"].text


@pytest.mark.parametrize(
    ("description", "thread"),
    [
        ("See https://gitlab.slack.com/archives/C0AB/p1700000000000000 please", "p1700000000000000"),
        ("[thread](https://gitlab.enterprise.slack.com/archives/C0AB/p17?thread_ts=1.2)", "p17?thread_ts=1.2"),
        ("https://gitlab.slack.com.evil.example/archives/C0AB/p1", None),
        ("javascript://gitlab.slack.com/archives/C0AB/p1", None),
        ("no thread", None),
    ],
)
def test_the_thread_that_an_issue_names(description: str, thread: str | None, handbook: Handbook) -> None:
    found = slack_thread(issue(description=description), handbook)
    assert (found is None) if thread is None else (found is not None and found.endswith(thread))


def test_steps_come_and_go_by_the_handbook(changed: Changed) -> None:
    ours = changed("star: {mechanics: {triage: null, tell: {text: Tell the team}}}")
    steps = mechanics(issue(), Handled(ticked=frozenset({"tell", "triage"})), ours)
    assert [one.id for one in steps] == ["acknowledge", "crosslink", "assign", "document", "resolve", "tell"]
    assert [one.id for one in steps if one.done] == ["tell"]
