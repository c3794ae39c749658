"""The form that every Zendesk event has, whatever it is about."""

from uuid import uuid4

from sandbox import clock
from sandbox.environment import INSTALLATION_ID
from sandbox.errors import Json


def event(subject: str, version: str, record: Json, kind: str, detail: Json, change: Json) -> Json:
    """Write an event about a record, in a version of the form of its `subject`."""
    return {
        "type": f"zen:event-type:{subject}.{kind}",
        "account_id": INSTALLATION_ID,
        "id": str(uuid4()),
        "time": clock.millis(clock.now()),
        "zendesk_event_version": version,
        "subject": f"zen:{subject}:{record['id']}",
        "detail": detail,
        "event": change,
    }
