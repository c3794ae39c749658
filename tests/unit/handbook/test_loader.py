"""Overrides are laid over the handbook, and every mistake in them is named with file, line and key."""

from collections.abc import Callable
from pathlib import Path

import pytest

from backend.handbook.loading.faults import HandbookError
from backend.handbook.loading.loader import load
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed

from .conftest import Faults


def test_an_empty_file_changes_nothing(changed: Changed) -> None:
    assert changed("# nothing yet\n") == load()


def test_mappings_merge_and_all_else_replaces(changed: Changed) -> None:
    handbook = changed(
        """
star: {urgencies: {timely: {minutes: 45}}}
gitlab: {labels: {resolution: [Escalation::Other]}}
"""
    )
    assert handbook.star.urgencies["timely"].minutes == 45
    assert handbook.star.urgencies["timely"].label == "Timely"
    assert handbook.gitlab.labels.resolution == ("Escalation::Other",)


def test_the_handbook_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load().star.hours = "amer"  # type: ignore[misc]


def test_yes_is_a_word_and_an_hour_is_a_text(changed: Changed) -> None:
    handbook = changed("emergency: {prefill: [{tag: vip_page, question: production, answer: no}]}")
    assert handbook.emergency.prefill[0].answer == "no"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "star:\n  urgencys: {}\n", "overrides.yml:2: star.urgencys: unknown key, perhaps urgencies", id="typo"
        ),
        pytest.param("sttar: {}\n", "overrides.yml:1: sttar: unknown key, perhaps star", id="typo-at-the-top"),
        pytest.param(
            "pagerduty:\n  minutes:\n    first_reply: thirty\n",
            "overrides.yml:3: pagerduty.minutes.first_reply: Input should be a valid integer",
            id="word-for-number",
        ),
        pytest.param(
            'pagerduty: {minutes: {first_reply: "30"}}',
            "overrides.yml:1: pagerduty.minutes.first_reply: Input should be a valid integer",
            id="quoted-number",
        ),
        pytest.param(
            "zendesk: {us_government_instance: yes}",
            "overrides.yml:1: zendesk.us_government_instance: Input should be a valid boolean",
            id="yes-is-no-switch",
        ),
        pytest.param(
            "star:\n  hours: amer\n  hours: emea\n", "overrides.yml:3: star.hours: stands here twice", id="twice"
        ),
        pytest.param(
            "hours:\n  schedules:\n    nordic: {name: Nordic, zone: Europe/Oslo}\n",
            "overrides.yml:3: hours.schedules.nordic.open: missing",
            id="missing-key",
        ),
        pytest.param(
            "star:\n  hours:\n",
            "overrides.yml:2: star.hours: missing",
            id="emptied",
        ),
        pytest.param("star: [\n", "overrides.yml:2: not valid YAML: ", id="syntax"),
        pytest.param("- star\n", "overrides.yml:1: must be a mapping of sections at the top", id="list"),
        pytest.param("a: &x [*x]\n", "overrides.yml:1: a.0: aliases are not used here", id="endless"),
        pytest.param("a: &x 1\nb: *x\n", "overrides.yml:2: b: aliases are not used here", id="alias"),
        pytest.param("star: {? [a]: 1}\n", "overrides.yml:1: star: a key must be a plain word", id="list-key"),
        pytest.param("star: \0\n", "overrides.yml:1: not valid YAML: ", id="nul"),
        pytest.param(
            "hours: {schedules: {amer: {zone: Mars/North}}}",
            "overrides.yml:1: hours.schedules.amer.zone: no time zone is called 'Mars/North'",
            id="zone",
        ),
        pytest.param(
            "hours: {schedules: {amer: {open: [Mon 5-17]}}}",
            "overrides.yml:1: hours.schedules.amer.open.0: 'Mon 5-17' is not like",
            id="hours",
        ),
        pytest.param(
            "gitlab: {patterns: {bot_author: '('}}",
            "overrides.yml:1: gitlab.patterns.bot_author: not a valid pattern: ",
            id="pattern",
        ),
        pytest.param(
            "gitlab: {patterns: {ticket: ['#([0-9]+)']}}",
            "overrides.yml:1: gitlab.patterns.ticket.0: the pattern needs a group (?P<ticket>...)",
            id="pattern-without-its-group",
        ),
        pytest.param(
            "pagerduty: {titles: {emergency: 'ZD#{number}'}}",
            "overrides.yml:1: pagerduty.titles.emergency: {number} cannot be filled in here; possible: {ticket}",
            id="placeholder",
        ),
        pytest.param(
            "sla: {soon: {first_reply_minutes: 5, next_reply_minutes: 5}}",
            "overrides.yml:1: sla.soon: Input should be 'urgent', 'high', 'normal' or 'low'",
            id="key-of-a-closed-table",
        ),
    ],
)
def test_names_file_line_and_key(faults: Faults, text: str, expected: str) -> None:
    found = faults(text)
    assert any(fault.startswith(expected) for fault in found), found


