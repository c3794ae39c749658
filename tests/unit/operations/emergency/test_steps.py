"""What the operations of an emergency write, and how they find it again."""

import re
from dataclasses import replace

import pytest

from backend.domain.paging.identity import incident_key
from backend.domain.paging.incident import Incident, MergedInto
from backend.domain.paging.on_call import OnCall
from backend.handbook.model.roles import Colleague
from backend.operations.emergency.reassign_page import ReassignPage
from backend.operations.engine.operation import AnyOperation
from backend.operations.engine.worker import steps_of
from backend.operations.kinds import KINDS
from backend.operations.steps.page import Paged
from backend.store.engine import Database
from backend.store.mirror import MirrorStore
from backend.vendors.errors import Over, VendorRejected
from tests.unit.domain.makers import NOW, incident, ticket
from tests.unit.operations.fakes import FakeGitLab, FakePagerDuty, FakeZendesk
from tests.unit.operations.makers import HANDBOOK, deps, operation, row
from tests.unit.operations.samples import JUDGEMENT, PAGE, SAMPLES

KEY = incident_key(1234, "emergency")


def note_of(database: Database, stored: AnyOperation) -> str:
    zendesk = FakeZendesk()
    step = steps_of(stored, stored.steps[0])["note"]
    with_zendesk = deps(database, zendesk=zendesk)
    assert step.look(with_zendesk, stored) is None
    step.write(with_zendesk, stored)
    assert step.look(with_zendesk, stored) is not None
    (note,) = zendesk.notes
    return note


@pytest.mark.parametrize("kind", [kind for kind, sample in SAMPLES.items() if "note" in sample.steps])
def test_a_note_is_the_same_whichever_version_accepted_it(database: Database, kind: str) -> None:
    assert note_of(database, operation(kind, 0)) == note_of(database, operation(kind, 1))


def test_the_note_of_a_page_says_who_why_and_the_verdict(database: Database) -> None:
    note = note_of(database, operation("trigger_emergency", 0))
    assert f'<a href="{PAGE["url"]}">PagerDuty incident #31</a>' in note
    assert note.startswith("<p>Customer emergency paged by Ada: <a ")
    assert note.endswith("<p>Verdict: Emergency. The installation is down.</p><p>Reason: Down.</p>")


def test_a_page_says_reason_subject_plan_verdict_and_link(database: Database) -> None:
    brief = {"subject": "All down", "plan": "Self-managed Premium"}
    context = {"version": 1, "brief": brief, "judgement": JUDGEMENT}
    stored = operation("trigger_emergency", context=context)
    pagerduty = FakePagerDuty([])
    steps_of(stored, stored.steps[0])["page"].write(deps(database, pagerduty=pagerduty), stored)
    assert pagerduty.details == [
        "Reason: Down.\nSubject: All down\nPlan: Self-managed Premium\nVerdict: Emergency. The installation is down.\n"
        "Paged by Ada\nZendesk ticket: https://example.zendesk.com/agent/tickets/1234"
    ]


def test_a_page_for_a_government_or_an_unread_ticket_holds_the_link_alone(database: Database) -> None:
    stored = operation("trigger_emergency", context={"version": 1, "judgement": JUDGEMENT})
    pagerduty = FakePagerDuty([])
    steps_of(stored, stored.steps[0])["page"].write(deps(database, pagerduty=pagerduty), stored)
    assert pagerduty.details == ["Zendesk ticket: https://example.zendesk.com/agent/tickets/1234"]


RULE_ID = re.compile(r"\b[EQ][1-9]\b")


@pytest.mark.parametrize("kind", [kind for kind, sample in SAMPLES.items() if "note" in sample.steps])
def test_a_note_says_who_and_holds_no_ids_or_keys_of_ours(database: Database, kind: str) -> None:
    stored = operation(kind)
    note = note_of(database, stored)
    shown = re.sub(r"<[^>]*>", " ", note)
    assert "Ada" in shown
    assert stored.id not in note
    assert not RULE_ID.search(shown)
    assert not re.search(r"\w_\w", shown)


def test_an_override_comes_first(database: Database) -> None:
    body = {"answers": {"production": "no"}, "override": {"verdict": "exception", "reason": "A clinic."}}
    note = note_of(database, operation("record_assessment", body=body, context={"version": 1, "judgement": JUDGEMENT}))
    title = HANDBOOK.emergency.verdicts["exception"].title
    assert note.startswith(f"<p>Emergency assessment by Ada: {title}.</p><p>Reason: A clinic.</p>")
    assert "<p>The checklist says: Emergency. The installation is down.</p>" in note


