"""Who is a manager: Zendesk's lists of them, and the e-mail that a GitLab user shows. Both change seldom."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta

from backend.deps import Deps
from backend.domain.issues import Issue
from backend.domain.listing import Listing
from backend.domain.roles import is_named
from backend.domain.star.managers import manager_usernames
from backend.domain.tickets import Person
from backend.store.sources import Skips
from backend.vendors.errors import VendorError, VendorRejected
from backend.vendors.listings import joined
from backend.vendors.zendesk.setup_records import SetupRecord

MANAGERS = "zendesk:managers"
ACCOUNT_AGE = timedelta(days=1)
"""How long what GitLab says of a user counts."""

log = logging.getLogger(__name__)


def nothing() -> None:
    """Take no note of progress."""


def sync_managers(deps: Deps, moved: Callable[[], None] = nothing) -> None:
    """Bring in who is a manager in Zendesk, by group or custom role; then whoever has a STAR and is not known yet."""
    started, rule = deps.clock(), deps.handbook.roles.manager
    groups, roles = deps.zendesk.setup("groups"), _custom_roles(deps)
    listed: list[Listing[Person]] = []
    for group in groups:
        if is_named(group.name, rule.groups):
            listed.append(deps.zendesk.group_users(group.id))
            moved()
    for role in roles:
        if is_named(role.name, rule.custom_roles):
            listed.append(deps.zendesk.role_users(role.id))
            moved()
    found = joined(listed)
    skipped = (*groups.skipped, *roles.skipped, *found.skipped)
    # While something cannot be read, nobody is known to have stopped being a manager.
    earlier = deps.mirror.people.listed_managers() if skipped else {}
    deps.mirror.people.replace_managers((earlier | {user.id: user.email for user in found}).items())
    deps.mirror.sources.record_success(MANAGERS, started, skips=Skips.of(skipped))
    learn_accounts(deps, assignees(deps.mirror.issues.open("star")), moved)


def _custom_roles(deps: Deps) -> Listing[SetupRecord]:
    if not deps.handbook.roles.manager.custom_roles:
        return Listing(())
    try:
        return deps.zendesk.setup("custom_roles")
    except VendorRejected:
        # Only Enterprise has them.
        return Listing(())


def assignees(issues: Iterable[Issue]) -> set[str]:
    """Name who has one of some open issues."""
    return {name for issue in issues if not issue.closed for name in issue.assigned}


def learn_accounts(deps: Deps, usernames: Iterable[str], moved: Callable[[], None] = nothing) -> None:
    """Read the accounts of GitLab users that are not known yet; what fails is tried again with the next reading."""
    for username in deps.mirror.people.unread(usernames, deps.clock() - ACCOUNT_AGE):
        try:
            user = deps.gitlab.user(username)
        except VendorError as error:
            log.warning("the account of @%s could not be read: %s", username, error)
            return
        moved()
        deps.mirror.people.put_account(username, user.email if user else None, deps.clock())


def find_contacts(deps: Deps, issues: Iterable[Issue], moved: Callable[[], None] = nothing) -> None:
    """Find who contacted the customer of feedback that carries the label: a manager has said so in a note.

    Read where the label is new, before the issues are kept: what was closed with it long ago is nobody's to follow.
    """
    label = deps.handbook.gitlab.labels.contacted
    for issue in (issue for issue in issues if label in issue.labels and issue.moved_to_id is None):
        known = deps.mirror.issues.get("feedback", issue.iid)
        followed = not issue.closed or (known is not None and not known.closed)
        if not followed or deps.mirror.contacts.get(issue.iid).made_by is not None:
            continue
        try:
            notes = [note for note in deps.gitlab.notes("feedback", issue.iid) if not note.system and note.author]
        except VendorError as error:
            log.warning("the notes of feedback issue %s could not be read: %s", issue.iid, error)
            continue
        moved()
        authors = {note.author.username.casefold(): note.author.username for note in notes if note.author}
        learn_accounts(deps, authors, moved)
        managers = manager_usernames(deps.mirror.people.known(), deps.mirror.on_calls.all(), deps.handbook)
        made_by = next((authors[name] for name in sorted(authors) if name in managers), None)
        if made_by:
            deps.mirror.contacts.record(issue.iid, made_by, deps.clock())