def test_all_faults_at_once_in_the_order_of_the_file(faults: Faults) -> None:
    found = faults("star:\n  amber_fraction: 2\n  hours: amer\n  hours: emea\n  form: []\nfeedback:\n  zone: X\n")
    assert [fault.split(": ")[:2] for fault in found] == [
        ["overrides.yml:2", "star.amber_fraction"],
        ["overrides.yml:4", "star.hours"],
        ["overrides.yml:5", "star.form"],
        ["overrides.yml:7", "feedback.zone"],
    ]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(HandbookError, match=r"absent\.yml:1: cannot be read: No such file"):
        load(tmp_path / "absent.yml")


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.yml"
    path.write_bytes(b"star: \xe9\n")
    with pytest.raises(HandbookError, match=r"latin\.yml:1: not valid YAML: "):
        load(path)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        pytest.param("emergency: {matrix: {duo: null}}", lambda book: "duo" not in book.emergency.matrix, id="row"),
        pytest.param(
            "emergency: {never: {docker_hub: ~}}", lambda book: "docker_hub" not in book.emergency.never, id="topic"
        ),
        pytest.param(
            "entitlement: {unpaid_flags: {sub_oss: }}",
            lambda book: "sub_oss" not in book.entitlement.unpaid_flags,
            id="flag",
        ),
        pytest.param("escalation: {over_3h: null}", lambda book: "over_3h" not in book.escalation, id="question"),
        pytest.param("notices: {dedicated: null}", lambda book: "dedicated" not in book.notices, id="notice"),
        pytest.param(
            "star: {licence_outcomes: {expiring: null}}",
            lambda book: "expiring" not in book.star.licence_outcomes,
            id="outcome",
        ),
        pytest.param(
            "emergency: {questions: {degraded: {help: null}}}",
            lambda book: book.emergency.questions["degraded"].help is None,
            id="help",
        ),
    ],
)
def test_null_takes_a_key_out(changed: Changed, text: str, gone: Callable[[Handbook], bool]) -> None:
    assert gone(changed(text))
    assert not gone(load())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("pagerduty: {minutes: null}", "overrides.yml:1: pagerduty.minutes: missing", id="needed"),
        pytest.param(
            "emergency: {matrix: {dou: null}}",
            "overrides.yml:1: emergency.matrix.dou: there is nothing here",
            id="typo",
        ),
        pytest.param(
            "notices: {ours: {order: 1, title: T, text: W}}",
            "overrides.yml:1: notices.ours: nothing in the data switches it on",
            id="notice",
        ),
    ],
)
def test_what_cannot_be_taken_out_or_added_says_why(faults: Faults, text: str, expected: str) -> None:
    found = faults(text)
    assert any(fault.startswith(expected) for fault in found), found


def test_what_is_added_needs_no_code(changed: Changed) -> None:
    handbook = changed(
        """
notices: {ours: {order: 5, title: T, text: W, by_person: true}}
escalation: {board: Does their board ask?}
emergency: {matrix: {runners: {symptom: No runner, emergency_if: all, not_if: one}}, never: {training: Training}}
"""
    )
    assert handbook.notices["ours"].by_person
    assert {"runners": "No runner"}.items() <= handbook.emergency.values("symptom").items()
    assert "board" in handbook.escalation


def test_a_link_has_an_address_or_is_not_shown(changed: Changed, faults: Faults) -> None:
    assert all(link.url and link.url.startswith("https://") for link in load().links.values())
    handbook = changed("links: {swap: {url: ''}, star_process: {url: 'https://handbook.example/star'}}")
    assert handbook.links["swap"].url is None
    assert handbook.links["star_process"].url == "https://handbook.example/star"
    (fault,) = faults("links: {swap: {url: 'javascript:alert(1)'}}")
    assert fault.startswith("overrides.yml:1: links.swap.url")
