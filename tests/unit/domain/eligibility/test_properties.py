"""What holds for every set of answers."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.eligibility.answers import parse_answers
from backend.domain.eligibility.assessment import Qualification, qualify
from backend.domain.eligibility.entitlement import Entitlement
from backend.handbook.loading.loader import load

HANDBOOK = load()
RULES = HANDBOOK.emergency
INPUTS = ("production", "unusable", "scope", "degraded", "symptom_severe", "compromise", *RULES.criteria)
"""The inputs of Q1 to Q3 that block while they are unknown."""
REFUSALS = {"high_priority_now", "not_emergency"}
EMERGENCIES = {"security_emergency", "emergency", "exception"}

Given = dict[str, str]

ANSWERS: st.SearchStrategy[Given] = st.fixed_dictionaries(
    {key: st.sampled_from([*RULES.values(key), "unknown"]) for key in RULES.questions}
)
# Most random answers hold an exception; these do not, which is where the other rules speak.
NO_EXCEPTION = ANSWERS.map(lambda answers: answers | dict.fromkeys(("compromise", *RULES.criteria), "no"))
ENTITLEMENT_RULES = st.sampled_from(["E4", "E6"])


def judged(answers: Given, rule: str) -> Qualification:
    entitled = Entitlement("yes", rule, "Because.")
    return qualify(parse_answers(answers, HANDBOOK), entitled, HANDBOOK, self_managed=True)


def completions(answers: Given, keys: list[str]) -> list[Given]:
    """Every way to answer the named questions."""
    values = [list(RULES.values(key)) for key in keys]
    return [answers | dict(zip(keys, chosen, strict=True)) for chosen in product(*values)]


def blocking(answers: Given) -> list[str]:
    """The unknown inputs of Q1 to Q3; how severe a symptom is counts once one is chosen."""
    chosen = answers["symptom"] in RULES.matrix
    return [key for key in INPUTS if answers[key] == "unknown" and (key != "symptom_severe" or chosen)]


@given(ANSWERS | NO_EXCEPTION, ENTITLEMENT_RULES)
def test_there_is_always_a_verdict(answers: Given, rule: str) -> None:
    found = judged(answers, rule)
    assert found.rule in {f"Q{number}" for number in range(1, 9)}
    assert found.because
    assert bool(found.missing) == (found.verdict == "needs_info")
    assert set(found.macros) <= set(HANDBOOK.zendesk.macros.values())
    assert all(answers[fired.split("=")[0]] == fired.split("=")[1] for fired in found.fired)


@given(ANSWERS, ENTITLEMENT_RULES, st.permutations(list(RULES.questions)))
def test_the_order_of_answers_does_not_matter(answers: Given, rule: str, order: list[str]) -> None:
    assert judged({key: answers[key] for key in order}, rule) == judged(answers, rule)


@given(ANSWERS, ENTITLEMENT_RULES)
def test_an_answer_left_out_is_unknown(answers: Given, rule: str) -> None:
    known = {key: value for key, value in answers.items() if value != "unknown"}
    assert judged(known, rule) == judged(answers, rule)


@st.composite
def with_some_unknown(draw: st.DrawFn) -> Given:
    """Draw answers of which at most five inputs of Q1 to Q3 are unknown: few enough to try all completions."""
    answers = {key: draw(st.sampled_from([*RULES.values(key)])) for key in RULES.questions}
    if draw(st.booleans()):
        answers |= dict.fromkeys(("compromise", *RULES.criteria), "no")
    unknown = draw(st.sets(st.sampled_from([*INPUTS, "symptom", "topic", "may_become_emergency"]), max_size=5))
    return answers | dict.fromkeys(unknown, "unknown")


def holds(answers: Given, rule: str) -> bool:
    """Say in plain words, for complete answers, whether Q1, Q2 or Q3 holds."""
    row = RULES.matrix.get(answers["symptom"])
    unusable = answers["unusable"] == "yes" and answers["scope"] in ("all", "most")
    degraded = rule == "E4" and answers["degraded"] == "yes"
    return (
        answers["compromise"] == "yes"
        or (answers["production"] == "yes" and (unusable or degraded))
        or any(answers[key] == "yes" for key in RULES.criteria)
        or (row is not None and (row.always or answers["symptom_severe"] == "yes"))
    )


@given(with_some_unknown(), ENTITLEMENT_RULES)
def test_needs_info_and_missing_are_what_trying_everything_says(answers: Given, rule: str) -> None:
    keys = blocking(answers)
    every = completions(answers, keys)
    outcomes = {holds(each, rule) for each in every}
    expected = [
        key
        for key in RULES.questions
        if key in keys
        and any(len({holds(each | {key: value}, rule) for value in RULES.values(key)}) == 2 for each in every)
    ]
    found = judged(answers, rule)
    assert (found.verdict in EMERGENCIES) == (outcomes == {True})
    assert (found.verdict == "needs_info") == (len(outcomes) == 2)
    assert list(found.missing) == expected


@given(with_some_unknown(), ENTITLEMENT_RULES)
def test_a_refusal_stays_whatever_the_unknown_answers_are(answers: Given, rule: str) -> None:
    found = judged(answers, rule)
    if found.verdict in REFUSALS:
        for completion in completions(answers, blocking(answers)):
            after = judged(completion, rule)
            assert (after.verdict, after.rule) == (found.verdict, found.rule)


@given(ANSWERS | NO_EXCEPTION, ENTITLEMENT_RULES, st.sampled_from(RULES.criteria))
def test_one_more_criterion_never_turns_an_emergency_away(answers: Given, rule: str, criterion: str) -> None:
    before, after = judged(answers, rule), judged(answers | {criterion: "yes"}, rule)
    assert after.verdict in EMERGENCIES
    if before.verdict in EMERGENCIES:
        assert (after.verdict, after.rule) == (before.verdict, before.rule)
