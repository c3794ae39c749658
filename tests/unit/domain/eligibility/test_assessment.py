"""Rules Q1 to Q8: the worked examples, every row of the matrix, every pair in order."""

from itertools import combinations

import pytest

from backend.domain.eligibility.answers import parse_answers
from backend.domain.eligibility.assessment import Assessment, assess
from backend.domain.tickets import Ticket
from backend.handbook.loading.loader import load
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW, SAAS, at, ticket

CRITERIA = load().emergency.criteria
"""A question that is added to the handbook is one of them."""
REST_NO = {
    "production": "no",
    "unusable": "no",
    "scope": "some",
    "degraded": "no",
    "symptom": "other",
    "symptom_severe": "no",
    "topic": "none",
    "compromise": "no",
    "may_become_emergency": "no",
} | dict.fromkeys(CRITERIA, "no")
STRICT = {"production": "yes", "unusable": "yes", "scope": "all"}
PREMIUM = ticket({"sub_sm_premium": True})
US_GOVERNMENT_24X7 = ticket({"sub_usgov_24x7": True})
DOWNGRADE = ("General::Emergency::Not an Emergency", "Downgrade emergency ticket")


def judged(handbook: Handbook, of: Ticket = PREMIUM, /, **answers: str) -> Assessment:
    return assess(parse_answers(answers, handbook), of, handbook, NOW)


def verdict(handbook: Handbook, of: Ticket = PREMIUM, /, **answers: str) -> tuple[str, str]:
    found = judged(handbook, of, **answers).qualification
    assert found is not None
    return found.rule, found.verdict


@pytest.mark.parametrize("rest", [{}, REST_NO, {"compromise": "no", "topic": "docker_hub", "symptom": "geo"}])
def test_example_1_strict_definition(rest: dict[str, str], handbook: Handbook) -> None:
    found = judged(handbook, **rest | STRICT)
    assert found.entitlement.rule == "E6"
    assert found.qualification is not None
    assert (found.qualification.rule, found.qualification.verdict) == ("Q2", "emergency")
    assert found.qualification.fired == ("production=yes", "unusable=yes", "scope=all")
    assert found.qualification.macros == ("General::Emergency::Strict Definition",)
    assert found.qualification.missing == ()


def test_example_2_pipelines_on_gitlab_com(handbook: Handbook) -> None:
    saas = ticket({"sub_dotcom_premium": True}, form_id=SAAS)
    answers = REST_NO | {"symptom": "pipelines", "symptom_severe": "no"}
    assert verdict(handbook, saas, **answers) == ("Q7", "not_emergency")


def test_example_3_free_plan_is_not_asked(handbook: Handbook) -> None:
    found = judged(handbook, ticket({"support_level": "Free"}), **STRICT)
    assert (found.entitlement.rule, found.qualification) == ("E8", None)


def test_example_4_geo(handbook: Handbook) -> None:
    geo = REST_NO | {"symptom": "geo"}
    assert verdict(handbook, **geo | {"symptom_severe": "yes"}) == ("Q3", "exception")
    assert verdict(handbook, **geo | {"symptom_severe": "no"}) == ("Q7", "not_emergency")
    severe = judged(handbook, **geo | {"symptom_severe": "yes"}).qualification
    assert severe is not None
    assert severe.fired == ("symptom=geo", "symptom_severe=yes")


def test_example_5_elasticsearch(handbook: Handbook) -> None:
    topic = REST_NO | {"topic": "elasticsearch"}
    assert verdict(handbook, **topic | {"audit": "yes"}) == ("Q3", "exception")
    assert verdict(handbook, **topic) == ("Q6", "not_emergency")


def test_example_6_scope_unknown(handbook: Handbook) -> None:
    found = judged(handbook, **REST_NO | STRICT | {"scope": "unknown"}).qualification
    assert found is not None
    assert (found.rule, found.verdict, found.missing) == ("Q4", "needs_info", ("scope",))
    assert found.macros == ("General::Emergency::Needs more info",)


def test_example_10_staging_only(handbook: Handbook) -> None:
    staging = REST_NO | {"unusable": "yes", "scope": "all"}
    assert verdict(handbook, **staging) == ("Q7", "not_emergency")


def test_example_11_nothing_answered(handbook: Handbook) -> None:
    found = judged(handbook).qualification
    assert found is not None
    assert found.missing == ("production", "unusable", "scope", "compromise", *CRITERIA)
    federal = judged(handbook, US_GOVERNMENT_24X7).qualification
    assert federal is not None
    assert federal.missing == ("production", "unusable", "scope", "degraded", "compromise", *CRITERIA)


def test_example_12_may_become_one(handbook: Handbook) -> None:
    found = judged(handbook, **REST_NO | {"production": "yes", "may_become_emergency": "yes"}).qualification
    assert found is not None
    assert (found.rule, found.verdict) == ("Q5", "high_priority_now")
    assert found.macros == DOWNGRADE
    assert "immediately, as a high priority" in found.because


