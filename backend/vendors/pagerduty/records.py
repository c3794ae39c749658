"""PagerDuty's records as its REST API shows them, read into the product's words."""

from urllib.parse import urlsplit

from backend.domain.paging.incident import Holder, Incident, IncidentStatus, MergedInto, PendingAction, Urgency
from backend.domain.paging.on_call import OnCall, OnCallRole, Override, Responder, Service
from backend.vendors.addresses import same_host
from backend.vendors.fields import Address, Key, Maybe, Moment, Number, Record, Several, Text, Words


class Reference(Record):
    """Another record, in full (`name`) or as a bare reference, whose summary may be missing."""

    id: Key
    summary: Maybe[Text] = None
    name: Maybe[Text] = None
    html_url: Maybe[Address] = None
    incident_number: Maybe[Number] = None

    @property
    def called(self) -> str:
        """Give the name, the id where there is none."""
        return self.name or self.summary or self.id


class AssignmentRecord(Record):
    at: Maybe[Moment] = None
    assignee: Reference


class AcknowledgementRecord(Record):
    at: Maybe[Moment] = None
    acknowledger: Reference


class ActionRecord(Record):
    type: Text
    at: Moment


class ResolveReason(Record):
    type: Text
    incident: Maybe[Reference] = None


class IncidentRecord(Record):
    id: Key
    incident_number: Number
    title: Words = ""
    status: IncidentStatus
    html_url: Maybe[Address] = None
    service: Reference
    incident_key: Maybe[Text] = None
    created_at: Moment
    urgency: Maybe[Urgency] = None
    priority: Maybe[Reference] = None
    escalation_policy: Maybe[Reference] = None
    last_status_change_at: Maybe[Moment] = None
    last_status_change_by: Maybe[Reference] = None
    resolved_at: Maybe[Moment] = None
    reopened_at: Maybe[Moment] = None
    assignments: Several[AssignmentRecord] = ()
    acknowledgements: Several[AcknowledgementRecord] = ()
    pending_actions: Several[ActionRecord] = ()
    resolve_reason: Maybe[ResolveReason] = None
    updated_at: Maybe[Moment] = None
    assigned_via: Maybe[Text] = None


class IncidentAnswer(Record):
    incident: IncidentRecord


class UserRecord(Record):
    id: Key
    name: Maybe[Text] = None
    summary: Maybe[Text] = None
    email: Maybe[Text] = None
    time_zone: Maybe[Text] = None


class UserAnswer(Record):
    user: UserRecord


class OverrideRecord(Record):
    id: Key
    start: Moment
    end: Moment
    user: Reference


class NoteRecord(Record):
    id: Maybe[Key] = None
    content: Words = ""
    user: Maybe[Reference] = None


class NoteAnswer(Record):
    note: NoteRecord


class ResponderRequestRecord(Record):
    requester: Maybe[Reference] = None
    message: Words = ""


class RequestedAnswer(Record):
    responder_request: ResponderRequestRecord


class WithResponders(Record):
    responder_requests: Several[ResponderRequestRecord] = ()


class RespondersAnswer(Record):
    incident: WithResponders


class MadeOverride(Record):
    """One element of the answer to new overrides: each has a status of its own."""

    status: int
    errors: Several[Text] = ()
    override: Maybe[OverrideRecord] = None


class OnCallRecord(Record):
    user: UserRecord
    escalation_level: Number
    # No start = on since always, no end = for ever; a time that is there but cannot be read is neither.
    start: Moment | None = None
    end: Moment | None = None
    schedule: Maybe[Reference] = None
    escalation_policy: Maybe[Reference] = None


class UrgencyRule(Record):
    type: Text
    urgency: Maybe[Text] = None


class ServiceRecord(Record):
    id: Key
    name: Text
    status: Maybe[Text] = None
    incident_urgency_rule: Maybe[UrgencyRule] = None


