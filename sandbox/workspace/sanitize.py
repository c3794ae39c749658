"""Let a tight list of elements through and nothing else."""

from html import escape
from html.parser import HTMLParser

ALLOWED = frozenset({"p", "br", "a", "strong", "em", "ul", "ol", "li", "code", "pre", "blockquote"})
RENAMED = {"b": "strong", "i": "em"}
VOID = frozenset({"br"})
# Their content is no text for people.
SWALLOWED = frozenset({"script", "style", "template", "iframe", "noscript"})


class _Sanitizer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.opened: list[str] = []
        self.swallowing = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = RENAMED.get(tag, tag)
        if tag in SWALLOWED:
            self.swallowing += 1
        elif tag in ALLOWED and not self.swallowing:
            self.parts.append(f"<{tag}{_link(attrs) if tag == 'a' else ''}>")
            if tag not in VOID:
                self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = RENAMED.get(tag, tag)
        if tag in SWALLOWED:
            self.swallowing = max(0, self.swallowing - 1)
        elif tag in self.opened:
            # Close what was left open inside, so that the result nests whatever came in.
            while self.opened:
                last = self.opened.pop()
                self.parts.append(f"</{last}>")
                if last == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self.swallowing:
            self.parts.append(escape(data, quote=False))


def _link(attrs: list[tuple[str, str | None]]) -> str:
    address = (dict(attrs).get("href") or "").strip()
    if not address.lower().startswith(("http://", "https://")):
        return ""
    return f' href="{escape(address)}" target="_blank" rel="noopener noreferrer"'


def sanitize(fragment: str) -> str:
    """Return HTML that is safe to put into a page."""
    parser = _Sanitizer()
    parser.feed(fragment)
    parser.close()
    return "".join(parser.parts) + "".join(f"</{tag}>" for tag in reversed(parser.opened))