@pytest.mark.parametrize("answer", ["yes", "likely", "unknown", "out_of_hours"])
def test_every_answer_but_no_is_asked_on(answer: str, handbook: Handbook) -> None:
    tickets = {
        "yes": PREMIUM,
        "likely": ticket({"sub_sm_premium": True}, tags=frozenset({"within_grace_period"})),
        "unknown": ticket(no_organization=True),
        "out_of_hours": ticket({"sub_usgov_12x5": True}),
    }
    found = assess(parse_answers(STRICT, handbook), tickets[answer], handbook, at("2026-03-07T12:00Z"))
    assert found.entitlement.answer in (answer, "likely")
    assert found.qualification is not None
    assert found.qualification.rule == "Q2"


ROWS = ["license", "errors", "login", "pipelines", "performance", "geo", "tokens", "git", "duo"]
ALWAYS = ["unpatched", "leaked"]


def test_the_matrix_is_complete(handbook: Handbook) -> None:
    assert set(handbook.emergency.matrix) == {*ROWS, *ALWAYS}


@pytest.mark.parametrize("row", ROWS)
def test_both_columns_of_a_row(row: str, handbook: Handbook) -> None:
    chosen = REST_NO | {"symptom": row}
    assert verdict(handbook, **chosen | {"symptom_severe": "yes"}) == ("Q3", "exception")
    assert verdict(handbook, **chosen | {"symptom_severe": "no"}) == ("Q7", "not_emergency")
    open_row = judged(handbook, **chosen | {"symptom_severe": "unknown"}).qualification
    assert open_row is not None
    assert (open_row.rule, open_row.missing) == ("Q4", ("symptom_severe",))


@pytest.mark.parametrize("row", ALWAYS)
@pytest.mark.parametrize("severe", ["yes", "no", "unknown"])
def test_a_row_that_always_is_one(row: str, severe: str, handbook: Handbook) -> None:
    found = judged(handbook, **REST_NO | {"symptom": row, "symptom_severe": severe}).qualification
    assert found is not None
    assert (found.rule, found.verdict) == ("Q3", "exception")
    assert found.fired[0] == f"symptom={row}"


@pytest.mark.parametrize("topic", ["third_party", "attention", "docker_hub", "configuration", "custom_scripts"])
def test_never_by_itself(topic: str, handbook: Handbook) -> None:
    assert verdict(handbook, **REST_NO | {"topic": topic, "production": "yes"}) == ("Q6", "not_emergency")


@pytest.mark.parametrize("criterion", CRITERIA)
def test_each_exception_criterion(criterion: str, handbook: Handbook) -> None:
    found = judged(handbook, **REST_NO | {criterion: "yes"}).qualification
    assert found is not None
    assert (found.verdict, found.fired) == ("exception", (f"{criterion}=yes",))
    assert found.macros == ("General::Emergency::Exception",)


HOLDING: dict[str, dict[str, str]] = {
    "Q1": {"compromise": "yes"},
    "Q2": STRICT,
    "Q3": {"legal": "yes"},
    "Q4": {"audit": "unknown"},
    "Q5": {"may_become_emergency": "yes"},
    "Q6": {"topic": "docker_hub"},
    "Q7": {"symptom": "git", "symptom_severe": "no"},
}


@pytest.mark.parametrize("rule", HOLDING)
def test_each_rule_alone(rule: str, handbook: Handbook) -> None:
    answers = REST_NO | {"production": "yes"} | HOLDING[rule]
    assert verdict(handbook, **answers)[0] == rule


@pytest.mark.parametrize(("first", "second"), list(combinations(HOLDING, 2)))
def test_the_first_rule_that_holds_wins(first: str, second: str, handbook: Handbook) -> None:
    answers = REST_NO | {"production": "yes"} | HOLDING[second] | HOLDING[first]
    assert verdict(handbook, **answers)[0] == first


def test_nothing_fits(handbook: Handbook) -> None:
    found = judged(handbook, **REST_NO | {"production": "yes"}).qualification
    assert found is not None
    assert (found.rule, found.verdict, found.macros) == ("Q8", "judgement", ())
    assert "accept" in found.because


def test_an_unknown_production_is_no_refusal(handbook: Handbook) -> None:
    assert verdict(handbook, **REST_NO | {"production": "unknown"}) == ("Q8", "judgement")


@pytest.mark.parametrize("key", ["symptom", "topic", "may_become_emergency"])
def test_what_does_not_block_while_unknown(key: str, handbook: Handbook) -> None:
    answers = REST_NO | {"production": "yes", "symptom_severe": "yes", key: "unknown"}
    assert verdict(handbook, **answers) == ("Q8", "judgement")


@pytest.mark.parametrize("scope", ["all", "most"])
def test_wide_scopes(scope: str, handbook: Handbook) -> None:
    assert verdict(handbook, **REST_NO | STRICT | {"scope": scope})[0] == "Q2"


