"""People as they are typed in, by their account elsewhere or by a level of the escalation policy, and who they are."""

import re
from typing import Annotated

from pydantic import StringConstraints

from backend.deps import Deps
from backend.domain.paging.responders import LEVEL, Responder
from backend.handbook.model.handbook import Handbook
from backend.handbook.model.roles import Colleague
from backend.operations.engine.request import RuleViolation

TARGET = re.compile(r"level:[1-9]|[A-Z0-9]{4,20}|[^\s@]+@[^\s@]+\.[^\s@]+")
USERNAME = re.compile(r"@?([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,253}[A-Za-z0-9_-])?)")
PagerDutyId = Annotated[str, StringConstraints(pattern="^[A-Z0-9]{4,20}$")]
EVERYBODY = "all"
"""What GitLab reads as a call to all members of a project; no user has that name."""


def target(text: str) -> str:
    """Accept a level of the escalation policy, a PagerDuty user's id, or their e-mail address."""
    wanted = text.strip()
    if not _is_target(wanted):
        raise ValueError("must be a PagerDuty user's e-mail address or id, or a level such as level:2")
    return wanted


def person(text: str) -> str:
    """Accept a PagerDuty user's id or e-mail address."""
    wanted = text.strip()
    if wanted.startswith(LEVEL):
        raise ValueError("must be a person, not a level")
    if not _is_target(wanted):
        raise ValueError("must be a PagerDuty user's e-mail address or id")
    return wanted


def _is_target(text: str) -> bool:
    return len(text) <= 254 and TARGET.fullmatch(text) is not None


def known_responder(deps: Deps, wanted: str) -> Responder:
    """Find a PagerDuty user by id or e-mail address; raise RuleViolation when there is none."""
    found = deps.pagerduty.responder(wanted)
    if found is None:
        raise RuleViolation("responder_unknown", f"PagerDuty knows no user {wanted}")
    return found


def username(text: str) -> str:
    """Accept a GitLab username, with or without its @; raise ValueError for anything else."""
    match = USERNAME.fullmatch(text.strip())
    if not match or match[1].casefold() == EVERYBODY:
        raise ValueError("must be the GitLab username of one person, such as @ada")
    return match[1]


def colleagues(handbook: Handbook, username: str) -> list[Colleague]:
    """List whom the handbook knows by a GitLab username, in whichever case it is written."""
    name = username.casefold()
    return [person for person in handbook.people if (person.gitlab or "").casefold() == name]
