"""The projects that hold the trackers: found by path, and by number once GitLab says that one has moved."""

import logging
import re
from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import quote, urlsplit

from backend.domain.issues import Tracker
from backend.vendors.errors import Moved, VendorRejected
from backend.vendors.gitlab.records import ProjectRecord
from backend.vendors.gitlab.session import NAME, Session

T = TypeVar("T")

_NUMBER = re.compile(r"/projects/(?P<id>[0-9]{1,15})(?:/|$)")

log = logging.getLogger(__name__)


class Projects(Session):
    """The trackers' projects; `projects` holds each tracker's path."""

    def __init__(self, url: str, token: str, projects: Mapping[Tracker, str], a_minute: int | None = None) -> None:
        super().__init__(url, token, a_minute)
        self._projects = projects
        self._moved: dict[Tracker, ProjectRecord] = {}

    def moved_to(self, tracker: Tracker) -> str | None:
        """Give the path that a tracker's project has now, None while the configured one is right as far as known."""
        found = self._moved.get(tracker)
        return found.path_with_namespace if found else None

    def project_url(self, tracker: Tracker) -> str:
        """Give the address of a tracker's issue list."""
        return f"{self._web_url(tracker)}/-/issues"

    def _web_url(self, tracker: Tracker) -> str:
        return f"{self._url}/{self._name(tracker)}"

    def _name(self, tracker: Tracker) -> str:
        return self.moved_to(tracker) or self._projects[tracker]

    def _within(self, tracker: Tracker, work: Callable[[str], T]) -> T:
        """Do some work on a project, given its path in the API; once more by number if the project has moved.

        GitLab refuses every call to the old path of a moved project, so nothing is done twice.
        """
        try:
            return work(self._path(tracker))
        except Moved as error:
            self._resolve(tracker, error)
            return work(self._path(tracker))
        except VendorRejected as error:
            if error.status == 403 and error.call and error.call.method != "GET" and self._archived(tracker):
                words = f"the project {self._name(tracker)} is archived: nothing can be written there"
                raise VendorRejected(NAME, words, error.call) from error
            raise

    def _path(self, tracker: Tracker) -> str:
        moved = self._moved.get(tracker)
        return f"/projects/{moved.id if moved else quote(self._projects[tracker], safe='')}"

    def _resolve(self, tracker: Tracker, moved: Moved) -> None:
        location = moved.location
        if not location:
            # Only the redirect of a read names the new address.
            try:
                self._send("get", self._path(tracker))
            except Moved as error:
                location = error.location
        found = _NUMBER.search(urlsplit(location).path)
        if not found:
            raise moved
        self._moved[tracker] = self._ask("get", f"/projects/{found['id']}", ProjectRecord)
        log.warning("the project %s is %s now", self._projects[tracker], self._moved[tracker].path_with_namespace)

    def _archived(self, tracker: Tracker) -> bool:
        return bool(self._ask("get", self._path(tracker), ProjectRecord).archived)
