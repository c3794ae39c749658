"""GitLab in the product's words. The only importer of python-gitlab.

Issues are found by listing, never by search: search matches prefixes and lags behind. Facts:
docs.gitlab.com/api/issues, docs.gitlab.com/api/notes.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

import requests
from gitlab import Gitlab as Client
from gitlab.exceptions import GitlabError, GitlabGetError, GitlabParsingError

from backend.domain.issues import Issue, Tracker
from backend.vendors.budget import Budget
from backend.vendors.client import VendorAdapter
from backend.vendors.errors import NotFound, OutcomeUnknown, VendorRejected

NAME = "GitLab"
PAGE = 100


@dataclass(frozen=True, slots=True)
class User:
    """A GitLab user; `email` only if they show it."""

    id: int
    email: str | None


@dataclass(frozen=True, slots=True)
class Bot:
    """The user behind our token; `ends` None = the token does not expire."""

    id: int
    username: str
    scopes: tuple[str, ...]
    ends: date | None


@dataclass(frozen=True, slots=True)
class Project:
    """A tracker's project; `access` is GitLab's number of a user's role in it, 0 = no member."""

    has_issues: bool
    archived: bool
    access: int
    labels: frozenset[str]


class GitLab:
    """The GitLab instance, acting as the token's bot user. `projects` holds each tracker's path."""

    def __init__(self, url: str, token: str, projects: Mapping[Tracker, str], a_minute: int | None = None) -> None:
        self._url = url
        self._token = token
        self._projects = projects
        self._budget = Budget(a_minute=a_minute)
        self._thread = threading.local()

    @property
    def page_size(self) -> int:
        """How many issues a full page holds."""
        return PAGE

    def changed_issues(self, tracker: Tracker, updated_after: datetime | None, page: int) -> list[Issue]:
        """Read a page of a tracker's issues changed since a time (None = all), oldest change first."""
        query: dict[str, Any] = {"order_by": "updated_at", "sort": "asc", "scope": "all"}
        if updated_after:
            query["updated_after"] = updated_after.isoformat()
        with self._project(tracker) as project:
            listed = project.issues.list(per_page=PAGE, page=page, get_all=False, obey_rate_limit=False, **query)
            return [issue_from(tracker, one.attributes) for one in listed]

    def issue(self, tracker: Tracker, iid: int) -> Issue:
        """Read one issue."""
        with self._project(tracker) as project:
            return issue_from(tracker, project.issues.get(iid, obey_rate_limit=False).attributes)

    def our_issues(self, tracker: Tracker, created_after: datetime, is_ours: Callable[[str], bool]) -> list[Issue]:
        """List the bot's issues whose descriptions carry our marker, the lowest iid first."""
        query = {
            "created_after": created_after.isoformat(),
            "scope": "created_by_me",
            "order_by": "created_at",
        }
        with self._project(tracker) as project:
            listed = project.issues.list(iterator=True, per_page=PAGE, obey_rate_limit=False, **query)
            ours = [one.attributes for one in listed if is_ours(one.attributes.get("description") or "")]
            return sorted((issue_from(tracker, one) for one in ours), key=lambda issue: issue.iid)

    def create_issue(
        self,
        tracker: Tracker,
        *,
        title: str,
        description: str,
        labels: Sequence[str],
    ) -> Issue:
        """Open an issue; texts are already safe (see domain/text.py)."""
        body = {
            "title": title,
            "description": description,
            "labels": ",".join(labels),
        }
        with self._project(tracker) as project:
            return issue_from(tracker, project.issues.create(body, obey_rate_limit=False).attributes)

    def has_note(self, tracker: Tracker, iid: int, is_ours: Callable[[str], bool]) -> bool:
        """Tell whether one of an issue's newest notes is ours."""
        with self._project(tracker) as project:
            issue = project.issues.get(iid, lazy=True)
            notes = issue.notes.list(per_page=PAGE, page=1, sort="desc", get_all=False, obey_rate_limit=False)
            return any(is_ours(one.attributes.get("body") or "") for one in notes if not one.attributes.get("system"))

    def add_note(self, tracker: Tracker, iid: int, body: str) -> None:
        """Comment on an issue; `body` is already safe (see domain/text.py)."""
        with self._project(tracker) as project:
            project.issues.get(iid, lazy=True).notes.create({"body": body}, obey_rate_limit=False)

    def update_issue(self, tracker: Tracker, iid: int, **changes: Any) -> Issue:
        """Change an issue by `add_labels`, `remove_labels`, `assignee_ids`, `state_event`: idempotent ones only."""
        with self._project(tracker) as project:
            return issue_from(tracker, project.issues.update(iid, changes, obey_rate_limit=False))

    def user(self, username: str) -> User | None:
        """Find a user by their exact username; None when there is none."""
        with self._lent() as client:
            found = client.users.list(username=username, get_all=False, obey_rate_limit=False)
            mine = [one.attributes for one in found if one.username.casefold() == username.casefold()]
            return User(mine[0]["id"], mine[0].get("public_email") or None) if mine else None

    def myself(self) -> Bot:
        """Read whose token we hold, and what it may be used for."""
        with self._lent() as client:
            user = cast(dict[str, Any], client.http_get("/user"))
            token = cast(dict[str, Any], client.http_get("/personal_access_tokens/self"))
            ends = token.get("expires_at")
            return Bot(user["id"], user["username"], tuple(token["scopes"]), date.fromisoformat(ends) if ends else None)

    def project(self, tracker: Tracker, user_id: int) -> Project:
        """Read a tracker's project as far as issues need it, and what a user may do there."""
        with self._project(tracker) as lazy:
            found = lazy.manager.get(lazy.encoded_id, obey_rate_limit=False).attributes
            labels = lazy.labels.list(iterator=True, per_page=PAGE, obey_rate_limit=False)
            names = frozenset(one.name for one in labels)
            try:
                level = int(lazy.members_all.get(user_id, obey_rate_limit=False).access_level)
            except GitlabGetError as error:
                if error.response_code != 404:
                    raise
                level = 0
        return Project(bool(found.get("issues_enabled", True)), bool(found.get("archived")), level, names)

    def project_url(self, tracker: Tracker) -> str:
        """Give the address of a tracker's issue list."""
        return f"{self._url}/{self._projects[tracker]}/-/issues"

    @contextmanager
    def _project(self, tracker: Tracker) -> Iterator[Any]:
        """Lend a tracker's project."""
        with self._lent() as client:
            yield client.projects.get(self._projects[tracker], lazy=True)

    @contextmanager
    def _lent(self) -> Iterator[Client]:
        """Lend this thread's client, and turn its errors into ours."""
        if not hasattr(self._thread, "client"):
            self._thread.client = self._client()
        try:
            yield self._thread.client
        except GitlabParsingError as error:
            raise OutcomeUnknown(NAME, "sent an answer that cannot be read") from error
        except GitlabError as error:
            raise refusal(error) from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise OutcomeUnknown(NAME, "sent an answer of another form than documented") from error

    def _client(self) -> Client:
        session = requests.Session()
        for scheme in ("https://", "http://"):
            session.mount(scheme, VendorAdapter(NAME, self._budget))
        return Client(self._url, private_token=self._token, timeout=10, retry_transient_errors=False, session=session)


