"""Zendesk's users with what they may see and do.

Facts: developer.zendesk.com, "Users" (`role_type`), "Custom agent roles" (`configuration`).
"""

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from backend.domain.access import Reach, Rights
from backend.vendors.fields import Maybe, Number, Record, Several, Text, Words

ACCESS_OF_ROLE = {
    "all": None,
    "within-groups": "groups",
    "within-groups-and-public-groups": "public_groups",
    "within-organization": "organization",
    "assigned-only": "assigned",
}
"""What a custom role's `ticket_access` means in the words of `ticket_restriction`."""

Right = Annotated[Text, Field(max_length=32)]
"""A word of Zendesk for what somebody may see or do."""


@dataclass(frozen=True, slots=True)
class ZendeskUser:
    """A user as far as roles need one; `zendesk_role` is end-user, agent or admin, `reach` which tickets they see.

    `role_type` is Zendesk's number: 0 agent, 1 light agent, 2 and 3 chat, 4 admin, 5 billing admin.
    """

    id: int
    name: str
    email: str | None
    zendesk_role: str
    groups: tuple[str, ...]
    custom_role: str | None
    active: bool
    reach: Reach
    role_type: int | None = None
    rights: Rights = field(default_factory=Rights)


class GroupRecord(Record):
    """A group that a user is in."""

    id: Number
    name: Text


class ConfigurationRecord(Record):
    """What a custom role allows; like all that decides about rights never guessed from what cannot be read."""

    ticket_access: Right | None = None
    ticket_comment_access: Right | None = None
    ticket_editing: bool | None = None


class RoleRecord(Record):
    """A custom role."""

    id: Number
    name: Text
    role_type: Maybe[int] = None
    configuration: ConfigurationRecord | None = None


class UserRecord(Record):
    """A user."""

    id: Number
    name: Words = ""
    email: Maybe[Text] = None
    role: Text
    role_type: Maybe[int] = None
    # Not left out where they do not fit: see ConfigurationRecord.
    custom_role_id: Number | None = None
    active: bool | None = None
    suspended: bool | None = None
    ticket_restriction: Right | None = None
    organization_id: Maybe[Number] = None


class UserAnswer(Record):
    """A user with groups and custom role."""

    user: UserRecord
    groups: Several[GroupRecord] = ()
    roles: tuple[RoleRecord, ...] | None = None


def user_from(answer: UserAnswer) -> ZendeskUser:
    """Read a user answer with its sideloads."""
    user = answer.user
    custom = next((role for role in answer.roles or () if role.id == user.custom_role_id), None)
    allowed = (custom.configuration if custom else None) or ConfigurationRecord()
    return ZendeskUser(
        id=user.id,
        name=user.name,
        email=user.email,
        zendesk_role=user.role,
        groups=tuple(group.name for group in answer.groups),
        custom_role=custom.name if custom else None,
        active=user.active is not False and not user.suspended,
        reach=Reach(
            agent_id=user.id,
            restriction=_restriction(user, allowed.ticket_access),
            group_ids=frozenset(group.id for group in answer.groups),
            organization_id=user.organization_id,
        ),
        role_type=custom.role_type if user.role_type is None and custom else user.role_type,
        rights=Rights(allowed.ticket_access, allowed.ticket_comment_access, allowed.ticket_editing),
    )


def _restriction(user: UserRecord, access: str | None) -> str | None:
    """Read which tickets a user sees: the custom role says it more exactly, where there is one that says it."""
    return ACCESS_OF_ROLE.get(access, access) if access else user.ticket_restriction
