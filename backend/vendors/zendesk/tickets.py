"""Zendesk's tickets: read them and their comments, note, tag, give to an agent."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from backend.domain.listing import Listing
from backend.domain.tickets import Comment, Person, Ticket
from backend.vendors.answers import call_of, doubt, json_of, read
from backend.vendors.listings import fitting, joined
from backend.vendors.zendesk.comment_records import METADATA_KEY, Authors, CommentRecord, comment_from
from backend.vendors.zendesk.options import Options
from backend.vendors.zendesk.records import MyselfAnswer, StampAnswer, TicketAnswer, ticket_from
from backend.vendors.zendesk.token import NAME

SIDELOADS = "users,organizations,groups,slas,metric_events"


class Tickets(Options):
    """The account's tickets."""

    _service_user_id: int | None = None

    def ticket(self, ticket_id: int) -> Ticket:
        """Read a ticket with requester, organization, reply targets and reply times: one call.

        Now and then two more: the names of options come from the lists of fields, which are kept.
        """
        return self._named(ticket_from(self._read(f"tickets/{ticket_id}.json", TicketAnswer, include=SIDELOADS)))

    def comments(self, ticket_id: int, since: datetime | None = None) -> Listing[Comment]:
        """List a ticket's comments with their authors, the newest first; none older than `since`, if it is given."""
        return joined(self._comments(ticket_id, since))

    def public_replies(self, ticket_id: int, since: datetime | None = None) -> tuple[Comment, ...]:
        """Read the public comments of agents, oldest first; none older than `since`, if it is given."""
        return tuple(self._replies(ticket_id, since))

    def repliers(self, ticket_id: int) -> tuple[Person, ...]:
        """Read which agents have replied in public, the first of them first."""
        first: dict[int, Comment] = {}
        for comment in self._replies(ticket_id, None):
            first.setdefault(comment.author_id, comment)
        return tuple(
            Person(comment.author_id, comment.author_name or "", comment.author_email, comment.author_role)
            for comment in first.values()
        )

    def service_user_id(self) -> int:
        """Read the number of the user whom we act as, once."""
        if self._service_user_id is None:
            self._service_user_id = self._read("users/me.json", MyselfAnswer).user.id
        return self._service_user_id

    def has_note(self, ticket_id: int, is_ours: Callable[[Comment], bool], since: datetime) -> bool:
        """Tell whether an internal comment that our own user has written since a time is what we look for.

        Notes are not idempotent, so look first. What anybody else wrote never is ours, whatever it says.
        """
        me = self.service_user_id()
        found = (comment for page in self._comments(ticket_id, since) for comment in page)
        return any(is_ours(comment) for comment in found if comment.author_id == me and not comment.public)

    def was_applied(self, ticket_id: int, is_ours: Callable[[str], bool], since: datetime) -> bool:
        """Tell whether a comment since a time came with one of our marks in its audit's metadata, by whomever.

        What a macro writes is in an agent's name; the metadata of an update is set by who sends it.
        """
        return any(
            comment.mark and is_ours(comment.mark) for page in self._comments(ticket_id, since) for comment in page
        )

    def add_note(self, ticket_id: int, html: str, mark: str) -> None:
        """Add an internal note; `html` is already safe (see domain/text.py), the mark goes into the metadata."""
        self._update(ticket_id, {"comment": {"html_body": html, "public": False}, "metadata": {METADATA_KEY: mark}})

    def add_tag(self, ticket_id: int, tag: str) -> None:
        """Add a tag without losing one that somebody adds meanwhile: Conflict = read again."""
        ticket = self._to_change(ticket_id)
        if tag not in ticket["tags"]:
            self._update_safely(ticket, {"tags": [*ticket["tags"], tag]})

    def set_assignee(self, ticket_id: int, agent_id: int) -> None:
        """Give a ticket to an agent, unless somebody changes it meanwhile: Conflict = read again."""
        self._update_safely(self._to_change(ticket_id), {"assignee_id": agent_id})

    def _comments(self, ticket_id: int, since: datetime | None) -> Iterator[Listing[Comment]]:
        """Give pages of comments, the newest first, until they are older than `since`."""
        query = {"sort": "-created_at", "include": "users"}
        for page, raws in self._pages(f"tickets/{ticket_id}/comments.json", "comments", query):
            authors = {author.id: author for author in Authors.model_validate(page.model_extra or {}).users}
            found = fitting(NAME, "comment", raws, CommentRecord, lambda raw, by=authors: comment_from(raw, by))  # type: ignore[misc]
            if since and any(comment.created_at < since for comment in found):
                yield Listing(tuple(comment for comment in found if comment.created_at >= since), found.skipped)
                return
            yield found

    def _replies(self, ticket_id: int, since: datetime | None) -> list[Comment]:
        """List the public replies of agents, oldest first."""
        found = [
            comment
            for page in self._comments(ticket_id, since)
            for comment in page
            if comment.public and comment.author_role not in {None, "end-user"}
        ]
        return sorted(found, key=lambda comment: (comment.created_at, comment.id))

    def _to_change(self, ticket_id: int) -> dict[str, Any]:
        """Read a ticket as Zendesk holds it, with all that an update of it rests on."""
        response = self._get(f"tickets/{ticket_id}.json")
        stamp = read(NAME, response, StampAnswer).ticket
        raw: dict[str, Any] = json_of(response)["ticket"]
        fields = [field for field in raw.get("custom_fields") or () if isinstance(field, dict)]
        return {**raw, "tags": list(stamp.tags), "custom_fields": fields}

    def _update_safely(self, ticket: dict[str, Any], changes: dict[str, Any]) -> None:
        self._update(ticket["id"], {"safe_update": True, "updated_stamp": ticket["updated_at"], **changes})

    def _update(self, ticket_id: int, changes: dict[str, Any]) -> None:
        response = self._send("put", f"tickets/{ticket_id}.json", json={"ticket": changes})
        if read(NAME, response, StampAnswer).ticket.id != ticket_id:
            raise doubt(NAME, "answered with another ticket", call_of(response.request, response), "ticket.id")
