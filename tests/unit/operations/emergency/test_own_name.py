"""Acknowledging and resolving go out in the person's own PagerDuty name, never in ours."""

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from backend.domain.paging.incident import Holder, Incident
from backend.domain.paging.responders import Responder
from backend.handbook.model.roles import Colleague
from backend.operations.engine.request import Actor, Request, RuleViolation
from backend.operations.engine.worker import steps_of
from backend.operations.steps.own_name import in_own_name
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.vendors.errors import VendorRejected
from tests.unit.domain.makers import NOW, incident, ticket
from tests.unit.operations.makers import HANDBOOK, deps, operation
from tests.unit.operations.samples import OWN_PAGE

ADA = Responder("PADA", "Ada", "ada@example.com")
BOT = Responder("PBOT", "Bot", "bot@example.com")


@dataclass
class People:
    """PagerDuty with people and one incident; it keeps in whose name it was changed."""

    incident_now: Incident = field(default_factory=lambda: incident())
    senders: list[str] = field(default_factory=list)

    def responder(self, wanted: str) -> Responder | None:
        return next((one for one in (ADA, BOT) if wanted in (one.id, one.email)), None)

    def is_sender(self, person: Responder) -> bool:
        return person == BOT

    def incident(self, incident_id: str) -> Incident:
        return self.incident_now

    def acknowledge(self, incident_id: str, sender: str) -> Incident:
        self.senders.append(sender)
        by = Holder("PADA", "Ada")
        self.incident_now = replace(self.incident_now, status="acknowledged", acknowledgements=(by,))
        return self.incident_now


def request(database: Database, email: str | None, **more: Any) -> Request:
    mirror = MirrorStore(database)
    mirror.tickets.put(ticket(), NOW, changes_read=0)
    mirror.incidents.put([(incident(), frozenset({1234}))], NOW)
    with_people = deps(database, pagerduty=People(), **more)
    return Request(with_people, mirror.snapshot(1234), Actor(7, "Ada", "manager", email), 1234, NOW)


def test_a_person_is_found_by_the_address_they_log_in_with(database: Database) -> None:
    found = in_own_name(request(database, "ada@example.com"), required=True)
    assert (found.user_id, found.sender) == ("PADA", "ada@example.com")


def test_the_handbooks_list_of_people_comes_first(database: Database) -> None:
    people = (Colleague(name="Ada", zendesk_id=7, pagerduty_id="PADA"),)
    handbook = HANDBOOK.model_copy(update={"people": people})
    assert in_own_name(request(database, "a@elsewhere.example", handbook=handbook), required=True).user_id == "PADA"


@pytest.mark.parametrize("email", ["nobody@example.com", None, "bot@example.com"])
def test_nobodys_name_and_ours_are_refused_with_the_pages_address(database: Database, email: str | None) -> None:
    with pytest.raises(RuleViolation) as refused:
        in_own_name(request(database, email), required=True)
    assert (refused.value.rule, refused.value.url) == ("no_pagerduty_user", incident().url)
    assert in_own_name(request(database, email), required=False).sender is None


def test_an_acknowledgement_is_sent_as_the_person_and_found_again(database: Database) -> None:
    stored = operation("acknowledge_page", context=OWN_PAGE)
    step, people = steps_of(stored, stored.steps[0])["acknowledge_page"], People()
    with_people = deps(database, pagerduty=people)
    assert step.look(with_people, stored) is None
    assert "acknowledged by Ada" in step.write(with_people, stored).detail
    assert people.senders == ["ada@example.com"]
    assert step.look(with_people, stored) is not None


def test_a_resolved_page_is_not_acknowledged(database: Database) -> None:
    stored = operation("acknowledge_page", context=OWN_PAGE)
    over = deps(database, pagerduty=People(incident(status="resolved")))
    with pytest.raises(VendorRejected, match="nothing to acknowledge"):
        steps_of(stored, stored.steps[0])["acknowledge_page"].look(over, stored)
