"""The account's state: people, organizations, forms, macros, tickets and their comments."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from sandbox import clock
from sandbox.dialects import Dialects
from sandbox.environment import BRAND_ID
from sandbox.errors import Json, Refusal

FIRST_FREE_TICKET = 3001
TicketHook = Callable[[Json], None]


def not_found() -> Refusal:
    """Answer as Zendesk does for anything that is not there."""
    return Refusal(404, {"error": "RecordNotFound", "description": "Not found"})


@dataclass
class Desk:
    """All records by kind and id."""

    base_url: str = ""
    dialects: Dialects = field(default_factory=Dialects)
    service_user_id: int = 0
    users: dict[int, Json] = field(default_factory=dict)
    groups: dict[int, Json] = field(default_factory=dict)
    memberships: list[Json] = field(default_factory=list)
    custom_roles: dict[int, Json] = field(default_factory=dict)
    organizations: dict[int, Json] = field(default_factory=dict)
    brands: dict[int, Json] = field(default_factory=dict)
    forms: dict[int, Json] = field(default_factory=dict)
    fields: dict[int, Json] = field(default_factory=dict)
    organization_fields: dict[int, Json] = field(default_factory=dict)
    macros: dict[int, Json] = field(default_factory=dict)
    tickets: dict[int, Json] = field(default_factory=dict)
    comments: dict[int, list[Json]] = field(default_factory=dict)
    stories: dict[int, str] = field(default_factory=dict)
    on_emergency_tag: TicketHook = lambda ticket: None
    _ticket_ids: Iterator[int] = field(default_factory=lambda: count(FIRST_FREE_TICKET))
    _ids: Iterator[int] = field(default_factory=lambda: count(400_000_000_001))

    def clear(self, base_url: str) -> None:
        """Forget all records; ids go on, so that none ever means two things."""
        self.base_url = base_url
        for store in (self.users, self.groups, self.custom_roles, self.organizations, self.brands, self.forms,
                      self.fields, self.organization_fields, self.macros, self.tickets, self.comments,
                      self.stories):  # fmt: skip
            store.clear()
        self.memberships.clear()

    @property
    def service_user(self) -> Json:
        """Return the user behind the OAuth client, who signs what the API writes."""
        return self.users[self.service_user_id]

    def next_id(self) -> int:
        """Return an id that no record has had."""
        return next(self._ids)

    def ticket(self, ticket_id: int) -> Json:
        """Find a ticket or refuse."""
        return self.find(self.tickets, ticket_id)

    @staticmethod
    def find(store: dict[int, Json], key: Any) -> Json:
        """Find a record or refuse."""
        try:
            return store[int(key)]
        except (KeyError, ValueError, TypeError):
            raise not_found() from None

    def add_user(self, name: str, role: str = "end-user", **more: Any) -> Json:
        """Make a user."""
        user_id = more.pop("id", None) or self.next_id()
        moment = clock.seconds(clock.now())
        user: Json = {
            "id": user_id, "url": f"{self.base_url}/api/v2/users/{user_id}.json", "name": name,
            "email": f"user-{user_id}@customer.example", "created_at": moment, "updated_at": moment,
            "active": True, "verified": True, "suspended": False, "role": role, "role_type": None,
            "custom_role_id": None, "organization_id": None, "default_group_id": None, "phone": None,
            "locale": "en-US", "time_zone": "UTC", "iana_time_zone": "Etc/UTC", "tags": [], "photo": None,
            "alias": None, "notes": None, "details": None, "signature": None, "external_id": None,
            "user_fields": {}, "moderator": role != "end-user", "restricted_agent": False, "shared": False,
            "shared_agent": False, "shared_phone_number": None, "locale_id": 1, "two_factor_auth_enabled": None,
            "report_csv": False, "only_private_comments": False, "ticket_restriction": None, "last_login_at": moment,
        } | more  # fmt: skip
        self.users[user_id] = user
        return user

    def add_organization(self, name: str, fields: Json, tags: Iterable[str] = (), **more: Any) -> Json:
        """Make an organization."""
        org_id = more.pop("id", None) or self.next_id()
        moment = clock.seconds(clock.now() - timedelta(days=400))
        organization: Json = {
            "id": org_id, "url": f"{self.base_url}/api/v2/organizations/{org_id}.json", "name": name,
            "shared_tickets": False, "shared_comments": False, "external_id": None, "created_at": moment,
            "updated_at": moment, "domain_names": [], "details": None, "notes": None, "group_id": None,
            "tags": list(tags), "organization_fields": dict(fields),
        } | more  # fmt: skip
        self.organizations[org_id] = organization
        return organization

    def add_ticket(self, wish: Json) -> Json:
        """Make a ticket from the fields given, the rest by default."""
        ticket_id = wish.get("id") or next(self._ticket_ids)
        created = wish.get("created_at") or clock.seconds(clock.now() - timedelta(hours=1))
        subject = wish.get("subject", "Question about our instance")
        ticket: Json = {
            "id": ticket_id, "url": f"{self.base_url}/api/v2/tickets/{ticket_id}.json", "external_id": None,
            "via": {"channel": "web", "source": {"from": {}, "to": {}, "rel": None}}, "created_at": created,
            "updated_at": created, "type": None, "subject": subject, "raw_subject": subject,
            "description": wish.get("description", subject), "priority": None, "status": "open",
            "recipient": None, "requester_id": None, "submitter_id": None, "assignee_id": None,
            "organization_id": None, "group_id": None, "collaborator_ids": [], "follower_ids": [],
            "email_cc_ids": [], "forum_topic_id": None, "problem_id": None, "has_incidents": False,
            "is_public": True, "due_at": None, "tags": [], "custom_fields": [], "satisfaction_rating": None,
            "sharing_agreement_ids": [], "custom_status_id": None, "fields": [], "followup_ids": [],
            "ticket_form_id": None, "brand_id": BRAND_ID, "allow_channelback": False,
            "allow_attachments": True, "from_messaging_channel": False,
        } | wish | {"id": ticket_id}  # fmt: skip
        ticket["tags"] = sorted(set(ticket["tags"]))
        self.tickets[ticket_id] = ticket
        self.comments[ticket_id] = []
        return ticket

    def touch(self, ticket: Json) -> None:
        """Move updated_at on: whole seconds, yet never the same stamp twice."""
        last = clock.parse(ticket["updated_at"])
        ticket["updated_at"] = clock.seconds(max(clock.now(), last + timedelta(seconds=1)))

    def touch_all(self) -> None:
        """Mark every ticket as changed now."""
        for ticket in self.tickets.values():
            self.touch(ticket)
