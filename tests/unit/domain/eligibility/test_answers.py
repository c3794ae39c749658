"""Answers are checked before anything is judged by them."""

import pytest

from backend.domain.eligibility.answers import BadAnswer, known_answers, parse_answers, prefill, still_possible
from backend.domain.eligibility.history import PastAssessment
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW, ticket


def test_what_is_not_answered_is_unknown(handbook: Handbook) -> None:
    answers = parse_answers({"scope": "all"}, handbook)
    assert answers["scope"] == "all"
    assert {answers[key] for key in handbook.emergency.questions if key != "scope"} == {"unknown"}


def test_the_order_of_answers_does_not_matter(handbook: Handbook) -> None:
    assert parse_answers({"legal": "yes", "audit": "no"}, handbook) == parse_answers(
        {"audit": "no", "legal": "yes"}, handbook
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        pytest.param("prodution", "yes", id="no-such-question"),
        pytest.param("production", "maybe", id="no-such-answer"),
        pytest.param("production", "Yes", id="capital"),
        pytest.param("production", True, id="boolean"),
        pytest.param("production", None, id="null"),
        pytest.param("production", ["yes"], id="list"),
        pytest.param("production", "all", id="answer-to-another-question"),
        pytest.param("scope", "yes", id="yes-to-how-many"),
        pytest.param("symptom", "license ", id="space"),
        pytest.param("topic", "other", id="other-is-for-symptoms"),
    ],
)
def test_a_bad_answer_names_its_question(key: str, value: object, handbook: Handbook) -> None:
    with pytest.raises(BadAnswer) as caught:
        parse_answers({"legal": "yes", key: value}, handbook)
    assert caught.value.key == key
    assert caught.value.reason


@pytest.mark.parametrize("word", ["other", "duo", "unknown"])
def test_symptoms(word: str, handbook: Handbook) -> None:
    assert parse_answers({"symptom": word}, handbook)["symptom"] == word


def test_nothing_is_filled_in_for_an_ordinary_ticket(handbook: Handbook) -> None:
    assert prefill(ticket({"sub_sm_ultimate": True}), handbook) == {}


def test_a_tag_fills_in_its_answer_and_says_so(handbook: Handbook) -> None:
    tag = frozenset({"compromised_instance"})
    expected = "has the tag compromised_instance."
    assert prefill(ticket(tags=tag), handbook) == {"compromise": ("yes", f"The ticket {expected}")}
    assert prefill(ticket(org_tags=tag), handbook) == {"compromise": ("yes", f"The organization {expected}")}


def test_what_people_answered_goes_before_what_tags_answer(handbook: Handbook) -> None:
    tagged = ticket(tags=frozenset({"compromised_instance"}))
    read = ("yes", "The ticket has the tag compromised_instance.")
    assert known_answers(None, None, handbook) == {}
    assert known_answers(tagged, None, handbook) == {"compromise": read}
    ana = PastAssessment(NOW, "Ana", {"production": "yes", "scope": "galaxy"})
    assert known_answers(tagged, ana, handbook) == {"compromise": read, "production": ("yes", "Answered by Ana.")}
    denied = PastAssessment(NOW, "Ana", {"compromise": "no"})
    assert known_answers(tagged, denied, handbook) == {"compromise": ("no", "Answered by Ana.")}


def test_of_earlier_answers_those_stay_that_the_handbook_still_takes(handbook: Handbook) -> None:
    earlier = {"production": "yes", "scope": "galaxy", "weather": "yes", "legal": "unknown", "symptom": "geo"}
    assert still_possible(earlier, handbook) == {"production": "yes", "symptom": "geo"}


def test_a_refused_answer_says_what_may_be_answered(handbook: Handbook) -> None:
    with pytest.raises(BadAnswer, match=r"^weather: there is no such question$"):
        parse_answers({"weather": "yes"}, handbook)
    with pytest.raises(BadAnswer) as caught:
        parse_answers({"legal": "maybe"}, handbook)
    assert (caught.value.key, caught.value.reason) == ("legal", "the answer must be one of yes, no, unknown")
    assert str(caught.value) == "legal: the answer must be one of yes, no, unknown"