def test_without_answers_nothing_was_assessed(database: Database) -> None:
    facts = {"route": "pagerduty", "earlier": []}
    note = note_of(database, operation("trigger_emergency", 0, context=facts, body={"reason": "Down."}))
    assert "Verdict: not assessed." in note


def test_an_earlier_page_of_the_ticket_is_not_taken_for_ours(database: Database) -> None:
    stored = operation("trigger_emergency", context={"version": 1, "earlier": ["Q1"]})
    page = steps_of(stored, stored.steps[0])["page"]
    with_page = deps(database, pagerduty=FakePagerDuty([incident(key=KEY, status="resolved")]))
    assert page.look(with_page, stored) is None
    result = page.write(with_page, stored).result
    assert isinstance(result, Paged)
    assert result.incident_id == "Q2"
    found = page.look(with_page, stored)
    assert found
    assert found.result == result


def test_a_page_whose_key_is_open_already_is_that_one(database: Database) -> None:
    stored = operation("trigger_emergency")
    service = HANDBOOK.pagerduty.services.customer_support.id
    pagerduty = FakePagerDuty([incident(key=KEY)])
    assert pagerduty.incidents[0].service_id == service
    result = steps_of(stored, stored.steps[0])["page"].write(deps(database, pagerduty=pagerduty), stored).result
    assert isinstance(result, Paged)
    assert result.incident_id == "Q1"
    assert len(pagerduty.incidents) == 1


def test_by_macro_no_page_is_sent() -> None:
    stored = operation("trigger_emergency", context={"version": 1, "route": "macro"})
    assert list(steps_of(stored, stored.steps[0])) == ["macro", "note"]


def test_a_page_goes_to_one_person_or_to_a_level(database: Database) -> None:
    context = SAMPLES["reassign_page"].facts | {"incident_id": "Q1"}
    for level, taker in ((2, "level 2"), (None, "PGRACE")):
        pagerduty = FakePagerDuty([incident()])
        stored = operation("reassign_page", context=context | {"level": level})
        step = steps_of(stored, stored.steps[0])["reassign"]
        assert step.look(deps(database, pagerduty=pagerduty), stored) is None
        step.write(deps(database, pagerduty=pagerduty), stored)
        assert pagerduty.incidents[0].assigned_ids == (taker,)


def test_a_resolved_page_is_not_handed_over(database: Database) -> None:
    stored = operation("reassign_page", context=SAMPLES["reassign_page"].facts | {"incident_id": "Q1"})
    resolved = deps(database, pagerduty=FakePagerDuty([incident(status="resolved")]))
    with pytest.raises(VendorRejected, match="nothing to hand over"):
        steps_of(stored, stored.steps[0])["reassign"].look(resolved, stored)


@pytest.mark.parametrize("kind", ["reassign_page", "escalate_page", "resolve_page", "acknowledge_page"])
def test_what_was_merged_away_names_where_it_goes_on(database: Database, kind: str) -> None:
    stored = operation(kind)
    merged = replace(incident(status="resolved"), id=str(PAGE["incident_id"]), merged_into=MergedInto("Q2", 32))
    step = steps_of(stored, stored.steps[0])[stored.steps[0].name]
    with pytest.raises(Over, match="was merged into #32, which is this ticket's page now"):
        step.look(deps(database, pagerduty=FakePagerDuty([merged])), stored)


def left(database: Database, stored: AnyOperation, found: Incident) -> AnyOperation:
    """Give an operation with what its first step left behind that was found done before it was sent."""
    first = replace(stored.steps[0], state="waiting", first_sent_at=None, last_sent_at=None)
    stored = replace(stored, steps=(first, *stored.steps[1:]))
    step = steps_of(stored, first)[first.name]
    done = step.look(deps(database, pagerduty=FakePagerDuty([replace(found, id=str(PAGE["incident_id"]))])), stored)
    assert done
    assert done.result
    first = replace(first, state="done", detail=done.detail, result=done.result.stored())
    return replace(stored, steps=(first, *stored.steps[1:]))


@pytest.mark.parametrize("kind", ["reassign_page", "escalate_page"])
def test_a_page_that_somebody_else_handed_over_is_not_called_handed_over_from_here(
    database: Database, kind: str
) -> None:
    stored = left(database, operation(kind), replace(incident(), assigned_ids=("PGRACE",), assigned_to=("Grace",)))
    assert stored.steps[0].detail == "Incident #1 is already with Grace (managers)"
    note = note_of(database, stored)
    assert "was already with Grace (managers) when Ada wanted to hand it over." in note
    assert "handed over by" not in note
    assert "escalated by" not in note


