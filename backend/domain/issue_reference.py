"""Which issue a person means by a number or an address."""

import re
from urllib.parse import SplitResult, urlsplit

from backend.domain.named_tickets import NUMBER

_ISSUE_PATH = re.compile(r"/-/(?:issues|work_items)/([1-9][0-9]{0,9})/?")


def parse_issue_reference(text: str, project_path: str, gitlab_url: str) -> int:
    """Read the iid from `123`, `#123` or the address of an issue of this project on this GitLab.

    Raise ValueError with a sentence for people when it is anything else.
    """
    given = text.strip()
    if number := NUMBER.fullmatch(given):
        return int(number[1])
    address, home = _split(given), _split(gitlab_url)
    if address is None or home is None or address.scheme not in ("http", "https"):
        raise ValueError("Give the number of an issue or its address.")
    if _authority(address) != _authority(home):
        raise ValueError(f"That address is not on {home.netloc}.")
    project = f"{home.path.rstrip('/')}/{project_path}"
    if not address.path.lower().startswith(f"{project}/-/".lower()):
        raise ValueError(f"That address is not an issue of {project_path}.")
    issue = _ISSUE_PATH.fullmatch(address.path[len(project) :])
    if issue is None:
        raise ValueError(f"That address does not end in an issue of {project_path}.")
    return int(issue[1])


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _authority(address: SplitResult) -> str:
    """Compare hosts without case, default ports or a user part; a user part never matches a plain host."""
    return address.netloc.lower().removesuffix(":443" if address.scheme == "https" else ":80")
