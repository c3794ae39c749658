"""The clock of a page runs from the page, and the next level's from the last change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.domain.paging.clock import page_clock
from backend.domain.paging.escalation import Escalation, next_escalation
from backend.domain.paging.incident import Holder, Incident, IncidentStatus, MergedInto, PendingAction
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW, incident, ticket

CAME = "The first public reply came 1 min after the page."
ANSWERED = ticket(agent_replies=(NOW + timedelta(minutes=1),))


@pytest.mark.parametrize(
    ("minutes", "level", "words"),
    [
        pytest.param(0, "calm", "in 10 min", id="new"),
        pytest.param(9, "calm", "in 1 min", id="nine"),
        pytest.param(10, "amber", "seniors in 5 min", id="ten"),
        pytest.param(14, "amber", "seniors in 1 min", id="fourteen"),
        pytest.param(15, "red", "tells of nobody", id="fifteen"),
    ],
)
def test_nobody_acknowledged(minutes: int, level: str, words: str, handbook: Handbook) -> None:
    clock = page_clock(incident(), ticket(), handbook, NOW + timedelta(minutes=minutes))
    assert (clock.level, clock.minutes_since_triggered) == (level, minutes)
    assert words in clock.because
    assert clock.minutes_since_acknowledged is None


@pytest.mark.parametrize(
    ("minutes", "level", "words"),
    [
        pytest.param(5, "calm", "due in 25 min", id="early"),
        pytest.param(20, "amber", "due in 10 min", id="twenty"),
        pytest.param(30, "amber", "due in under 1 min", id="thirty"),
        pytest.param(31, "red", "1 min late", id="late"),
    ],
)
def test_acknowledged_without_a_reply(minutes: int, level: str, words: str, handbook: Handbook) -> None:
    paged = incident(status="acknowledged", acknowledged_at=NOW + timedelta(minutes=4))
    clock = page_clock(paged, ticket(), handbook, NOW + timedelta(minutes=minutes))
    assert (clock.level, clock.minutes_since_acknowledged) == (level, minutes - 4)
    assert words in clock.because
    assert clock.first_reply_due_at == NOW + timedelta(minutes=30)


def test_the_first_reply_after_the_page_ends_the_clock(handbook: Handbook) -> None:
    replies = tuple(NOW + timedelta(minutes=minutes) for minutes in (-60, 0, 12, 20))
    paged = incident(status="acknowledged", acknowledged_at=NOW)
    clock = page_clock(paged, ticket(agent_replies=replies), handbook, NOW + timedelta(hours=2))
    assert (clock.level, clock.first_replied_at) == ("calm", NOW + timedelta(minutes=12))
    assert clock.because == "The first public reply came 12 min after the page."


def test_a_late_reply_is_called_late(handbook: Handbook) -> None:
    paged = incident(status="acknowledged", acknowledged_at=NOW)
    on_time = ticket(agent_replies=(NOW + timedelta(minutes=30),))
    assert "late" not in page_clock(paged, on_time, handbook, NOW + timedelta(hours=1)).because
    late = ticket(agent_replies=(NOW + timedelta(minutes=31),))
    assert "late" in page_clock(paged, late, handbook, NOW + timedelta(hours=1)).because


def test_a_reply_does_not_silence_an_unacknowledged_page(handbook: Handbook) -> None:
    replied = ticket(agent_replies=(NOW + timedelta(minutes=1),))
    assert page_clock(incident(), replied, handbook, NOW + timedelta(minutes=15)).level == "red"


def test_a_late_reply_does_not_hide_that_nobody_holds_the_page(handbook: Handbook) -> None:
    clock = page_clock(incident(), ticket(), handbook, NOW + timedelta(minutes=35))
    assert clock.level == "red"
    assert clock.because.startswith("Nobody has acknowledged it for 35 min.")
    assert clock.because.endswith("The first public reply is 5 min late.")


def test_that_a_reply_is_not_known_is_said_of_a_page_that_nobody_holds(handbook: Handbook) -> None:
    because = page_clock(incident(), None, handbook, NOW + timedelta(minutes=11)).because
    assert because.startswith("Nobody has acknowledged it for 11 min.")
    assert because.endswith("Whether the customer has had a reply is not known. The first one is due in 19 min.")


def test_a_page_that_nobody_holds_has_its_reply_clock_though_that_does_not_press(handbook: Handbook) -> None:
    held = "Nobody has acknowledged it for 12 min. PagerDuty goes to the seniors in 3 min."
    later = NOW + timedelta(minutes=12)
    due = page_clock(incident(), ticket(), handbook, later)
    assert (due.level, due.because) == ("amber", f"{held} The first public reply is due in 18 min.")
    assert page_clock(incident(), ANSWERED, handbook, later).because == f"{held} {CAME}"


def test_a_page_of_the_backup_pool_waits_for_no_reply(handbook: Handbook) -> None:
    def said(status: IncidentStatus) -> tuple[str, str]:
        clock = page_clock(incident("5", status, key="zendesk-5-backup-pool"), ticket(), handbook, later)
        return clock.level, clock.because

    later = NOW + timedelta(minutes=40)
    assert said("acknowledged") == ("calm", "Somebody of the backup pool has it.")
    assert (
        said("triggered")[1] == "Nobody has acknowledged it for 40 min. PagerDuty tells of nobody whom it goes to next."
    )


def test_without_the_ticket_a_reply_is_not_called_late(handbook: Handbook) -> None:
    paged = incident(status="acknowledged", acknowledged_at=NOW)
    clock = page_clock(paged, None, handbook, NOW + timedelta(hours=1))
    assert (clock.level, clock.first_replied_at) == ("amber", None)
    assert clock.because.endswith("a reply is not known. The first one was due 30 min ago.")
    assert page_clock(paged, None, handbook, NOW + timedelta(minutes=30)).level == "calm"


def test_resolved_alone_is_no_contact(handbook: Handbook) -> None:
    resolved = incident(status="resolved", resolved_at=NOW)
    soon = page_clock(resolved, ticket(), handbook, NOW + timedelta(minutes=5))
    assert (soon.level, soon.because) == (
        "amber",
        "Resolved in PagerDuty, no public reply yet. The first public reply is due in 25 min.",
    )
    late = page_clock(resolved, ticket(), handbook, NOW + timedelta(hours=9))
    assert (late.level, "late" in late.because) == ("red", True)
    replied = page_clock(resolved, ticket(agent_replies=(NOW + timedelta(minutes=12),)), handbook, NOW)
    assert replied.because == "Resolved in PagerDuty. The first public reply came 12 min after the page."
    unknown = page_clock(resolved, None, handbook, NOW)
    assert "not known" in unknown.because


def test_a_merged_page_leads_to_its_target(handbook: Handbook) -> None:
    merged = incident(status="resolved", merged_into=MergedInto("Q7", 7))
    assert "merged into incident #7" in page_clock(merged, ticket(), handbook, NOW).because


def test_a_page_that_fell_back_waits_since_then(handbook: Handbook) -> None:
    fell_back = incident(last_status_change_at=NOW + timedelta(minutes=70))
    clock = page_clock(fell_back, ANSWERED, handbook, NOW + timedelta(minutes=73))
    assert clock.level == "calm"
    assert (
        clock.because == "Changed 3 min ago, not acknowledged since. PagerDuty goes to the managers in 7 min. " + CAME
    )


def test_a_page_in_one_persons_hands_tells_nobody_else(handbook: Handbook) -> None:
    handed = NOW + timedelta(minutes=40)
    page = incident(policy_id=None, assigned_to=("Priya",), assignments=(Holder("P1", "Priya", handed),))
    clock = page_clock(page, ANSWERED, handbook, handed + timedelta(minutes=1))
    assert (clock.level, clock.because) == (
        "amber",
        f"Handed to Priya 1 min ago, not acknowledged since. Nobody else will be told. {CAME}",
    )
    assert next_escalation(page, handbook, handed) is None


def test_a_page_of_low_urgency_rings_no_phone(handbook: Handbook) -> None:
    clock = page_clock(incident(urgency="low"), ANSWERED, handbook, NOW)
    assert (clock.level, clock.because) == ("amber", f"Not acknowledged yet. Low urgency: no phone rings. {CAME}")


def test_a_page_that_was_opened_again_says_so(handbook: Handbook) -> None:
    again = NOW + timedelta(hours=2)
    clock = page_clock(incident(reopened_at=again), None, handbook, again + timedelta(minutes=4))
    assert clock.because.startswith("Opened again 4 min ago")


def test_what_pagerduty_says_of_the_next_level_counts_first(handbook: Handbook) -> None:
    planned = PendingAction("escalate", NOW + timedelta(minutes=25))
    page = incident(pending=(PendingAction("unacknowledge", NOW), planned))
    assert next_escalation(page, handbook, NOW) == Escalation("the managers", planned.at, told=True)
    assert next_escalation(incident(), handbook, NOW) == Escalation(
        "the managers", NOW + timedelta(minutes=10), told=False
    )
    assert next_escalation(incident(), handbook, NOW + timedelta(minutes=15)) is None


def test_clocks_that_disagree_never_give_negative_minutes(handbook: Handbook) -> None:
    clock = page_clock(incident(), ticket(), handbook, NOW - timedelta(seconds=90))
    assert clock.minutes_since_triggered == 0


def test_who_is_next_while_the_levels_known_here_are_through(handbook: Handbook) -> None:
    later = NOW + timedelta(minutes=25)
    page = incident(pending=(PendingAction("escalate", later),))
    assert next_escalation(page, handbook, NOW + timedelta(minutes=20)) == Escalation(
        "the next level", later, told=True
    )
    assert next_escalation(page, handbook, later) is None


@pytest.mark.parametrize(("target", "words"), [(MergedInto("Q7", 7), "#7"), (MergedInto("Q7"), "Q7")])
def test_a_merged_page_names_the_other_by_number_else_by_id(target: MergedInto, words: str, handbook: Handbook) -> None:
    clock = page_clock(incident(status="resolved", merged_into=target), ticket(), handbook, NOW + timedelta(hours=1))
    because = f"It was merged into incident {words}: that one is this ticket's page now."
    assert (clock.level, clock.because) == ("calm", because)


def test_what_a_clock_says_of_the_first_reply(handbook: Handbook) -> None:
    paged = incident(status="acknowledged", acknowledged_at=NOW)
    said = [
        page_clock(paged, of, handbook, NOW + timedelta(minutes=40)).because
        for of in (None, ticket(), ticket(agent_replies=(NOW + timedelta(minutes=31),)))
    ]
    assert said == [
        "Whether the customer has had a reply is not known. The first one was due 10 min ago.",
        "The first public reply is 10 min late.",
        "The first public reply came 31 min after the page. That was late.",
    ]


def test_how_long_nobody_has_acknowledged_it_is_told(handbook: Handbook) -> None:
    later = NOW + timedelta(minutes=20)

    def said(page: Incident) -> str:
        return page_clock(page, ANSWERED, handbook, later).because

    waited = "Nobody has acknowledged it for 20 min."
    assert said(incident()) == f"{waited} PagerDuty tells of nobody whom it goes to next. {CAME}"
    assert said(incident(urgency="low")) == f"{waited} Low urgency: no phone rings. {CAME}"
    handed = NOW + timedelta(minutes=5)
    both = (Holder("P1", "Priya", handed), Holder("P2", "Kim", handed))
    named = incident(policy_id=None, assigned_to=("Priya", "Kim"), assignments=both)
    handed_on = "Handed to Priya, Kim 15 min ago, not acknowledged since. Nobody else will be told."
    assert said(named) == f"{handed_on} {CAME}"
    by_policy = incident(assigned_to=("Priya", "Kim"), assignments=both)
    assert said(by_policy).startswith("Changed 15 min ago, not acknowledged since.")
    # Which level has it by now is not told: it may be the managers who have it.
    escalated = replace(by_policy, pending=(PendingAction("escalate", later + timedelta(minutes=4)),))
    assert said(escalated).endswith(f"PagerDuty goes to the next level in 4 min. {CAME}")
    changed_since = incident(policy_id=None, last_status_change_at=handed)
    assert said(changed_since).startswith("Changed 15 min ago, not acknowledged since.")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        pytest.param(incident(key="zendesk-5-backup-pool", policy_id="PAPACEP"), "nobody", id="the backup pool's"),
        pytest.param(incident(policy_id="PANOTHER"), "nobody", id="another policy"),
        pytest.param(incident(), "goes to the managers in 9 min", id="ours"),
    ],
)
def test_only_a_page_on_our_own_policy_goes_to_our_levels(page: Incident, words: str, handbook: Handbook) -> None:
    assert words in page_clock(page, None, handbook, page.created_at + timedelta(minutes=1)).because


def test_a_reply_that_is_late_by_seconds_says_so(handbook: Handbook) -> None:
    paged = incident(status="acknowledged", acknowledged_at=NOW)
    clock = page_clock(paged, ticket(), handbook, NOW + timedelta(minutes=30, seconds=1))
    assert (clock.level, clock.because) == ("red", "The first public reply is under 1 min late.")


def test_a_page_that_somebody_has_goes_to_nobody_next(handbook: Handbook) -> None:
    assert next_escalation(incident(status="acknowledged"), handbook, NOW) is None
    assert next_escalation(incident(direct=True), handbook, NOW) is None


def test_the_level_behind_a_page_that_changed_hands_has_no_name(handbook: Handbook) -> None:
    since = NOW + timedelta(minutes=20)
    escalated = incident(assignments=(Holder("P1", "Ada", since),))
    soon = since + timedelta(minutes=handbook.pagerduty.minutes.to_managers)
    assert next_escalation(escalated, handbook, since) == Escalation("the next level", soon, told=False)
