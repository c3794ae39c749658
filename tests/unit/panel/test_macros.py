"""Which macros of a panel page, and who has applied one last."""

from datetime import timedelta
from typing import Any

import pytest

from backend.domain.macros import Macro
from backend.panel.macros import macro_part, macro_parts
from backend.panel.schemas.panel import MacroOut
from tests.unit.domain.makers import NOW
from tests.unit.operations.makers import HANDBOOK, operation

TAG = HANDBOOK.zendesk.tags.trigger_manual_emergency


def parts(macros: list[Macro], fitting: list[str], past: list[Any], form_id: int | None) -> list[MacroOut]:
    shown = [(macro, macro_part(macro, HANDBOOK)) for macro in macros]
    return macro_parts(shown, fitting, past, form_id, HANDBOOK.zendesk)


@pytest.mark.parametrize(
    ("title", "tags", "pages"),
    [
        (HANDBOOK.paging_macro, (), True),
        (HANDBOOK.paging_macro.upper(), (TAG,), True),
        ("EMEA::Page engineer", ("vip", TAG.upper()), True),
        ("EMEA::Thank", ("vip", f"{TAG}_not"), False),
    ],
)
def test_a_macro_that_adds_the_paging_tag_pages(title: str, tags: tuple[str, ...], pages: bool) -> None:
    (shown,) = parts([Macro(1, title, adds_tags=tags)], [title], [], None)
    # One that pages is not offered, whatever it would go with.
    assert (shown.pages, shown.suggested) == (pages, not pages)


def test_only_what_goes_with_the_verdict_is_suggested() -> None:
    macros = [Macro(at, title) for at, title in enumerate(HANDBOOK.zendesk.macros.values())]
    fitting = HANDBOOK.zendesk.macros["strict_definition"]
    shown = parts(macros, [fitting], [], None)
    assert [one.title for one in shown if one.suggested] == [fitting]


def test_who_applied_a_macro_last_is_told() -> None:
    def applied(macro_id: int, minutes: int, **more: Any) -> Any:
        at = NOW - timedelta(minutes=minutes)
        return operation("apply_macro", body={"macro_id": macro_id}, created_at=at, **more)

    past = [applied(2, 1, state="failed"), applied(2, 3), applied(2, 9), operation("resolve_star")]
    one, two = parts([Macro(1, "A"), Macro(2, "B")], [], past, None)
    assert one.applied is None
    assert two.applied is not None
    assert two.applied.at == NOW - timedelta(minutes=3)


@pytest.mark.parametrize(
    ("form", "sets", "named", "wrong"),
    [
        pytest.param("saas", "self_managed", "Self-Managed", True, id="another-product"),
        pytest.param("licensing", "self_managed", "Self-Managed", True, id="licences"),
        pytest.param("self_managed", "self_managed", None, False, id="the-same"),
        pytest.param("emergencies", "self_managed", "Self-Managed", False, id="reported-as-an-emergency"),
        pytest.param(None, "self_managed", "Self-Managed", False, id="a-ticket-that-is-not-known"),
        pytest.param("saas", None, None, False, id="sets-none"),
    ],
)
def test_a_macro_that_makes_the_form_wrong_says_so_and_is_not_suggested(
    form: str | None, sets: str | None, named: str | None, wrong: bool
) -> None:
    form_id, sets_id = (HANDBOOK.zendesk.forms[key].id if key else None for key in (form, sets))
    (shown,) = parts([Macro(1, "M", form_id=sets_id)], ["M"], [], form_id)
    assert (shown.sets_form, shown.wrong_form, shown.suggested) == (named, wrong, not wrong)


def test_a_form_that_the_handbook_does_not_know_has_its_number() -> None:
    (shown,) = parts([Macro(1, "M", form_id=77)], [], [], HANDBOOK.zendesk.forms["saas"].id)
    assert (shown.sets_form, shown.wrong_form) == ("#77", True)
