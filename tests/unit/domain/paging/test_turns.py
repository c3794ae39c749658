"""Who is on call: all who are, told apart by id, and who follows each of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.domain.paging.accounts import Accounts
from backend.domain.paging.on_call import OnCall
from backend.domain.paging.turns import shift_receivers, turns_now
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.roles import Colleague
from tests.unit.domain.makers import NOW

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
    (found,) = turns_now(entries, "manager", NOW)
    assert (found.name, found.until, found.next) == (name, None if until is None else NOW + until * HOUR, following)


def test_nobody_is_on_call() -> None:
    assert turns_now([], "manager", NOW) == []
    assert turns_now([shift("Ana", 1, 2)], "manager", NOW) == []
    assert turns_now([shift("Ana", -1, 2)], "engineer", NOW) == []


def test_two_people_of_one_name_are_two_and_one_person_in_two_policies_is_one() -> None:
    ana, other = (replace(shift("Ana", -1, 2), user_id=key, schedule_id="PSCHED1") for key in ("P1", "P2"))
    again = replace(ana, policy_id="PANOTHER")
    assert [one.user_id for one in turns_now([ana, other, again], "manager", NOW)] == ["P1", "P2"]


def turn(name: str, start: float, end: float, schedule: str) -> OnCall:
    return replace(shift(name, start, end), user_id=f"P{name}", email=f"{name}@example.com", schedule_id=schedule)


def test_who_follows_is_on_right_after_the_turn_whatever_their_schedule() -> None:
    """AMER's turn ends when APAC's begins; AMER's own next turn is half a day later."""
    rota = [turn("ana", -1, 2, "PAMER"), turn("ana2", 14, 26, "PAMER"), turn("cy", 2, 8, "PAPAC")]
    assert [(one.name, one.next, one.next_id) for one in turns_now(rota, "manager", NOW)] == [("ana", "cy", "Pcy")]


def test_all_who_are_on_after_a_turn_follow_it() -> None:
    rota = [turn("ana", -1, 2, "PAMER"), turn("bo", -1, 3, "PEMEA"), turn("cy", 2, 8, "PAPAC"),
            turn("cy", 2, 8, "PAPAC")]  # fmt: skip
    ana, bo = turns_now(rota, "manager", NOW)
    assert (ana.next, ana.next_id) == ("bo, cy", None)
    assert (bo.next, bo.next_id) == ("cy", "Pcy")


ANA = Accounts(frozenset(), frozenset({"ana@example.com"}))
ROTA = [
    turn("ana", -1, 2, "PAMER"),
    turn("bo", -1, 4, "PEMEA"),
    turn("cy", 2, 8, "PAPAC"),
    turn("ana", 20, 26, "PAMER"),
]


@pytest.mark.parametrize(
    ("entries", "writer", "at", "receivers"),
    [
        pytest.param(ROTA, ANA, 0, ["bo", "cy"], id="before the end of the turn"),
        pytest.param(ROTA[2:], ANA, 2, ["cy"], id="after it, as PagerDuty then lists it"),
        pytest.param([*ROTA[:1], *ROTA[3:], turn("di", 5, 9, "PAPAC")], ANA, 0, ["di"], id="a gap"),
        pytest.param(ROTA, Accounts(frozenset({"Pbo"}), frozenset()), 0, ["cy"], id="known by the handbook"),
        pytest.param(ROTA, Accounts(frozenset(), frozenset()), 0, [], id="a writer of no known account"),
        pytest.param([replace(ROTA[2], email=None)], ANA, 3, [], id="somebody on call of no known account"),
        pytest.param([], ANA, 0, [], id="PagerDuty was never read"),
        pytest.param([replace(ROTA[0], end=None), *ROTA[1:]], ANA, 0, [], id="a turn without an end"),
    ],
)
def test_a_shift_goes_to_whoever_is_on_after_its_writer(
    entries: list[OnCall], writer: Accounts, at: float, receivers: list[str]
) -> None:
    assert [one.name for one in shift_receivers(entries, writer, NOW + at * HOUR)] == receivers


def test_a_writer_is_known_by_the_handbook_or_by_e_mail(handbook: Handbook) -> None:
    person = Colleague(name="Ana", zendesk_id=7, email="ana@work.example", pagerduty_id="PANA")
    ours = handbook.model_copy(update={"people": (person,)})
    assert Accounts.of(7, None, ours) == Accounts(frozenset({"PANA"}), frozenset({"ana@work.example"}))
    assert Accounts.of(9, "ana@work.example", ours).user_ids == {"PANA"}
    assert Accounts.of(8, "Bo@example.com", ours) == Accounts(frozenset(), frozenset({"bo@example.com"}))


def test_somebody_else_who_overlaps_does_not_lengthen_a_turn() -> None:
    (found, other) = turns_now([shift("Ana", -1, 2), shift("Bo", -2, 9)], "manager", NOW)
    assert (found.name, found.until) == ("Ana", NOW + 2 * HOUR)
    assert (other.name, other.until) == ("Bo", NOW + 9 * HOUR)


def test_a_turn_that_goes_on_without_an_end_has_none() -> None:
    (found,) = turns_now([shift("Ana", -1, 2), shift("Ana", 2, None), shift("Bo", 9, 10)], "manager", NOW)
    assert (found.until, found.next) == (None, None)


def test_a_turn_has_the_e_mail_by_which_its_person_is_mentioned() -> None:
    (found,) = turns_now([turn("ana", -1, 2, "PAMER")], "manager", NOW)
    assert (found.user_id, found.email) == ("Pana", "ana@example.com")


def test_pieces_of_a_turn_join_in_whichever_order_they_are_listed() -> None:
    pieces = [shift("Ana", 2, 4), shift("Ana", 4, 6), shift("Ana", None, 2), shift("Bo", 6, 9)]
    (found,) = turns_now(pieces, "manager", NOW)
    assert (found.until, found.next) == (NOW + 6 * HOUR, "Bo")


def test_in_a_gap_only_those_who_come_first_follow() -> None:
    rota = [shift("Ana", -1, 2), shift("Bo", 4, 5), shift("Cy", 4, 9), shift("Di", 8, 9), shift("Ed", -9, 1)]
    assert turns_now(rota, "manager", NOW)[0].next == "Bo, Cy"


@pytest.mark.parametrize(
    ("accounts", "tells"),
    [
        pytest.param(Accounts(frozenset({"Pcy"}), frozenset()), True, id="users"),
        pytest.param(Accounts(frozenset(), frozenset({"cy@example.com"})), True, id="e-mails"),
        pytest.param(Accounts(frozenset(), frozenset()), False, id="none"),
    ],
)
def test_whether_a_turn_is_somebodys_shows_where_both_sides_have_such_an_account(
    accounts: Accounts, tells: bool
) -> None:
    assert accounts.can_tell(turn("bo", 0, 1, "PAMER")) is tells
    assert not accounts.can_tell(shift("Bo", 0, 1))
