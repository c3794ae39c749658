"""GitLab's records as its REST API shows them, read into the product's words."""

import re
from datetime import date
from typing import Annotated

from pydantic import Field

from backend.domain.issues import Account, Issue, IssueNote, IssueRef, Tracker
from backend.vendors.addresses import same_host
from backend.vendors.fields import Address, Maybe, Moment, Number, Record, Several, Text, Words

_MOVED = re.compile(r"moved to (?P<project>[\w.-]+(?:/[\w.-]+)*)?#(?P<iid>[1-9][0-9]{0,14})")
_ISSUE = re.compile(r"/projects/(?P<project>[0-9]{1,15})/issues/(?P<iid>[0-9]{1,15})/?$")


class UserRecord(Record):
    id: Number
    username: Text
    state: Maybe[Text] = None
    public_email: Maybe[Text] = None


class Links(Record):
    closed_as_duplicate_of: Maybe[Text] = None


class IssueRecord(Record):
    id: Maybe[Number] = None
    iid: Annotated[Number, Field(lt=2**31)]
    project_id: Maybe[Number] = None
    title: Words = ""
    description: Words = ""
    web_url: Maybe[Address] = None
    state: Text
    labels: Several[Text] = ()
    author: Maybe[UserRecord] = None
    assignee: Maybe[UserRecord] = None
    assignees: Several[UserRecord] = ()
    created_at: Moment
    updated_at: Moment
    closed_at: Maybe[Moment] = None
    closed_by: Maybe[UserRecord] = None
    confidential: Maybe[bool] = None
    moved_to_id: Maybe[Number] = None
    links: Annotated[Maybe[Links], Field(alias="_links")] = None


class NoteRecord(Record):
    id: Number
    body: Words = ""
    author: Maybe[UserRecord] = None
    created_at: Maybe[Moment] = None
    system: Maybe[bool] = None


class LabelRecord(Record):
    name: Text


class MemberRecord(Record):
    access_level: int


class NamedMemberRecord(Record):
    username: Text
    name: Text
    state: Maybe[Text] = None


class TokenRecord(Record):
    scopes: Several[Text] = ()
    expires_at: date | None = None


class ProjectRecord(Record):
    id: Number
    path_with_namespace: Text
    issues_enabled: Maybe[bool] = None
    archived: Maybe[bool] = None


def account_from(raw: UserRecord) -> Account:
    """Read a user."""
    return Account(raw.id, raw.username, raw.state)


def issue_kind(tracker: Tracker) -> str:
    """Name what a tracker's issues are called where one cannot be read."""
    return f"{tracker} issue"


def issue_from(tracker: Tracker, raw: IssueRecord, project_url: str) -> Issue:
    """Read an issue; `project_url` is its project's address, for one that does not tell its own on this GitLab."""
    assignees = raw.assignees or ((raw.assignee,) if raw.assignee else ())
    return Issue(
        tracker=tracker,
        iid=raw.iid,
        title=raw.title,
        description=raw.description,
        url=address_on(project_url, raw) or f"{project_url}/-/issues/{raw.iid}",
        closed=raw.state == "closed",
        labels=frozenset(raw.labels),
        author=raw.author.username if raw.author else "",
        assignee=assignees[0].username if assignees else None,
        created_at=raw.created_at,
        updated_at=raw.updated_at,
        closed_at=raw.closed_at,
        id=raw.id,
        project_id=raw.project_id,
        assignees=tuple(account_from(account) for account in assignees),
        moved_to_id=raw.moved_to_id,
        duplicate_of=_duplicate(raw.links),
        confidential=bool(raw.confidential),
        closed_by=raw.closed_by.username if raw.closed_by else None,
    )


def address_on(gitlab_url: str, raw: IssueRecord) -> str | None:
    """Give the address that an issue tells of itself; None when it leads away from this GitLab."""
    return raw.web_url if raw.web_url and same_host(raw.web_url, gitlab_url) else None


def note_from(raw: NoteRecord) -> IssueNote:
    """Read a comment of an issue."""
    author = account_from(raw.author) if raw.author else None
    return IssueNote(raw.id, author, raw.body, raw.created_at, bool(raw.system))


def moved_note(body: str, own: str) -> tuple[str, int] | None:
    """Read the path of the project and the number there from GitLab's note about a move; `own` is the issue's project.

    GitLab leaves out of the path what both have in common: all of it, or the group.
    """
    found = _MOVED.fullmatch(body.strip())
    if found is None:
        return None
    project = found["project"] or own
    return (project if "/" in project else f"{own.rpartition('/')[0]}/{project}"), int(found["iid"])


def _duplicate(links: Links | None) -> IssueRef | None:
    found = _ISSUE.search((links and links.closed_as_duplicate_of) or "")
    return IssueRef(int(found["project"]), int(found["iid"])) if found else None
