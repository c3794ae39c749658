"""HTML of internal notes: everything that is not ours is escaped and its placeholders are broken."""

from html import escape

from backend.domain.text import neutral


def paragraph(words: str) -> str:
    """Write one paragraph."""
    return f"<p>{safe(words)}</p>"


def paragraph_with_link(before: str, label: str, url: str, after: str = "") -> str:
    """Write one paragraph with a link in it; an address that is not http(s) stays text."""
    link = safe(label)
    if url.startswith(("https://", "http://")):
        link = f'<a href="{escape(url)}">{link}</a>'
    return f"<p>{safe(before)}{link}{safe(after)}</p>"


def safe(words: str) -> str:
    """Make words fit for HTML in a Zendesk comment."""
    return escape(neutral(words))
