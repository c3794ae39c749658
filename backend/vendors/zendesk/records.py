"""What Zendesk's answers mean: pure functions from its JSON to the product's words.

Facts: developer.zendesk.com, "Tickets", "Side-loading", "Ticket metric events", "Macros".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.domain.access import Reach
from backend.domain.tickets import Author, Organization, Person, SlaTarget, Ticket

METADATA_KEY = "oncall_operation"
ACCESS_OF_ROLE = {
    "all": None,
    "within-groups": "groups",
    "within-groups-and-public-groups": "public_groups",
    "within-organization": "organization",
    "assigned-only": "assigned",
}
"""What a custom role's `ticket_access` means in the words of `ticket_restriction`."""
WRITABLE = {
    "subject", "status", "priority", "type", "group_id", "assignee_id", "tags", "custom_fields",
    "ticket_form_id", "brand_id", "custom_status_id",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ZendeskUser:
    """A user as far as roles need one; `zendesk_role` is end-user, agent or admin, `reach` which tickets they see."""

    id: int
    name: str
    email: str | None
    zendesk_role: str
    groups: tuple[str, ...]
    custom_role: str | None
    active: bool
    reach: Reach


@dataclass(frozen=True, slots=True)
class Macro:
    """An active macro."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class SetupRecord:
    """A form, group, brand or field of the account; `name` is its key if it has one, `values` what it may hold."""

    id: int
    name: str
    active: bool
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class MacroEffect:
    """What applying a macro to a ticket would change, as Zendesk's PUT takes it; `comment` None = it has none."""

    changes: dict[str, Any]
    comment: dict[str, Any] | None


def metadata_marker(comment: dict[str, Any]) -> object:
    """Read our marker out of the metadata of the update that a comment came with."""
    return ((comment.get("metadata") or {}).get("custom") or {}).get(METADATA_KEY)


def comment_of(effect: MacroEffect, note: str) -> dict[str, Any]:
    """Write the comment that goes with a macro."""
    if effect.comment is None:
        return {"html_body": note, "public": False}
    if effect.comment["public"]:
        return effect.comment
    return {**effect.comment, "html_body": effect.comment["html_body"] + note}


def differences(ticket: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    """Keep what a macro really changes: the preview shows the whole ticket, and writing back the rest undoes others."""
    changes = {key: value for key, value in wanted.items() if value != ticket.get(key)}
    if "custom_fields" in changes:
        held = {field["id"]: field.get("value") for field in ticket.get("custom_fields") or ()}
        changes["custom_fields"] = [one for one in wanted["custom_fields"] if one.get("value") != held.get(one["id"])]
    return changes


def reply_times(answer: dict[str, Any]) -> tuple[datetime, ...]:
    """Read when agents replied in public, oldest first."""
    return tuple(moment for moment, _ in _replies(answer))


def repliers(answer: dict[str, Any]) -> tuple[Person, ...]:
    """Read which agents replied in public, in the order of their first reply."""
    agents = {user["id"]: user for user in answer.get("users") or ()}
    ids = dict.fromkeys(agent_id for _, agent_id in _replies(answer))
    return tuple(Person(key, agents[key]["name"], agents[key].get("email")) for key in ids)


def _replies(answer: dict[str, Any]) -> list[tuple[datetime, int]]:
    """List the public replies of agents, oldest first: when, and by whom."""
    agents = {user["id"] for user in answer.get("users") or () if user.get("role") != "end-user"}
    public = [one for one in answer["comments"] if one.get("public") and one.get("author_id") in agents]
    return sorted((datetime.fromisoformat(one["created_at"]), one["author_id"]) for one in public)


def user_from(answer: dict[str, Any]) -> ZendeskUser:
    """Read a user answer with its sideloads."""
    user, groups = answer["user"], answer.get("groups") or ()
    custom = next((one for one in answer.get("roles") or () if one["id"] == user.get("custom_role_id")), None)
    return ZendeskUser(
        id=user["id"],
        name=user["name"],
        email=user.get("email"),
        zendesk_role=user["role"],
        groups=tuple(group["name"] for group in groups),
        custom_role=custom["name"] if custom else None,
        active=bool(user.get("active", True)) and not user.get("suspended"),
        reach=Reach(
            agent_id=user["id"],
            restriction=_restriction(user, custom),
            group_ids=frozenset(group["id"] for group in groups),
            organization_id=user.get("organization_id"),
        ),
    )


def _restriction(user: dict[str, Any], custom: dict[str, Any] | None) -> str | None:
    """Read which tickets a user sees: the custom role says it more exactly, where there is one that says it."""
    access = ((custom or {}).get("configuration") or {}).get("ticket_access")
    restriction: str | None = ACCESS_OF_ROLE.get(access, access) if access else user.get("ticket_restriction")
    return restriction


def macros_from(answer: dict[str, Any]) -> list[Macro]:
    """Read a page of macros."""
    return [Macro(id=macro["id"], title=macro["title"]) for macro in answer["macros"]]


def setup_from(collection: str, answer: dict[str, Any]) -> list[SetupRecord]:
    """Read a page of a collection of the account's setup."""
    return [
        SetupRecord(
            id=one["id"],
            name=one.get("key") or one.get("name") or one.get("title") or "",
            active=bool(one.get("active", True)),
            values=frozenset(option["name"] for option in one.get("custom_field_options") or ()),
        )
        for one in answer[collection]
    ]


def next_page(answer: dict[str, Any]) -> str | None:
    """Read the cursor of the next page, None after the last."""
    meta = answer.get("meta") or {}
    return meta.get("after_cursor") if meta.get("has_more") else None


def effect_from(answer: dict[str, Any]) -> MacroEffect:
    """Read a macro preview; what Zendesk computes by itself is left out."""
    preview = answer["result"]["ticket"]
    changes = {key: value for key, value in preview.items() if key in WRITABLE}
    if not changes.get("custom_fields") and preview.get("fields"):
        changes["custom_fields"] = preview["fields"]
    comment = preview.get("comment") or {}
    body = comment.get("html_body") or comment.get("body")
    return MacroEffect(
        changes=changes,
        comment={"html_body": body, "public": bool(comment.get("public"))} if body else None,
    )


def ticket_from(answer: dict[str, Any]) -> Ticket:
    """Read a ticket answer with its sideloads."""
    raw = answer["ticket"]
    users = {user["id"]: user for user in answer.get("users") or ()}
    organizations = {one["id"]: one for one in answer.get("organizations") or ()}
    groups = {one["id"]: one for one in answer.get("groups") or ()}
    latest, replies = conversation(raw.get("metric_events") or {})
    return Ticket(
        id=raw["id"],
        subject=raw.get("subject") or "",
        status=raw["status"],
        priority=raw.get("priority"),
        created_at=datetime.fromisoformat(raw["created_at"]),
        updated_at=datetime.fromisoformat(raw["updated_at"]),
        form_id=raw.get("ticket_form_id"),
        brand_id=raw.get("brand_id"),
        group_id=raw.get("group_id"),
        group_is_public=bool(groups.get(raw.get("group_id"), {}).get("is_public")),
        tags=frozenset(raw.get("tags") or ()),
        requester=_person(users.get(raw.get("requester_id"))),
        assignee=_person(users.get(raw.get("assignee_id"))),
        organization=_organization(organizations.get(raw.get("organization_id"))),
        fields={field["id"]: field.get("value") for field in raw.get("custom_fields") or ()},
        latest_public_by=latest,
        agent_replies=replies,
        sla=_sla(raw.get("slas")),
    )


def conversation(events: dict[str, Any]) -> tuple[Author | None, tuple[datetime, ...]]:
    """Read who wrote last and when agents replied out of the `reply_time` metric events.

    A customer's public comment activates the metric and an agent's public reply fulfils it.
    """
    turns = [event for event in events.get("reply_time") or () if event["type"] in {"activate", "fulfill"}]
    turns.sort(key=lambda event: (event["time"], event["id"]))
    replies = tuple(datetime.fromisoformat(event["time"]) for event in turns if event["type"] == "fulfill")
    if not turns:
        return None, replies
    return ("agent" if turns[-1]["type"] == "fulfill" else "customer"), replies


def _person(raw: dict[str, Any] | None) -> Person | None:
    return Person(id=raw["id"], name=raw["name"], email=raw.get("email")) if raw else None


def _organization(raw: dict[str, Any] | None) -> Organization | None:
    if raw is None:
        return None
    return Organization(
        id=raw["id"],
        name=raw["name"],
        created_at=datetime.fromisoformat(raw["created_at"]),
        fields=raw.get("organization_fields") or {},
        tags=frozenset(raw.get("tags") or ()),
    )


def _sla(raw: dict[str, Any] | None) -> tuple[SlaTarget, ...] | None:
    if raw is None:
        return None
    targets: Sequence[dict[str, Any]] = raw.get("policy_metrics") or ()
    return tuple(
        SlaTarget(one["metric"], datetime.fromisoformat(one["breach_at"])) for one in targets if one.get("breach_at")
    )