def refusal(error: GitlabError) -> VendorRejected:
    """Tell what a 4xx answer means."""
    status = error.response_code
    if status == 404:
        return NotFound(NAME, "there is no such record, or our token may not see it")
    if status in {401, 403}:
        return VendorRejected(NAME, "does not accept our token for this; check GITLAB_TOKEN")
    return VendorRejected(NAME, f"refused the request (status {status}): {str(error.error_message)[:200]}")


def issue_from(tracker: Tracker, raw: Mapping[str, Any]) -> Issue:
    """Read an issue as GitLab's REST API shows one."""
    assignee = raw.get("assignee") or next(iter(raw.get("assignees") or ()), None)
    return Issue(
        tracker=tracker,
        iid=raw["iid"],
        title=raw["title"],
        description=raw.get("description") or "",
        url=raw["web_url"],
        closed=raw["state"] == "closed",
        labels=frozenset(raw.get("labels") or ()),
        author=(raw.get("author") or {}).get("username") or "",
        assignee=assignee["username"] if assignee else None,
        created_at=datetime.fromisoformat(raw["created_at"]),
        updated_at=datetime.fromisoformat(raw["updated_at"]),
        closed_at=datetime.fromisoformat(raw["closed_at"]) if raw.get("closed_at") else None,
    )
