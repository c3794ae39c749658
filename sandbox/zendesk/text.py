"""What Zendesk does to a comment's text: cut it, expand placeholders, derive HTML and plain text."""

import html
import re
from html.parser import HTMLParser

from sandbox.errors import Json

LONGEST_BYTES = 64 * 1024
_PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_NEVER_KEPT = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_BLOCKS = frozenset({"p", "div", "br", "li", "ul", "ol", "pre", "blockquote", "h1", "h2", "h3", "tr"})


def cut(body: str) -> str:
    """Cut a body at 64 kB without a word about it."""
    return body.encode("utf-8", "replace")[:LONGEST_BYTES].decode("utf-8", "ignore")


def expand(body: str, values: dict[str, str]) -> str:
    """Replace `{{placeholders}}`; an unknown one becomes nothing, as in Liquid."""
    return _PLACEHOLDER.sub(lambda match: values.get(match.group(1).strip(), ""), body)


def placeholders(ticket: Json, requester: Json | None, actor: Json, base_url: str) -> dict[str, str]:
    """List what a placeholder can stand for on a ticket."""
    person = requester or {"name": "", "email": ""}
    return {
        "ticket.id": str(ticket["id"]),
        "ticket.title": ticket["subject"],
        "ticket.description": ticket["description"],
        "ticket.status": str(ticket["status"]).capitalize(),
        "ticket.priority": str(ticket["priority"] or "").capitalize(),
        "ticket.tags": " ".join(ticket["tags"]),
        "ticket.url": f"{base_url}/agent/tickets/{ticket['id']}",
        "ticket.link": f"{base_url}/agent/tickets/{ticket['id']}",
        "ticket.requester.name": person["name"],
        "ticket.requester.first_name": person["name"].split(" ")[0],
        "ticket.requester.email": person["email"] or "",
        "current_user.name": actor["name"],
        "current_user.first_name": actor["name"].split(" ")[0],
        "current_user.email": actor["email"] or "",
    }


def to_html(body: str) -> str:
    """Render plain text: paragraphs, line breaks, links."""
    paragraphs = re.split(r"\n{2,}", html.escape(body, quote=False))
    linked = (_LINK.sub(r'<a href="\g<0>">\g<0></a>', part).replace("\n", "<br>") for part in paragraphs)
    return wrap("".join(f'<p dir="auto">{part}</p>' for part in linked))


def wrap(fragment: str) -> str:
    """Put a fragment into the element that Zendesk puts around each comment."""
    return f'<div class="zd-comment" dir="auto">{_NEVER_KEPT.sub("", fragment)}</div>'


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "div", "ul", "ol", "pre", "blockquote"):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def to_plain(fragment: str) -> str:
    """Read the text out of HTML."""
    parser = _Plain()
    parser.feed(_NEVER_KEPT.sub("", fragment))
    parser.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(parser.parts)).strip()
