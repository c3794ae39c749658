"""Whose word counts is read from what was recorded."""

import re
from datetime import timedelta

import pytest

from backend.domain.eligibility.history import VerdictOverride
from backend.handbook.model.emergencies import Verdict
from backend.operations.emergency.decided import decision_that_holds, recorded
from backend.operations.emergency.record_assessment import RecordAssessment, RecordAssessmentKind
from backend.operations.emergency.trigger_emergency import TriggerEmergency, TriggerEmergencyKind, message
from backend.operations.engine.request import Actor, Request
from backend.operations.engine.worker import steps_of
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from tests.unit.domain.makers import NOW, incident, ticket
from tests.unit.operations.fakes import FakeZendesk
from tests.unit.operations.makers import HANDBOOK, deps, operation

BODY = {"answers": {"production": "no"}, "override": {"verdict": "exception", "reason": "A clinic."}}


def test_role_and_override_are_read_and_notices_judge_nothing() -> None:
    mine = operation("record_assessment", body=BODY, context={"version": 1, "role": "manager"})
    unknown = operation("record_assessment", body=BODY, context={"version": 1})
    notices = operation("record_assessment", body={"answers": {}, "notices": ["wide_incident"]})
    found = recorded([mine, unknown, notices, operation("trigger_emergency")])
    assert [one.by_manager for one in found] == [True, False]
    assert found[0].override == VerdictOverride("exception", "A clinic.")


def test_a_decision_holds_until_its_page_is_resolved() -> None:
    mine = operation("record_assessment", body=BODY, context={"version": 1, "role": "manager"})
    held = decision_that_holds([mine], [], HANDBOOK, NOW)
    assert held
    assert (held.verdict, held.by) == ("exception", "Ada")
    resolved = incident(status="resolved", resolved_at=NOW + timedelta(minutes=1))
    assert decision_that_holds([mine], [resolved], HANDBOOK, NOW) is None


def test_page_and_note_say_the_decision_with_who_and_why_before_the_checklists_result(database: Database) -> None:
    mirror = MirrorStore(database)
    mirror.tickets.put(ticket({"sub_sm_premium": True}), NOW, changes_read=0)
    mine = operation("record_assessment", body=BODY, context={"version": 1, "role": "manager"})
    zendesk = FakeZendesk()
    with_zendesk = deps(database, zendesk=zendesk)
    asked = Request(with_zendesk, mirror.snapshot(1234), Actor(7, "Bo", "manager"), 1234, NOW, past=lambda: [mine])
    body = TriggerEmergency(answers={"production": "no"}, reason="Down.")
    context = TriggerEmergencyKind().prepare(asked, body)
    said = "Verdict: Emergency by exception, decided by Ada: A clinic. (The checklist says: Not decided yet. "
    assert said in message(with_zendesk, 1234, "Bo", body, context)
    stored = operation("trigger_emergency", context=context.stored())
    steps_of(stored, stored.steps[0])["note"].write(with_zendesk, stored)
    assert said in re.sub(r"<[^>]*>", " ", zendesk.notes[0])


def test_the_note_of_a_page_outside_the_hours_of_a_plan_says_that_it_is_an_exception(database: Database) -> None:
    mirror = MirrorStore(database)
    mirror.tickets.put(ticket({"sub_usgov_12x5": True}), NOW, changes_read=0)
    zendesk, words = FakeZendesk(), HANDBOOK.emergency.out_of_hours
    for now in (NOW, NOW + timedelta(days=3)):
        with_zendesk = deps(database, zendesk=zendesk, now=now)
        asked = Request(with_zendesk, mirror.snapshot(1234), Actor(7, "Bo", "manager"), 1234, now)
        context = TriggerEmergencyKind().prepare(asked, TriggerEmergency(reason="Down."))
        stored = operation("trigger_emergency", context=context.stored())
        steps_of(stored, stored.steps[0])["note"].write(with_zendesk, stored)
    assert [words.title in note for note in zendesk.notes] == [False, True]


@pytest.mark.parametrize(
    ("verdict", "told"), [("not_emergency", True), ("high_priority_now", True), ("emergency", False)]
)
def test_whoever_was_paged_hears_that_it_is_no_emergency_after_all(
    verdict: Verdict, told: bool, database: Database
) -> None:
    mirror = MirrorStore(database)
    mirror.tickets.put(ticket({"sub_sm_premium": True}), NOW, changes_read=0)
    mirror.incidents.put([(incident(), frozenset({1234}))], NOW)
    asked = Request(deps(database), mirror.snapshot(1234), Actor(7, "Ada", "manager"), 1234, NOW)
    override = {"verdict": verdict, "reason": "It runs again."}
    body = RecordAssessment.model_validate({"answers": {}, "override": override})
    context = RecordAssessmentKind().prepare(asked, body)
    stored = operation("record_assessment", body=body.model_dump(exclude_unset=True), context=context.stored())
    written = RecordAssessmentKind().steps(stored)
    assert [step.name for step in written] == (["note", "incident_note"] if told else ["note"])
    if told:
        pagerduty = Notes()
        written[1].write(deps(database, pagerduty=pagerduty), stored)
        (note,) = pagerduty.notes
        assert note.startswith(f"Assessed again by Ada: {HANDBOOK.emergency.verdicts[verdict].title}. Why is in the ")
        assert "It runs again" not in note


class Notes:
    """A PagerDuty that keeps what is noted."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def add_note(self, incident_id: str, text: str, sender: str | None) -> None:
        self.notes.append(text)
