"""Zendesk in the product's words. The only importer of zenpy.

zenpy gives authentication hooks, URL building and typed writes; reads go through its raw path, because its
object layer drops sideloads and would ask again for each. What answers mean stands in `records.py`.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import Any, TypeVar
from urllib.parse import urlencode

import requests
from zenpy import Zenpy
from zenpy.lib.api_objects import Comment
from zenpy.lib.api_objects import Ticket as ZenpyTicket
from zenpy.lib.exception import APIException, ZenpyException

from backend.domain.tickets import Person, Ticket
from backend.vendors.budget import Budget
from backend.vendors.client import VendorAdapter
from backend.vendors.errors import Conflict, NotFound, OutcomeUnknown, VendorRejected
from backend.vendors.zendesk.records import (
    METADATA_KEY,
    Macro,
    SetupRecord,
    ZendeskUser,
    comment_of,
    differences,
    effect_from,
    macros_from,
    metadata_marker,
    next_page,
    repliers,
    reply_times,
    setup_from,
    ticket_from,
    user_from,
)
from backend.vendors.zendesk.token import ClientCredentials

NAME = "Zendesk"
SIDELOADS = "users,organizations,groups,slas,metric_events"
NEWEST_COMMENTS = 100
"""Comments looked through for a marker: one page of the API."""
T = TypeVar("T")


class Zendesk:
    """The Zendesk account, acting as the user who made the OAuth client."""

    def __init__(self, subdomain: str, url: str, token: ClientCredentials, a_minute: int | None = None) -> None:
        self._subdomain = subdomain
        self._url = url
        self._token = token
        self._budget = Budget(a_minute=a_minute)
        self._thread = threading.local()

    def ticket(self, ticket_id: int) -> Ticket:
        """Read a ticket with requester, organization, reply targets and reply times: one call."""
        return self._read(f"tickets/{ticket_id}.json", ticket_from, include=SIDELOADS)

    def public_replies(self, ticket_id: int) -> tuple[datetime, ...]:
        """Read the times of the newest public agent replies, oldest first."""
        return self._comments(ticket_id, reply_times, include="users")

    def repliers(self, ticket_id: int) -> tuple[Person, ...]:
        """Read which agents have replied in public lately, the first of them first."""
        return self._comments(ticket_id, repliers, include="users")

    def user(self, user_id: int) -> ZendeskUser:
        """Read a user with groups and custom role: one call."""
        return self._read(f"users/{user_id}.json", user_from, include="groups,roles")

    def public_key(self, app_id: int) -> str:
        """Read the PEM that this app's signed sidebar requests are checked with."""
        with self._client() as zenpy:
            text: str = zenpy.tickets._get(self._address(f"apps/{app_id}/public_key"), raw_response=True).text
        return text

    def macros(self) -> list[Macro]:
        """List the active macros."""
        return self._pages("macros/active.json", macros_from)

    def myself(self) -> ZendeskUser:
        """Read the user whom we act as."""
        return self._read("users/me.json", user_from, include="groups,roles")

    def scope(self) -> str:
        """Give the scope of our token, as Zendesk granted it."""
        return self._token.scope()

    def installed_app(self, installation_id: int) -> int:
        """Read which app an installation is of."""
        return self._read(f"apps/installations/{installation_id}.json", lambda answer: int(answer["app_id"]))

    def setup(self, collection: str) -> list[SetupRecord]:
        """List a collection of the account's setup: ticket_forms, groups, custom_roles, brands, ..."""
        return self._pages(f"{collection}.json", partial(setup_from, collection))

    def _pages(self, path: str, parse: Callable[[dict[str, Any]], list[T]]) -> list[T]:
        found: list[T] = []
        cursor: str | None = ""
        while cursor is not None:
            after = {"page[after]": cursor} if cursor else {}
            page, cursor = self._read(
                path, lambda answer: (parse(answer), next_page(answer)), **{"page[size]": "100"}, **after
            )
            found += page
        return found

    def has_note(self, ticket_id: int, is_ours: Callable[[str], bool]) -> bool:
        """Tell whether one of the newest comments is ours: notes are not idempotent, so look first."""
        return self._comments(
            ticket_id, lambda answer: any(is_ours(one.get("html_body") or "") for one in answer["comments"])
        )

    def was_applied(self, ticket_id: int, marker: str) -> bool:
        """Tell whether one of the newest comments came with `marker` in its audit's metadata."""
        return self._comments(ticket_id, lambda answer: marker in map(metadata_marker, answer["comments"]))

    def add_note(self, ticket_id: int, html: str) -> None:
        """Add an internal note; `html` is already safe (see domain/text.py)."""
        self._update(ZenpyTicket(id=ticket_id, comment=Comment(html_body=html, public=False)))

    def add_tag(self, ticket_id: int, tag: str) -> None:
        """Add a tag without losing one that somebody adds meanwhile: Conflict = read again."""
        ticket = self._read(f"tickets/{ticket_id}.json", itemgetter("ticket"))
        if tag not in ticket["tags"]:
            self._update_safely(ticket, {"tags": [*ticket["tags"], tag]})

    def apply_macro(self, ticket_id: int, macro_id: int, note: str, author_id: int, marker: str) -> None:
        """Write what a macro changes, in the agent's name; Conflict = the ticket changed, read again.

        The preview comes after the reading whose stamp guards the write, so that nobody's change in between is
        undone. `note` (safe HTML) follows an internal comment of the macro, or stands in where it has none. The
        marker goes into the audit's metadata: the comment may be public, and customers should not read it.
        """
        ticket = self._read(f"tickets/{ticket_id}.json", itemgetter("ticket"))
        effect = self._read(f"tickets/{ticket_id}/macros/{macro_id}/apply.json", effect_from)
        changes = {
            **differences(ticket, effect.changes),
            "comment": Comment(author_id=author_id, **comment_of(effect, note)),
            "metadata": {METADATA_KEY: marker},
        }
        self._update_safely(ticket, changes)

    def _comments(self, ticket_id: int, parse: Callable[[dict[str, Any]], T], **query: str) -> T:
        newest = {"sort": "-created_at", "page[size]": str(NEWEST_COMMENTS)}
        return self._read(f"tickets/{ticket_id}/comments.json", parse, **newest, **query)

    def _update_safely(self, read: dict[str, Any], changes: dict[str, Any]) -> None:
        stamp = read["updated_at"]
        self._update(ZenpyTicket(id=read["id"], safe_update=True, updated_stamp=stamp, **changes))

    def _update(self, ticket: ZenpyTicket) -> None:
        with self._client() as zenpy:
            zenpy.tickets.update(ticket)

    def _read(self, path: str, parse: Callable[[dict[str, Any]], T], **query: str) -> T:
        with self._client() as zenpy:
            return parse(zenpy.tickets._get(self._address(path, **query), raw_response=True).json())

    def _address(self, path: str, **query: str) -> str:
        # The VendorAdapter moves this address to the account's real one.
        tail = f"?{urlencode(query)}" if query else ""
        return f"https://{self._subdomain}.zendesk.com/api/v2/{path}{tail}"

    @contextmanager
    def _client(self) -> Iterator[Zenpy]:
        """Lend this thread's client (zenpy is not thread-safe), and turn its errors into ours."""
        if not hasattr(self._thread, "zenpy"):
            self._thread.zenpy = Zenpy(
                subdomain=self._subdomain, session=self._session(), disable_cache=True, timeout=10
            )
        try:
            yield self._thread.zenpy
        except APIException as error:
            raise refusal(error.response) from error
        except requests.HTTPError as error:
            raise refusal(error.response) from error
        except (KeyError, TypeError, ValueError, AttributeError, ZenpyException) as error:
            raise OutcomeUnknown(NAME, "sent an answer of another form than documented") from error

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.mount("https://", VendorAdapter(NAME, self._budget, self._url))
        session.auth = self._token
        session.authorized = True  # type: ignore[attr-defined]  # zenpy: leave the session's own auth alone
        return session


def refusal(response: requests.Response | None) -> VendorRejected:
    """Tell what a 4xx answer means."""
    status = response.status_code if response is not None else 0
    if status == 404:
        return NotFound(NAME, "there is no such record")
    if status == 409:
        return Conflict(NAME, "the ticket was changed meanwhile")
    if status in {401, 403}:
        return VendorRejected(NAME, "does not accept our credentials for this; check the OAuth client and its user")
    return VendorRejected(NAME, f"refused the request (status {status}){_said(response)}")


def _said(response: requests.Response | None) -> str:
    try:
        answer = response.json() if response is not None else {}
    except ValueError:
        return ""
    words = answer.get("description") or answer.get("error") if isinstance(answer, dict) else None
    return f": {str(words)[:200]}" if words else ""
