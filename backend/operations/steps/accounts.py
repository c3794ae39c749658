"""People as they are typed in: by their account elsewhere, or by a level of the escalation policy."""

import re

TARGET = re.compile(r"level:[1-9]|[A-Z0-9]{4,20}|[^\s@]+@[^\s@]+\.[^\s@]+")


def target(text: str) -> str:
    """Accept a level of the escalation policy, a PagerDuty user's id, or their e-mail address."""
    wanted = text.strip()
    if len(wanted) > 254 or not TARGET.fullmatch(wanted):
        raise ValueError("must be a PagerDuty user's e-mail address or id, or a level such as level:2")
    return wanted