@pytest.mark.parametrize("scope", ["some", "one"])
def test_narrow_scopes(scope: str, handbook: Handbook) -> None:
    assert verdict(handbook, **REST_NO | STRICT | {"scope": scope})[0] == "Q8"


def test_severity_2_counts_only_round_the_clock(handbook: Handbook) -> None:
    degraded = REST_NO | {"production": "yes", "degraded": "yes"}
    assert verdict(handbook, US_GOVERNMENT_24X7, **degraded) == ("Q2", "emergency")
    assert verdict(handbook, ticket({"sub_usgov_12x5": True}), **degraded) == ("Q8", "judgement")
    assert verdict(handbook, PREMIUM, **degraded) == ("Q8", "judgement")


def test_degraded_settles_what_else_is_open(handbook: Handbook) -> None:
    found = judged(
        handbook,
        US_GOVERNMENT_24X7,
        **REST_NO | {"production": "unknown", "degraded": "yes", "unusable": "unknown", "scope": "unknown"},
    ).qualification
    assert found is not None
    assert found.missing == ("production",)


def test_the_compromise_macro_is_for_self_managed_only(handbook: Handbook) -> None:
    on_saas = ticket({"sub_dotcom_premium": True}, form_id=SAAS)
    macros = [
        found.macros for of in (PREMIUM, on_saas) if (found := judged(handbook, of, compromise="yes").qualification)
    ]
    assert macros == [("Incident::Compromised Instance",), ()]


@pytest.mark.parametrize("row", ALWAYS)
def test_a_security_row_does_not_set_compromise(row: str, handbook: Handbook) -> None:
    assert verdict(handbook, symptom=row) == ("Q3", "exception")


DEGRADED = {"production": "yes", "degraded": "yes"}
SEVERITY_2 = (
    "Q2",
    "Production is highly degraded without a workaround, and this plan covers severity 2.",
    "production degraded",
)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param(
            {"compromise": "yes"},
            ("Q1", "A compromise is suspected. Nobody offers a call before the manager on call agrees.", "compromise"),
            id="compromise",
        ),
        pytest.param(
            STRICT,
            (
                "Q2",
                "Production is unusable for all or most: that is the strict definition.",
                "production unusable scope",
            ),
            id="strict",
        ),
        pytest.param(
            DEGRADED,
            SEVERITY_2,
            id="severity-2",
        ),
        pytest.param(
            STRICT | {"scope": "some"} | DEGRADED,
            SEVERITY_2,
            id="severity-2-unusable-for-some",
        ),
        pytest.param(
            STRICT | {"unusable": "no"} | DEGRADED,
            SEVERITY_2,
            id="severity-2-usable-for-all",
        ),
        pytest.param({"legal": "yes"}, ("Q3", "An exception criterion is met.", "legal"), id="criterion"),
        pytest.param(
            {"audit": "yes", "symptom": "geo", "symptom_severe": "yes"},
            ("Q3", "The symptom is as bad as the matrix asks for.", "symptom audit symptom_severe"),
            id="symptom",
        ),
        pytest.param(
            {"symptom": "leaked"}, ("Q3", "This symptom is always an emergency.", "symptom"), id="always-an-emergency"
        ),
        pytest.param(
            {"audit": "unknown"},
            ("Q4", "It may still be an emergency: that hangs on what is not known yet.", ""),
            id="undecided",
        ),
        pytest.param(
            {"may_become_emergency": "yes"},
            (
                "Q5",
                "Not an emergency yet, but it may become one: it is worked on immediately, as a high priority.",
                "may_become_emergency",
            ),
            id="soon",
        ),
        pytest.param({"production": "no"}, ("Q7", "No production instance is affected.", "production"), id="staging"),
        pytest.param(
            {},
            ("Q8", "No rule fits: the manager decides. The hint is to accept, assuming good intent.", ""),
            id="judgement",
        ),
    ],
)
def test_each_rule_says_why_and_by_which_answers(
    answers: dict[str, str], expected: tuple[str, str, str], handbook: Handbook
) -> None:
    given = REST_NO | {"production": "yes"} | answers
    found = judged(handbook, US_GOVERNMENT_24X7, **given).qualification
    assert found is not None
    rule, because, keys = expected
    fired = tuple(f"{key}={given[key]}" for key in keys.split())
    assert (found.rule, found.because, found.fired) == (rule, because, fired)


def test_what_is_no_emergency_says_so_in_the_handbooks_words(handbook: Handbook) -> None:
    rest = REST_NO | {"production": "yes"}
    topic = judged(handbook, **rest | {"topic": "docker_hub"}).qualification
    assert topic is not None
    assert topic.because == f"Never an emergency by itself: {handbook.emergency.never['docker_hub']}."
    assert topic.fired == ("topic=docker_hub",)
    mild = judged(handbook, **rest | {"symptom": "git"}).qualification
    assert mild is not None
    assert mild.because == f"By the matrix it is no emergency if {handbook.emergency.matrix['git'].not_if}."
    assert mild.fired == ("symptom=git", "symptom_severe=no")
