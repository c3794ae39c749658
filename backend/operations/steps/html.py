"""HTML of internal notes: everything that is not ours is escaped and its placeholders are broken.

The type says what is safe: these give Markup, and Markup escapes every plain string that is put into it.
"""

import re
from collections.abc import Iterable

from markupsafe import Markup

from backend.domain.text import COMMENT_LIMIT, neutral, to_html

_LINK = re.compile('<a href="([^"]*)">(.*?)</a>')
_LINE_ENDS = re.compile("<br>|</p>|</li>")


def paragraph(text: str) -> Markup:
    """Write one paragraph."""
    return Markup("<p>{}</p>").format(neutral(text))


def labelled(label: str, text: str, limit: int = COMMENT_LIMIT) -> Markup:
    """Write what somebody typed, its first paragraph behind a label; they take at most `limit` bytes."""
    return to_html(f"{label}: {text.lstrip()}", limit)


def link(label: str, url: str) -> Markup:
    """Write a link; an address that is not http(s) stays text."""
    form = Markup('<a href="{}">{}</a>') if url.startswith(("https://", "http://")) else Markup("{1}")
    return form.format(url, neutral(label))


def paragraph_with_link(before: str, label: str, url: str, after: str = "") -> Markup:
    """Write one paragraph with a link in it."""
    return Markup("<p>{}{}{}</p>").format(neutral(before), link(label, url), neutral(after))


def bullets(lines: Iterable[str]) -> Markup:
    """Write a list, one item a line."""
    return Markup("<ul>{}</ul>").format(Markup().join(Markup("<li>{}</li>").format(neutral(line)) for line in lines))


def as_text(note: Markup) -> str:
    """Write what the functions above have made as lines that a person can copy, the address behind each link."""
    lines = _LINE_ENDS.split(_LINK.sub(r"\2 (\1)", str(note)))
    return "\n".join(Markup(line).striptags() for line in lines).strip()  # noqa: S704 - it was Markup, and ends as text
