"""An explanation names each rule that was tried, up to the one that decided."""

from backend.domain.eligibility.answers import parse_answers
from backend.domain.eligibility.assessment import assess
from backend.domain.eligibility.explain import Explanation, RuleTried, explain
from backend.domain.tickets import Ticket
from backend.handbook.model.handbook import Handbook
from tests.unit.domain.makers import NOW, ticket


def explained(handbook: Handbook, of: Ticket, **answers: str) -> Explanation:
    return explain(parse_answers(answers, handbook), of, handbook, NOW)


def no(*rules: str) -> tuple[RuleTried, ...]:
    return tuple(RuleTried(rule, False) for rule in rules)


def test_each_rule_up_to_the_deciding_one_is_told(handbook: Handbook) -> None:
    of = ticket({"sub_usgov_24x7": True})
    answers = {"production": "yes", "degraded": "yes"}
    entitled = "The plan covers emergencies at any time, of severity 1 and of severity 2."
    because = "Production is highly degraded without a workaround, and this plan covers severity 2."
    assert explained(handbook, of, **answers) == Explanation(
        (*no("E1", "E2", "E3"), RuleTried("E4", True, entitled, ("sub_usgov_24x7",))),
        (*no("Q1"), RuleTried("Q2", True, because, ("production=yes", "degraded=yes"))),
        assess(parse_answers(answers, handbook), of, handbook, NOW),
    )


def test_who_is_not_entitled_is_not_asked_what_happened(handbook: Handbook) -> None:
    of = ticket({"restricted_account": True})
    because = "The account is restricted and cannot receive support."
    assert explained(handbook, of, compromise="yes") == Explanation(
        (RuleTried("E1", True, because, ("restricted_account",)),),
        (),
        assess(parse_answers({"compromise": "yes"}, handbook), of, handbook, NOW),
    )


def test_where_no_rule_holds_the_last_one_speaks(handbook: Handbook) -> None:
    found = explained(handbook, ticket())
    because = "Nothing here tells the plan: verify the entitlement, and do not refuse until then."
    assert found.entitlement == (*no("E1", "E2", "E3", "E4", "E5", "E6", "E8"), RuleTried("E9", True, because))