@pytest.mark.parametrize(("by", "theirs"), [("PADA", True), ("PGRACE", False), (None, False)])
def test_a_page_is_resolved_by_whom_pagerduty_names(database: Database, by: str | None, theirs: bool) -> None:
    stored = left(database, operation("resolve_page"), replace(incident(status="resolved"), changed_by=by))
    note = note_of(database, stored)
    assert ("resolved by Ada." in note) == theirs
    assert ("was resolved already, not by Ada, who wanted to." in note) != theirs


def test_a_hand_off_without_a_page_is_a_note_alone() -> None:
    stored = operation("hand_off", 0, context={})
    assert list(steps_of(stored, stored.steps[0])) == ["note"]
    assert stored.context.about_url is None


def test_two_hand_overs_to_the_same_level_have_one_claim() -> None:
    kind, stored = KINDS["reassign_page"], operation("reassign_page")
    assert isinstance(stored.body, ReassignPage)
    assert kind.claim_key(stored.context) == "reassign-2"
    to_grace = operation("reassign_page", context=row("reassign_page").context | {"level": None})
    assert kind.claim_key(to_grace.context) == "reassign-PGRACE"


def test_an_escalation_names_the_account_team_and_the_way_by_hand(database: Database) -> None:
    team = {"account_owner": "Ana <b>", "assigned_se": "Ben"}
    MirrorStore(database).tickets.put(ticket(team), NOW, 0)
    context = SAMPLES["propose_escalation"].context
    note = note_of(database, operation("propose_escalation", context={**context, "with_issue": False}))
    assert "Account team: Account owner: Ana &lt;b&gt;; Assigned support engineer (ASE): Ben." in note
    assert "open the escalation by hand" in note
    assert "Nobody has been told of it: tell the manager on call." in note


@pytest.mark.parametrize(
    ("context", "account", "told"),
    [
        pytest.param({"with_issue": True}, "bo", True, id="mentioned-in-the-issue"),
        pytest.param({"with_issue": False}, "bo", False, id="no-issue"),
        pytest.param({"with_issue": True}, None, False, id="no-account"),
        pytest.param({"with_issue": False, "slack": True}, None, True, id="in-slack"),
    ],
)
def test_an_escalation_says_whom_to_tell_where_it_tells_nobody(
    database: Database, context: dict[str, bool], account: str | None, told: bool
) -> None:
    zendesk, people = FakeZendesk(), (Colleague(name="Bo", pagerduty_id="PBO001", gitlab=account),)
    world = deps(database, zendesk=zendesk, handbook=HANDBOOK.model_copy(update={"people": people}))
    world.mirror.on_calls.replace([OnCall("manager", "Bo Lee", None, None, user_id="PBO001")])
    stored = operation("propose_escalation", context={**SAMPLES["propose_escalation"].context, **context})
    steps_of(stored, stored.steps[0])["note"].write(world, stored)
    (note,) = zendesk.notes
    assert ("Nobody has been told of it: tell Bo Lee." in note) is not told


def test_an_account_without_a_team_is_called_so(database: Database) -> None:
    note = note_of(database, operation("propose_escalation"))
    assert "the organization names nobody" in note
    assert "by hand" not in note


@pytest.mark.parametrize(
    ("people", "said"),
    [
        pytest.param((Colleague(name="Bo", pagerduty_id="PBO001", gitlab="bo"),), "Manager on call: @bo\n", id="known"),
        pytest.param((Colleague(name="Bo Lee", gitlab="bo"),), "Manager on call: Bo Lee\n", id="by-name-alone"),
    ],
)
def test_a_proposed_escalation_mentions_the_manager_whose_account_is_known(
    database: Database, people: tuple[Colleague, ...], said: str
) -> None:
    gitlab, stored = FakeGitLab(), operation("propose_escalation")
    with_gitlab = deps(database, handbook=HANDBOOK.model_copy(update={"people": people}), gitlab=gitlab)
    with_gitlab.mirror.on_calls.replace([OnCall("manager", "Bo Lee", None, None, user_id="PBO001")])
    steps_of(stored, stored.steps[0])["issue"].write(with_gitlab, stored)
    (made,) = gitlab.issues.values()
    assert said in made.description
