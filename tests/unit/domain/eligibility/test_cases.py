"""A handbook is tried on written cases: nothing differs, or each difference is a sentence."""

from collections.abc import Mapping

import pytest

from backend.domain.eligibility.assessment import Assessment, Qualification
from backend.domain.eligibility.cases import differences, outcome, shown, ticket_of
from backend.domain.eligibility.entitlement import Entitlement
from backend.domain.tickets import Organization, Ticket
from backend.handbook.model.cases import HandbookCase
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW, SELF_MANAGED

ENTITLED: dict[str, object] = {"organization": {"fields": {"sub_sm_premium": True}, "tags": ["vip"]}}
OUTAGE: dict[str, object] = {"answers": {"production": "yes", "unusable": "yes", "scope": "all"}}


def case(expect: Mapping[str, object] | None = None, /, **more: object) -> HandbookCase:
    return HandbookCase.model_validate({"name": "All down", "moment": NOW, "expect": expect or {}, **more})


def test_what_comes_out_as_expected_differs_in_nothing(handbook: Handbook) -> None:
    keys = {title: key for key, title in handbook.zendesk.macros.items()}
    expect = {
        "entitlement": "yes",
        "entitlement_rule": "E6",
        "verdict": "emergency",
        "rule": "Q2",
        "macros": [keys["General::Emergency::Strict Definition"]],
    }
    assert differences(case(expect, **ENTITLED, **OUTAGE), handbook) == []
    assert differences(case({"rule": "Q2"}, **ENTITLED, **OUTAGE), handbook) == []


def test_each_difference_is_told(handbook: Handbook) -> None:
    expect = {"entitlement": "yes", "entitlement_rule": "E6", "verdict": "emergency", "macros": ["a", "b"]}
    held: dict[str, object] = {"organization": {"fields": {"support_hold": True}}}
    assert differences(case(expect, **held, **OUTAGE), handbook) == [
        "entitlement is no, expected yes",
        "entitlement_rule is E2, expected E6",
        "verdict is none, expected emergency",
        "macros is nothing, expected a, b",
    ]


def test_a_case_that_the_handbook_cannot_try_says_why(handbook: Handbook) -> None:
    assert differences(case(ticket={"form": "fax"}), handbook) == ["there is no form 'fax' under zendesk.forms"]
    assert differences(case(answers={"weather": "yes"}), handbook) == ["answers.weather: there is no such question"]


def test_the_moment_and_the_form_of_a_case_count(handbook: Handbook) -> None:
    twelve_by_five: dict[str, object] = {"organization": {"fields": {"sub_usgov_12x5": True}}}
    assert differences(case({"entitlement": "yes"}, **twelve_by_five), handbook) == []
    weekend = case({"entitlement": "out_of_hours"}, **twelve_by_five | {"moment": "2026-03-07T18:00:00Z"})
    assert differences(weekend, handbook) == []
    of_form = case({"macros": []}, ticket={"form": "self_managed"}, **ENTITLED, answers={"compromise": "yes"})
    assert differences(of_form, handbook) == ["macros is compromised_instance, expected nothing"]


def test_an_outcome_is_in_the_words_of_a_case(handbook: Handbook) -> None:
    (key, title), *_ = handbook.zendesk.macros.items()
    entitled = Entitlement("likely", "E7", "Because.")
    judged = Qualification("exception", "Q3", "Because.", (), (title,), ())
    assert outcome(Assessment(entitled, judged), handbook) == {
        "entitlement": "likely",
        "entitlement_rule": "E7",
        "verdict": "exception",
        "rule": "Q3",
        "macros": (key,),
    }
    assert outcome(Assessment(entitled, None), handbook) == {
        "entitlement": "likely",
        "entitlement_rule": "E7",
        "verdict": "none",
        "rule": "none",
        "macros": (),
    }


def test_a_cases_ticket_has_what_the_rules_read(handbook: Handbook) -> None:
    full = case(ticket={"form": "self_managed", "tags": ["urgent"]}, **ENTITLED)
    assert ticket_of(full, handbook) == Ticket(
        id=1,
        subject="All down",
        status="open",
        priority=None,
        created_at=NOW,
        updated_at=NOW,
        form_id=SELF_MANAGED,
        tags=frozenset({"urgent"}),
        organization=Organization(1, "All down", NOW, {"sub_sm_premium": True}, frozenset({"vip"})),
    )
    assert ticket_of(case(), handbook) == Ticket(1, "All down", "open", None, NOW, NOW)


@pytest.mark.parametrize(
    ("value", "words"), [("yes", "yes"), ((), "nothing"), (("a",), "a"), (("a", "b"), "a, b"), (None, "None")]
)
def test_a_value_in_a_sentence(value: object, words: str) -> None:
    assert shown(value) == words
