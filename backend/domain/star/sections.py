"""What people wrote into an issue, as plain text to read: a section of its description, or all of it."""

import re
from collections.abc import Iterable

from backend.domain.text import BREAK, clean, squashed

LONGEST = 2_000
"""Characters of a text that are shown; the issue has the rest."""
READ = 20_000
"""Characters of a description that are looked through."""

_HEADING = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+(?P<marked>.+)|\*\*(?P<bold>[^*]+)\*\*[ \t]*:?[ \t]*(?P<rest>.*))$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def section(description: str, names: Iterable[str]) -> str | None:
    """Read the section under the first heading that begins with one of the names; None when there is none."""
    wanted = [squashed(name) for name in names]
    taken: list[str] | None = None
    for line in clean(description[:READ]).split("\n"):
        heading = _HEADING.match(line)
        if heading and taken is not None:
            break
        if heading and any(squashed(heading["marked"] or heading["bold"]).startswith(name) for name in wanted):
            taken = [heading["rest"] or ""]
        elif taken is not None:
            taken.append(line)
    return plain_text("\n".join(taken)) or None if taken is not None else None


def plain_text(text: str) -> str:
    """Take quotation signs and comments off a text, and cut it to what is shown."""
    said = _COMMENT.sub("", clean(text[:READ])).replace(BREAK, "")
    lines = [re.sub(r"^[ \t]*>[ \t]?", "", line) for line in said.split("\n")]
    whole = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return whole if len(whole) <= LONGEST else whole[: LONGEST - 2].rstrip() + " …"