class ServiceAnswer(Record):
    service: ServiceRecord


class PolicyRecord(Record):
    name: Text


class PolicyAnswer(Record):
    escalation_policy: PolicyRecord


def own_page(url: str | None, api: str) -> str | None:
    """Give an address that leads to PagerDuty, or to the host of the API; None for any other."""
    host = (urlsplit(url).hostname or "") if url else ""
    return url if url and (host.endswith(".pagerduty.com") or same_host(url, api)) else None


def incident_from(raw: IncidentRecord, api: str, account: str | None = None) -> Incident:
    """Read an incident; `account` is the account's address for people, for an incident that does not tell its own."""
    acknowledged = raw.acknowledgements[0] if raw.acknowledgements else None
    last_change = raw.last_status_change_at if raw.status == "acknowledged" else None
    return Incident(
        id=raw.id,
        number=raw.incident_number,
        title=raw.title,
        status=raw.status,
        url=own_page(raw.html_url, api) or f"{account or api}/incidents/{raw.id}",
        service_id=raw.service.id,
        service_name=raw.service.name or raw.service.summary,
        key=raw.incident_key,
        created_at=raw.created_at,
        acknowledged_at=acknowledged.at or last_change if acknowledged else last_change,
        acknowledged_by=acknowledged.acknowledger.called if acknowledged else None,
        resolved_at=raw.resolved_at,
        assigned_to=tuple(one.assignee.called for one in raw.assignments),
        assigned_ids=tuple(one.assignee.id for one in raw.assignments),
        policy_id=raw.escalation_policy.id if raw.escalation_policy else None,
        policy_name=raw.escalation_policy.called if raw.escalation_policy else None,
        urgency=raw.urgency,
        priority=raw.priority.called if raw.priority else None,
        last_status_change_at=raw.last_status_change_at,
        reopened_at=raw.reopened_at,
        assignments=tuple(Holder(one.assignee.id, one.assignee.called, one.at) for one in raw.assignments),
        acknowledgements=tuple(
            Holder(one.acknowledger.id, one.acknowledger.called, one.at) for one in raw.acknowledgements
        ),
        merged_into=_merged(raw.resolve_reason, api),
        pending=tuple(PendingAction(one.type, one.at) for one in raw.pending_actions),
        updated_at=raw.updated_at,
        direct=raw.assigned_via == "direct_assignment",
        changed_by=raw.last_status_change_by.id if raw.last_status_change_by else None,
    )


def responder_from(raw: UserRecord) -> Responder:
    """Read a user, in full or as a reference."""
    return Responder(raw.id, raw.name or raw.summary or raw.id, raw.email, raw.time_zone)


def override_from(raw: OverrideRecord, schedule_id: str) -> Override:
    """Read an override of a schedule."""
    return Override(raw.id, raw.user.id, raw.start, raw.end, raw.user.called, schedule_id)


def on_call_from(raw: OnCallRecord, role: OnCallRole) -> OnCall:
    """Read an on-call entry."""
    who = responder_from(raw.user)
    return OnCall(
        role=role,
        name=who.name,
        start=raw.start,
        end=raw.end,
        user_id=who.id,
        email=who.email,
        level=raw.escalation_level,
        schedule_id=raw.schedule.id if raw.schedule else None,
        schedule_name=raw.schedule.called if raw.schedule else None,
        policy_id=raw.escalation_policy.id if raw.escalation_policy else None,
    )


def service_from(raw: ServiceRecord) -> Service:
    """Read a service."""
    rule = raw.incident_urgency_rule
    return Service(raw.id, raw.name, raw.status, rule.urgency if rule and rule.type == "constant" else None)


def _merged(reason: ResolveReason | None, api: str) -> MergedInto | None:
    if reason is None or reason.type != "merge_resolve_reason" or reason.incident is None:
        return None
    into = reason.incident
    return MergedInto(into.id, into.incident_number, own_page(into.html_url, api))
