"""A macro's text with labelled lines that are left blank for whoever applies it: fill them, or leave them out."""

import re
from collections.abc import Mapping
from functools import partial

_BLANK_LIST = re.compile(r"<ul>\s*</ul>")


def fill_html(text: str, lines: Mapping[str, str | None]) -> tuple[str, list[str]]:
    """Fill the blank items and paragraphs of a text that consist of a label; without a value they are taken out.

    `lines` are label → safe HTML, None = not known. Also give the labels of what is known and has no such line.
    """
    missing = []
    for label, value in lines.items():
        blank = re.compile(rf"<(li|p)>\s*{re.escape(label)}\s*:?(?:\s|&nbsp;)*</\1>", re.IGNORECASE)
        filled = _filled(label, value)
        # A function, because re would read the backslashes of a text.
        text, found = blank.subn(partial(_in_element, filled), text)
        if not found and value:
            missing.append(label)
    return _BLANK_LIST.sub("", text), missing


def fill_plain(text: str, lines: Mapping[str, str | None]) -> tuple[str, list[str]]:
    """Do the same in a plain text, where each line stands alone; `lines` are plain, too."""
    missing = []
    for label, value in lines.items():
        blank = re.compile(rf"^([ \t*-]*){re.escape(label)}[ \t]*:?[ \t]*(?:\n|\Z)", re.IGNORECASE | re.MULTILINE)
        filled = _filled(label, value)
        text, found = blank.subn(partial(_in_line, filled), text)
        if not found and value:
            missing.append(label)
    return text.rstrip("\n"), missing


def _in_element(said: str, match: re.Match[str]) -> str:
    return f"<{match[1]}>{said}</{match[1]}>" if said else ""


def _in_line(said: str, match: re.Match[str]) -> str:
    return f"{match[1]}{said}\n" if said else ""


def _filled(label: str, value: str | None) -> str:
    return f"{label}: {value}" if value else ""
