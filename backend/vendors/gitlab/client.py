"""GitLab in the product's words: the trackers' issues, the projects they are in, users and our own token."""

from dataclasses import dataclass
from datetime import date

from backend.domain.issues import Tracker
from backend.vendors.errors import NotFound
from backend.vendors.gitlab.issues import Issues
from backend.vendors.gitlab.records import (
    LabelRecord,
    MemberRecord,
    NamedMemberRecord,
    ProjectRecord,
    TokenRecord,
    UserRecord,
)
from backend.vendors.gitlab.session import NAME
from backend.vendors.listings import fitting, joined


@dataclass(frozen=True, slots=True)
class User:
    """A GitLab user; `email` only if they show it, `state` is active, blocked, ..."""

    id: int
    email: str | None
    username: str = ""
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a project, by name."""

    username: str
    name: str


@dataclass(frozen=True, slots=True)
class Bot:
    """The user behind our token; `ends` None = the token does not expire."""

    id: int
    username: str
    scopes: tuple[str, ...]
    ends: date | None


@dataclass(frozen=True, slots=True)
class Project:
    """A tracker's project; `access` is GitLab's number of a user's role in it, 0 = no member; `path` as it is now."""

    has_issues: bool
    archived: bool
    access: int
    labels: frozenset[str]
    path: str = ""


class GitLab(Issues):
    """The GitLab instance, acting as the token's bot user. `projects` holds each tracker's path."""

    def user(self, username: str) -> User | None:
        """Find a user by their exact username; None when there is none."""
        raws, _ = self._page("/users", {"username": username}, 1)
        found = fitting(NAME, "user", raws, UserRecord, lambda raw: raw)
        mine = [user for user in found if user.username.casefold() == username.casefold()]
        return User(mine[0].id, mine[0].public_email or None, mine[0].username, mine[0].state) if mine else None

    def members_like(self, tracker: Tracker, text: str) -> list[Member]:
        """List a tracker's active members whose name, username or e-mail address has this text; the first page."""
        raws, _ = self._within(tracker, lambda path: self._page(f"{path}/members/all", {"query": text}, 1))
        found = fitting(NAME, "member", raws, NamedMemberRecord, lambda raw: raw)
        return [Member(one.username, one.name) for one in found if one.state in {None, "active"}]

    def myself(self) -> Bot:
        """Read whose token we hold, and what it may be used for."""
        user = self._ask("get", "/user", UserRecord)
        token = self._ask("get", "/personal_access_tokens/self", TokenRecord)
        return Bot(user.id, user.username, token.scopes, token.expires_at)

    def project(self, tracker: Tracker, user_id: int) -> Project:
        """Read a tracker's project as far as issues need it, and what a user may do there."""
        found = self._within(tracker, lambda path: self._ask("get", path, ProjectRecord))
        path = self._path(tracker)
        pages = self._pages(f"{path}/labels", {})
        labels = joined(fitting(NAME, "label", page, LabelRecord, lambda raw: raw.name) for page in pages)
        try:
            level = self._ask("get", f"{path}/members/all/{user_id}", MemberRecord).access_level
        except NotFound:
            level = 0
        has_issues = found.issues_enabled is not False
        return Project(has_issues, bool(found.archived), level, frozenset(labels), found.path_with_namespace)
