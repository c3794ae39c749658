"""The decision tree of a licence STAR."""

from itertools import product

import pytest

from backend.domain.eligibility.answers import BadAnswer
from backend.domain.star.checks import checks
from backend.domain.star.licence import LicenceAdvice, asked, licence_advice, parse_licence
from backend.handbook.loading.faults import HandbookError
from backend.handbook.model.handbook import Handbook
from tests.unit.conftest import Changed
from tests.unit.domain.makers import LICENSING, NOW, SELF_MANAGED, ticket

LATER = {"expiration_date": "2026-04-01"}


@pytest.mark.parametrize(
    ("answers", "outcome", "level"),
    [
        pytest.param({"subject": "trial", "sales_assisted": "no"}, "trial_not_assisted", "refuse", id="trial"),
        pytest.param(
            {"subject": "trial", "sales_assisted": "yes", "ends": "later"}, "not_expiring", "warn", id="trial-later"
        ),
        pytest.param({"subject": "trial", "sales_assisted": "yes", "ends": "soon"}, "expiring", "ok", id="trial-soon"),
        pytest.param({"subject": "plan", "ends": "later"}, "not_expiring", "warn", id="plan-later"),
        pytest.param({"subject": "plan", "ends": "soon"}, "expiring", "ok", id="plan-soon"),
        pytest.param({"subject": "grace_period", "ends": "later"}, "not_expiring", "warn", id="grace-later"),
        pytest.param({"subject": "grace_period", "ends": "soon"}, "expiring", "ok", id="grace-soon"),
        pytest.param({"subject": "reassociate"}, "reassociate", "warn", id="reassociate"),
        pytest.param({"subject": "new_licence"}, "new_licence", "warn", id="brand-new"),
        pytest.param({"subject": "other"}, None, "ok", id="something-else"),
    ],
)
def test_every_branch(answers: dict[str, str], outcome: str | None, level: str, handbook: Handbook) -> None:
    found = licence_advice(answers, handbook)
    assert (found.outcome, found.level, found.missing) == (outcome, level, ())
    assert found.because.endswith(".")
    assert "{" not in found.because


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        ({}, ("subject",)),
        ({"subject": "plan"}, ("ends",)),
        ({"subject": "trial"}, ("sales_assisted", "ends")),
        ({"subject": "trial", "sales_assisted": "yes"}, ("ends",)),
    ],
)
def test_what_is_not_answered_refuses_nobody(
    answers: dict[str, str], missing: tuple[str, ...], handbook: Handbook
) -> None:
    found = licence_advice(answers, handbook)
    assert (found.outcome, found.level, found.missing) == (None, "ok", missing)


def test_an_answer_to_a_question_that_is_not_asked_does_not_count(handbook: Handbook) -> None:
    answers = {"subject": "reassociate", "sales_assisted": "no", "ends": "later"}
    assert asked(answers, handbook) == ("subject",)
    assert licence_advice(answers, handbook).outcome == "reassociate"


def test_there_is_advice_for_every_set_of_answers(handbook: Handbook) -> None:
    questions = handbook.star.licence_questions
    for chosen in product(*([None, *one.values] for one in questions.values())):
        answers = {key: value for key, value in zip(questions, chosen, strict=True) if value}
        found = licence_advice(answers, handbook)
        assert found.because
        assert found.outcome is None or not found.missing


@pytest.mark.parametrize("raw", [{"weather": "fine"}, {"subject": "weather"}, {"subject": None}])
def test_what_fits_no_question_is_refused(raw: dict[str, object], handbook: Handbook) -> None:
    with pytest.raises(BadAnswer):
        parse_licence(raw, handbook)


def ids(handbook: Handbook, form_id: int, answers: dict[str, str]) -> list[tuple[str, str]]:
    of = ticket(LATER, form_id=form_id)
    return [(one.id, one.level) for one in checks(of, False, handbook, NOW, licence=answers)]


def test_it_joins_the_pre_checks_of_licence_forms_only(handbook: Handbook) -> None:
    unassisted = {"subject": "trial", "sales_assisted": "no"}
    assert ids(handbook, LICENSING, unassisted) == [("licence_trial_not_assisted", "refuse")]
    assert ids(handbook, SELF_MANAGED, unassisted) == []


def test_a_persons_answer_counts_more_than_the_organizations_date(handbook: Handbook) -> None:
    assert ids(handbook, LICENSING, {}) == [("licence_not_expiring", "warn")]
    assert ids(handbook, LICENSING, {"subject": "plan", "ends": "soon"}) == []
    assert ids(handbook, LICENSING, {"subject": "plan", "ends": "later"}) == [("licence_not_expiring", "warn")]


def test_the_tree_is_data(changed: Changed) -> None:
    handbook = changed(
        """
star:
  licence_hours: 12
  licence_outcomes:
    reassociate: {level: refuse, because: "Read the page on it."}
    partner: {when: {subject: [partner]}, level: refuse, because: "Partners have {hours} h."}
  licence_questions:
    subject: {values: {partner: A partner's licence}}
"""
    )
    assert licence_advice({"subject": "reassociate"}, handbook).level == "refuse"
    assert licence_advice({"subject": "partner"}, handbook).because == "Partners have 12 h."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("star: {licence_outcomes: {expiring: {when: {begins: [soon]}}}}", "no licence question 'begins'"),
        ("star: {licence_outcomes: {expiring: {when: {ends: [never]}}}}", "'never' is no answer to 'ends'"),
        ("star: {licence_questions: {ends: {asked_if: {subject: [moon]}}}}", "'moon' is no answer to 'subject'"),
    ],
)
def test_a_tree_that_does_not_fit_together_stops_the_start(text: str, words: str, changed: Changed) -> None:
    with pytest.raises(HandbookError, match=words):
        changed(text)


def test_an_answer_that_fits_no_question_is_named(handbook: Handbook) -> None:
    with pytest.raises(BadAnswer) as no_question:
        parse_licence({"subject": "plan", "weather": "fine"}, handbook)
    assert (no_question.value.key, no_question.value.reason) == ("licence.weather", "there is no such question")
    with pytest.raises(BadAnswer) as no_answer:
        parse_licence({"ends": "never"}, handbook)
    possible = ", ".join(handbook.star.licence_questions["ends"].values)
    assert (no_answer.value.key, no_answer.value.reason) == ("licence.ends", f"the answer must be one of {possible}")
    assert parse_licence({"ends": "soon", "subject": "plan"}, handbook) == {"subject": "plan", "ends": "soon"}


def test_advice_is_told_whole(handbook: Handbook) -> None:
    assert licence_advice({}, handbook) == LicenceAdvice(None, "ok", "Not decided yet.", ("subject",))
    assert licence_advice({"subject": "plan"}, handbook) == LicenceAdvice(None, "ok", "Not decided yet.", ("ends",))
    assert licence_advice({"subject": "other"}, handbook) == LicenceAdvice(
        None, "ok", "Nothing in the licence questions speaks against a STAR."
    )
    later = handbook.star.licence_outcomes["not_expiring"]
    assert licence_advice({"subject": "plan", "ends": "later"}, handbook) == LicenceAdvice(
        "not_expiring", "warn", later.because.replace("{hours}", "24")
    )
