"""The notes of GitLab's issues. Facts: docs.gitlab.com/api/notes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from backend.domain.issues import IssueNote, Tracker
from backend.domain.listing import Listing
from backend.vendors.errors import Gone, NotFound
from backend.vendors.gitlab.projects import Projects
from backend.vendors.gitlab.records import NoteRecord, ProjectRecord, UserRecord, note_from
from backend.vendors.gitlab.session import NAME
from backend.vendors.listings import fitting, joined


class Notes(Projects):
    """The notes of the trackers' issues, written as the token's bot user."""

    _bot_id: int | None = None

    def notes(self, tracker: Tracker, iid: int) -> Listing[IssueNote]:
        """List an issue's notes, the newest first."""
        with self._gone(tracker, iid):
            return self._within(tracker, lambda path: joined(self._notes(path, iid)))

    def has_note(self, tracker: Tracker, iid: int, is_ours: Callable[[str], bool], since: datetime) -> bool:
        """Tell whether a note that our bot has written since a time is what we look for; others' notes never are."""
        with self._gone(tracker, iid):
            return self._within(tracker, lambda path: any(is_ours(note.body) for note in self._mine(path, iid, since)))

    def add_note(self, tracker: Tracker, iid: int, body: str) -> None:
        """Comment on an issue; `body` is already safe (see domain/text.py)."""
        with self._gone(tracker, iid):
            self._within(
                tracker, lambda path: self._ask("post", f"{path}/issues/{iid}/notes", NoteRecord, body={"body": body})
            )

    def bot_id(self) -> int:
        """Read the number of the user behind our token, once."""
        if self._bot_id is None:
            self._bot_id = self._ask("get", "/user", UserRecord).id
        return self._bot_id

    @contextmanager
    def _gone(self, tracker: Tracker, iid: int) -> Iterator[None]:
        """Raise Gone in place of NotFound when the project can be read: then the issue is not hidden from us."""
        try:
            yield
        except NotFound as error:
            self._within(tracker, lambda path: self._ask("get", path, ProjectRecord))
            raise Gone(NAME, f"there is no issue #{iid} any more", error.call) from error

    def _mine(self, path: str, iid: int, since: datetime) -> Iterator[IssueNote]:
        """Give our bot's notes, the newest first, none older than `since`."""
        bot = self.bot_id()
        for page in self._notes(path, iid):
            for note in page:
                if note.created_at and note.created_at < since:
                    return
                if note.author and note.author.id == bot and not note.system:
                    yield note

    def _notes(self, path: str, iid: int) -> Iterator[Listing[IssueNote]]:
        query = {"order_by": "created_at", "sort": "desc"}
        for page in self._pages(f"{path}/issues/{iid}/notes", query):
            yield fitting(NAME, "note", page, NoteRecord, note_from)
