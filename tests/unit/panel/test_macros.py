"""Which macros of a panel page, and who has applied one last."""

from datetime import timedelta
from typing import Any

import pytest

from backend.domain.macros import Macro
from backend.panel.macros import macro_part, macro_parts
from tests.unit.domain.makers import NOW
from tests.unit.operations.makers import HANDBOOK, operation

TAG = HANDBOOK.zendesk.tags.trigger_manual_emergency


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
    (shown,) = macro_parts([macro_part(Macro(1, title, adds_tags=tags), HANDBOOK)], [title], [])
    # One that pages is not offered, whatever it would go with.
    assert (shown.pages, shown.suggested) == (pages, not pages)


def test_only_what_goes_with_the_verdict_is_suggested() -> None:
    macros = [macro_part(Macro(at, title), HANDBOOK) for at, title in enumerate(HANDBOOK.zendesk.macros.values())]
    fitting = HANDBOOK.zendesk.macros["strict_definition"]
    shown = macro_parts(macros, [fitting], [])
    assert [one.title for one in shown if one.suggested] == [fitting]


def test_who_applied_a_macro_last_is_told() -> None:
    def applied(macro_id: int, minutes: int, **more: Any) -> Any:
        at = NOW - timedelta(minutes=minutes)
        return operation("apply_macro", body={"macro_id": macro_id}, created_at=at, **more)

    past = [applied(2, 1, state="failed"), applied(2, 3), applied(2, 9), operation("resolve_star")]
    one, two = macro_parts([macro_part(Macro(*of), HANDBOOK) for of in ((1, "A"), (2, "B"))], [], past)
    assert one.applied is None
    assert two.applied is not None
    assert two.applied.at == NOW - timedelta(minutes=3)
