"""By which accounts somebody is known to PagerDuty."""

from dataclasses import dataclass
from typing import Self

from backend.domain.paging.on_call import OnCall
from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class Accounts:
    """By what somebody is known in PagerDuty: users' ids and e-mails, the latter in lower case."""

    user_ids: frozenset[str]
    emails: frozenset[str]

    @classmethod
    def of(cls, zendesk_id: int, email: str | None, handbook: Handbook) -> Self:
        """Find the accounts of a Zendesk user: by the handbook's list of people, else by e-mail."""
        same = [one for one in handbook.people if one.is_person(zendesk_id, email)]
        emails = (email, *(one.email for one in same))
        return cls(
            frozenset(one.pagerduty_id for one in same if one.pagerduty_id),
            frozenset(one.casefold() for one in emails if one),
        )

    def has(self, entry: OnCall) -> bool:
        """Tell whether a stretch of duty is this person's."""
        return entry.user_id in self.user_ids or (entry.email or "").casefold() in self.emails

    def can_tell(self, entry: OnCall) -> bool:
        """Tell whether it shows if a stretch of duty is this person's."""
        return bool(self.user_ids and entry.user_id) or bool(self.emails and entry.email)
