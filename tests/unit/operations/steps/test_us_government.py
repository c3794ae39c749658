"""A US Government customer's name is known in every dress, and no common word is taken for it."""

import unicodedata
from contextlib import nullcontext

import pytest

from backend.domain.tickets import Person, Ticket
from backend.operations.engine.request import RuleViolation
from backend.operations.steps.us_government import keep_names_of
from tests.unit.domain.makers import ticket
from tests.unit.operations.makers import HANDBOOK

NAME = "Jürgen Q. Secretman"


def government() -> Ticket:
    requester = Person(5, NAME, "j.secretman@energy.example")
    return ticket({"sub_usgov_24x7": True}, requester=requester)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(NAME, id="plain"),
        pytest.param(NAME.upper(), id="upper"),
        pytest.param(unicodedata.normalize("NFD", NAME), id="decomposed"),
        pytest.param("Jurgen Q. Secretman", id="without-accents"),
        pytest.param("J&uuml;rgen Q. Secretman", id="entity"),
        pytest.param("J&#252;rgen&nbsp;Q. Secretman", id="entity-by-number"),
        pytest.param("J%C3%BCrgen%20Q.%20Secretman", id="percent"),
        pytest.param("Secretman, Jürgen", id="turned-round"),
        pytest.param("Jurgen X. Secretman", id="another-initial"),
        pytest.param("J.Secretman@Energy.example", id="mail"),
        pytest.param("j.secretman%40energy.example", id="mail-percent"),
        pytest.param("j.secretman&commat;energy.example", id="mail-entity"),
        pytest.param("Jür<b class='x'></b>gen Q. Secret<i>man</i>", id="tags"),
        pytest.param("<j.secretman@energy.example>", id="mail-as-a-link"),
        pytest.param("angstrom-gmbh", id="organization"),
    ],
)
def test_a_name_in_any_dress_is_refused(text: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        keep_names_of(government(), HANDBOOK, [None, f"Please help: see {text} today"])
    assert refused.value.rule == "us_government_name"


@pytest.mark.parametrize(
    "text",
    [
        "Jürgen looks at it",
        "Secretman",
        "Jürgen asked why Secretman waits",
        "a GmbH, not measured in Ångström",
        "100% sure & done",
        "",
    ],
)
def test_a_word_alone_names_nobody(text: str) -> None:
    keep_names_of(government(), HANDBOOK, [text])


def test_other_customers_may_be_named() -> None:
    keep_names_of(ticket(requester=Person(5, NAME)), HANDBOOK, [NAME])


@pytest.mark.parametrize(("text", "named"), [("see Li Wu", True), ("see Wu, Li", True), ("polite Li, not Wu", False)])
def test_a_short_name_counts_as_whole_words(text: str, named: bool) -> None:
    asked = ticket({"sub_usgov_24x7": True}, requester=Person(5, "Li Wu"))
    with pytest.raises(RuleViolation) if named else nullcontext():
        keep_names_of(asked, HANDBOOK, [text])
