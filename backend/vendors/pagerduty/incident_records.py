"""PagerDuty's incidents as its REST API shows them, with notes and calls for responders, in the product's words."""

from urllib.parse import urlsplit

from backend.domain.paging.incident import Holder, Incident, IncidentStatus, MergedInto, PendingAction, Urgency
from backend.vendors.addresses import same_host
from backend.vendors.fields import Address, Key, Maybe, Moment, Number, Record, Several, Text, Words
from backend.vendors.pagerduty.records import Reference


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
        assigned_to=tuple(assignment.assignee.called for assignment in raw.assignments),
        assigned_ids=tuple(assignment.assignee.id for assignment in raw.assignments),
        policy_id=raw.escalation_policy.id if raw.escalation_policy else None,
        policy_name=raw.escalation_policy.called if raw.escalation_policy else None,
        urgency=raw.urgency,
        priority=raw.priority.called if raw.priority else None,
        last_status_change_at=raw.last_status_change_at,
        reopened_at=raw.reopened_at,
        assignments=tuple(
            Holder(assignment.assignee.id, assignment.assignee.called, assignment.at) for assignment in raw.assignments
        ),
        acknowledgements=tuple(
            Holder(acknowledgement.acknowledger.id, acknowledgement.acknowledger.called, acknowledgement.at)
            for acknowledgement in raw.acknowledgements
        ),
        merged_into=_merged(raw.resolve_reason, api),
        pending=tuple(PendingAction(action.type, action.at) for action in raw.pending_actions),
        updated_at=raw.updated_at,
        direct=raw.assigned_via == "direct_assignment",
        changed_by=raw.last_status_change_by.id if raw.last_status_change_by else None,
    )


def _merged(reason: ResolveReason | None, api: str) -> MergedInto | None:
    if reason is None or reason.type != "merge_resolve_reason" or reason.incident is None:
        return None
    into = reason.incident
    return MergedInto(into.id, into.incident_number, own_page(into.html_url, api))
