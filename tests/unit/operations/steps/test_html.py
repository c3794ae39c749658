"""HTML of notes: what others wrote is escaped and its placeholders are broken, whatever it is put into."""

import pytest
from markupsafe import Markup

from backend.operations.steps.html import as_text, bullets, labelled, paragraph, paragraph_with_link

HOSTILE = "<b>{{ticket.id}}</b>"
HARMLESS = "&lt;b&gt;{\u200b{ticket.id}}&lt;/b&gt;"


def test_everything_put_in_is_escaped() -> None:
    assert paragraph(HOSTILE) == f"<p>{HARMLESS}</p>"
    assert bullets([HOSTILE, "{x}"]) == f"<ul><li>{HARMLESS}</li><li>{{x}}</li></ul>"
    assert (
        paragraph_with_link(HOSTILE, HOSTILE, 'https://x.example/?a="&b=<', HOSTILE)
        == f'<p>{HARMLESS}<a href="https://x.example/?a=&#34;&amp;b=&lt;">{HARMLESS}</a>{HARMLESS}</p>'
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//x.example", "", "data:text/html,x"])
def test_an_address_that_is_not_http_stays_text(url: str) -> None:
    assert paragraph_with_link("See ", "#1", url, ".") == "<p>See #1.</p>"


def test_a_plain_string_beside_it_is_escaped_too() -> None:
    assert isinstance(paragraph("a") + "<b>", Markup)
    assert paragraph("a") + "<b>" == "<p>a</p>&lt;b&gt;"


def test_what_is_copied_by_hand_is_text_line_by_line() -> None:
    note = (
        paragraph_with_link("Paged: ", "incident #1", "https://x.example/?a=1&b=2", ".")
        + labelled("Reason", "All  is <down>\nsince\n\nnoon")
        + bullets([HOSTILE, "{x}"])
    )
    assert as_text(note).split("\n") == [
        "Paged: incident #1 (https://x.example/?a=1&b=2).",
        "Reason: All is <down>",
        "since",
        "noon",
        # As in the note: Zendesk would fill in the placeholder of one that was pasted, too.
        "<b>{\u200b{ticket.id}}</b>",
        "{x}",
    ]
