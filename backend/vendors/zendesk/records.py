"""Zendesk's tickets as its API shows them, read into the product's words.

Facts: developer.zendesk.com, "Tickets", "Side-loading", "Ticket metric events".
"""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

from backend.domain.tickets import Author, Organization, Person, SlaTarget, Ticket
from backend.vendors.fields import Maybe, Moment, Number, Record, Several, Text, Value, Words, mend


class PersonRecord(Record):
    id: Number
    name: Words = ""
    email: Maybe[Text] = None
    role: Maybe[Text] = None


class OrganizationRecord(Record):
    id: Number
    name: Words = ""
    created_at: Moment
    organization_fields: Annotated[dict[str, Any] | None, BeforeValidator(mend)] = None
    tags: Several[Text] = ()


class GroupRecord(Record):
    id: Number
    is_public: Maybe[bool] = None


class FieldRecord(Record):
    id: Number
    value: Value = None


class MetricRecord(Record):
    metric: Text
    stage: Maybe[Text] = None
    breach_at: Maybe[Moment] = None


class SlaRecord(Record):
    policy_metrics: Several[MetricRecord] = ()


class EventRecord(Record):
    id: Number
    type: Text
    time: Moment


class EventsRecord(Record):
    reply_time: Several[EventRecord] = ()


class TicketRecord(Record):
    id: Number
    subject: Words = ""
    status: Text
    priority: Maybe[Text] = None
    created_at: Moment
    updated_at: Moment
    ticket_form_id: Maybe[Number] = None
    brand_id: Maybe[Number] = None
    group_id: Maybe[Number] = None
    requester_id: Maybe[Number] = None
    assignee_id: Maybe[Number] = None
    organization_id: Maybe[Number] = None
    tags: Several[Text] = ()
    custom_fields: Several[FieldRecord] = ()
    slas: Maybe[SlaRecord] = None
    metric_events: Maybe[EventsRecord] = None


class MyselfAnswer(Record):
    user: PersonRecord


class TicketAnswer(Record):
    ticket: TicketRecord
    users: Several[PersonRecord] = ()
    # Not left out where it does not fit: a ticket without its organization would say something else.
    organizations: tuple[OrganizationRecord, ...] | None = None
    groups: Several[GroupRecord] = ()


class StampRecord(Record):
    """What a safe update of a ticket rests on."""

    id: Number
    updated_at: Text
    tags: tuple[Text, ...] = ()


class StampAnswer(Record):
    ticket: StampRecord


def ticket_from(answer: TicketAnswer) -> Ticket:
    """Read a ticket answer with its sideloads."""
    raw, users = answer.ticket, {user.id: user for user in answer.users}
    organizations = {organization.id: organization for organization in answer.organizations or ()}
    groups = {group.id: bool(group.is_public) for group in answer.groups}
    latest, replies = conversation(raw.metric_events.reply_time if raw.metric_events else ())
    return Ticket(
        id=raw.id,
        subject=raw.subject,
        status=raw.status,
        priority=raw.priority,
        created_at=raw.created_at,
        updated_at=raw.updated_at,
        form_id=raw.ticket_form_id,
        brand_id=raw.brand_id,
        group_id=raw.group_id,
        group_is_public=groups.get(raw.group_id or 0, False),
        tags=frozenset(raw.tags),
        requester=_person(users.get(raw.requester_id or 0)),
        assignee=_person(users.get(raw.assignee_id or 0)),
        organization=_organization(organizations.get(raw.organization_id or 0)),
        fields={field.id: field.value for field in raw.custom_fields},
        latest_public_by=latest,
        agent_replies=replies,
        sla=_sla(raw.slas),
    )


def conversation(events: tuple[EventRecord, ...]) -> tuple[Author | None, tuple[datetime, ...]]:
    """Read who wrote last and when agents replied out of the `reply_time` metric events.

    A customer's public comment activates the metric and an agent's public reply fulfils it.
    """
    turns = sorted(
        (event for event in events if event.type in {"activate", "fulfill"}), key=lambda event: (event.time, event.id)
    )
    replies = tuple(event.time for event in turns if event.type == "fulfill")
    if not turns:
        return None, replies
    return ("agent" if turns[-1].type == "fulfill" else "customer"), replies


def person_from(raw: PersonRecord) -> Person:
    """Read a user as far as others show one."""
    return Person(raw.id, raw.name, raw.email, raw.role)


def _person(raw: PersonRecord | None) -> Person | None:
    return person_from(raw) if raw else None


def _organization(raw: OrganizationRecord | None) -> Organization | None:
    if raw is None:
        return None
    return Organization(raw.id, raw.name, raw.created_at, raw.organization_fields or {}, frozenset(raw.tags))


def _sla(raw: SlaRecord | None) -> tuple[SlaTarget, ...] | None:
    if raw is None:
        return None
    return tuple(
        SlaTarget(target.metric, target.breach_at, target.stage) for target in raw.policy_metrics if target.breach_at
    )
