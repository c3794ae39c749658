"""By which accounts somebody is known to PagerDuty."""

from collections.abc import Iterable
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
    def made(cls, user_ids: Iterable[str | None], emails: Iterable[str | None]) -> Self:
        """Take what is known, and leave out what is not."""
        return cls(frozenset(filter(None, user_ids)), frozenset(email.casefold() for email in emails if email))

    @classmethod
    def of(cls, zendesk_id: int, email: str | None, handbook: Handbook) -> Self:
        """Find the accounts of a Zendesk user: by the handbook's list of people, else by e-mail."""
        same = [person for person in handbook.people if person.is_person(zendesk_id, email)]
        return cls.made((person.pagerduty_id for person in same), (email, *(person.email for person in same)))

    @property
    def known(self) -> bool:
        """Tell whether there is any."""
        return bool(self.user_ids or self.emails)

    def has(self, entry: OnCall) -> bool:
        """Tell whether a stretch of duty is this person's."""
        return entry.user_id in self.user_ids or (entry.email or "").casefold() in self.emails

    def can_tell(self, entry: OnCall) -> bool:
        """Tell whether it shows if a stretch of duty is this person's."""
        return bool(self.user_ids and entry.user_id) or bool(self.emails and entry.email)
