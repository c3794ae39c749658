"""Who of GitLab's users is a manager: the same person's accounts elsewhere tell it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from backend.domain.paging.on_call import OnCall
from backend.handbook.model.handbook import Handbook


@dataclass(frozen=True, slots=True)
class KnownPeople:
    """The managers of Zendesk by id and e-mail, and GitLab's users with the e-mail they show, None if they show none.

    E-mails and usernames are in lower case.
    """

    manager_ids: frozenset[int] = frozenset()
    manager_emails: frozenset[str] = frozenset()
    accounts: Mapping[str, str | None] = field(default_factory=dict)


def manager_by_slack(
    user_id: str, email: str | None, managers: Mapping[int, str | None], handbook: Handbook
) -> int | None:
    """Find the Zendesk id of the manager who is a member of Slack: by the handbook's list of people, else by e-mail.

    `managers` are those of Zendesk by id, each with the e-mail in lower case; None = no manager.
    """
    for person in handbook.people:
        if person.slack == user_id and person.zendesk_id is not None:
            return person.zendesk_id if person.zendesk_id in managers else None
    known = {(person.email or "").casefold() for person in handbook.people if person.slack == user_id}
    emails = (known or {(email or "").casefold()}) - {""}
    return next((manager for manager, theirs in managers.items() if theirs in emails), None)


def manager_usernames(people: KnownPeople, on_calls: Iterable[OnCall], handbook: Handbook) -> frozenset[str]:
    """List the managers' GitLab usernames, in lower case: by the handbook's list of people, else by e-mail.

    Whoever is on call as a manager is one, too.
    """
    on_call = [entry for entry in on_calls if entry.role == "manager"]
    pagers = {entry.user_id for entry in on_call if entry.user_id}
    emails = people.manager_emails | {entry.email.casefold() for entry in on_call if entry.email}
    named = {
        person.gitlab.casefold()
        for person in handbook.people
        if person.gitlab
        and (
            person.zendesk_id in people.manager_ids
            or person.pagerduty_id in pagers
            or (person.email or "").casefold() in emails
        )
    }
    return frozenset(named | {username for username, email in people.accounts.items() if email in emails})
