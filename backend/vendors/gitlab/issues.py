"""GitLab in the product's words: the issues of the trackers.

Issues are found by listing, never by search: search matches prefixes and lags behind. Facts:
docs.gitlab.com/api/issues.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import quote

from backend.domain.issues import Issue, MovedTo, Tracker
from backend.domain.listing import Listing
from backend.vendors.errors import Denied, NotFound, Unavailable
from backend.vendors.gitlab.notes import Notes
from backend.vendors.gitlab.records import IssueRecord, address_on, issue_from, issue_kind, moved_note
from backend.vendors.gitlab.session import NAME, PAGE
from backend.vendors.listings import fitting, joined, may_hold

PAGES_OF_NOTES = 2
"""How many pages of an issue's notes are read for the one about its move, the newest first."""


class Issues(Notes):
    """The trackers' issues, written as the token's bot user."""

    @property
    def page_size(self) -> int:
        """How many issues a full page holds."""
        return PAGE

    def changed_issues(self, tracker: Tracker, updated_after: datetime | None, page: int) -> Listing[Issue]:
        """Read a page of a tracker's issues changed since a time (None = all), oldest change first."""
        query = {"order_by": "updated_at", "sort": "asc", "scope": "all"}
        if updated_after:
            query["updated_after"] = updated_after.isoformat()
        raws, _ = self._within(tracker, lambda path: self._page(f"{path}/issues", query, page))
        return self._issues(tracker, raws)

    def issue(self, tracker: Tracker, iid: int) -> Issue:
        """Read one issue; raise Gone when a project that we can read has none, NotFound when that is not known."""
        with self._gone(tracker, iid):
            return self._one(tracker, "get", f"/issues/{iid}")

    def goes_on(self, issue: Issue) -> MovedTo | None:
        """Read which issue goes on in place of one that was moved or is a duplicate; None when GitLab does not tell.

        A moved issue tells only the number that the other has in all of GitLab, by which none but administrators may
        ask. GitLab's own note about the move names it; the number proves that it is the one.
        """
        for place in self._places_of(issue):
            try:
                found = self._ask("get", place, IssueRecord)
            except (Denied, NotFound):
                # Our bot may not see that project.
                continue
            if issue.moved_to_id in (None, found.id) and (address := address_on(self._url, found)):
                return MovedTo(found.iid, address)
        return None

    def _places_of(self, issue: Issue) -> Iterator[str]:
        """Give the paths in the API at which the issue may be that goes on."""
        if issue.moved_to_id is None:
            if other := issue.duplicate_of:
                yield f"/projects/{other.project_id}/issues/{other.iid}"
            return
        own = self._name(issue.tracker)
        pages = self._within(issue.tracker, lambda path: list(islice(self._notes(path, issue.iid), PAGES_OF_NOTES)))
        for note in joined(pages):
            if note.system and (named := moved_note(note.body, own)):
                yield f"/projects/{quote(named[0], safe='')}/issues/{named[1]}"

    def shown_issues(self, tracker: Tracker, closed_since: datetime) -> Listing[Issue]:
        """List a tracker's open issues, and closed ones that changed since a time."""
        queries = ({"state": "opened"}, {"state": "closed", "updated_after": closed_since.isoformat()})
        pages = self._within(
            tracker,
            lambda path: [
                page for query in queries for page in self._pages(f"{path}/issues", {"scope": "all", **query})
            ],
        )
        return joined(self._issues(tracker, page) for page in pages)

    def our_issues(self, tracker: Tracker, created_after: datetime, is_ours: Callable[[str], bool]) -> list[Issue]:
        """List the bot's issues whose descriptions carry our marker, the lowest iid first.

        Raise Unavailable when one cannot be read that has the marker, or may have it: the others are not asked about.
        """
        query = {"created_after": created_after.isoformat(), "scope": "created_by_me", "order_by": "created_at"}
        pages = self._within(tracker, lambda path: list(self._pages(f"{path}/issues", query)))
        possible = [raw for page in pages for raw in page if may_hold(raw, "description", is_ours)]
        listed = self._issues(tracker, possible)
        if listed.skipped:
            raise Unavailable(NAME, f"lists what cannot be read ({listed.skipped[0]})", field=listed.skipped[0].field)
        return sorted((issue for issue in listed if is_ours(issue.description)), key=lambda issue: issue.iid)

    def create_issue(self, tracker: Tracker, *, title: str, description: str, labels: Sequence[str]) -> Issue:
        """Open an issue; texts are already safe (see domain/text.py)."""
        body = {"title": title, "description": description, "labels": ",".join(labels)}
        return self._one(tracker, "post", "/issues", body=body)

    def update_issue(self, tracker: Tracker, iid: int, **changes: Any) -> Issue:
        """Change an issue by `add_labels`, `remove_labels`, `assignee_ids`, `state_event`: idempotent ones only.

        GitLab leaves out without a word who may not see the project and labels that we may not make: compare.
        """
        with self._gone(tracker, iid):
            return self._one(tracker, "put", f"/issues/{iid}", body=changes)

    def _one(self, tracker: Tracker, verb: str, tail: str, **options: Any) -> Issue:
        raw = self._within(tracker, lambda path: self._ask(verb, f"{path}{tail}", IssueRecord, **options))
        return self._issue(tracker, raw)

    def _issues(self, tracker: Tracker, raws: list[Any]) -> Listing[Issue]:
        convert = partial(self._issue, tracker)
        return fitting(NAME, issue_kind(tracker), raws, IssueRecord, convert, "iid", ("title", "description"))

    def _issue(self, tracker: Tracker, raw: IssueRecord) -> Issue:
        return issue_from(tracker, raw, self._web_url(tracker))
