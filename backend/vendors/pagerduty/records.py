"""PagerDuty's people, services and policies as its REST API shows them, in the product's words."""

from backend.domain.paging.responders import Responder
from backend.domain.paging.service import Service
from backend.vendors.fields import Address, Key, Maybe, Number, Record, Text


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


class UserRecord(Record):
    id: Key
    name: Maybe[Text] = None
    summary: Maybe[Text] = None
    email: Maybe[Text] = None
    time_zone: Maybe[Text] = None


class UserAnswer(Record):
    user: UserRecord


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


def responder_from(raw: UserRecord) -> Responder:
    """Read a user, in full or as a reference."""
    return Responder(raw.id, raw.name or raw.summary or raw.id, raw.email, raw.time_zone)


def service_from(raw: ServiceRecord) -> Service:
    """Read a service."""
    rule = raw.incident_urgency_rule
    return Service(raw.id, raw.name, raw.status, rule.urgency if rule and rule.type == "constant" else None)
