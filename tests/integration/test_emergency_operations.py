"""Assessments, the backup pool, escalations and notices, judged by what the stand-ins committed."""

from tests.support.desk import STRICT, Json, Person, Sandbox, error


def note_of(effect: Json) -> str:
    assert effect["body"]["ticket"]["comment"]["public"] is False
    return str(effect["body"]["ticket"]["comment"]["html_body"])


def test_an_assessment_is_written_down(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    override = {"verdict": "not_emergency", "reason": "It is a <b>test</b> {{ticket.id}}."}
    done = manager.do(ticket, "record_assessment", answers=STRICT, override=override)
    assert done["state"] == "done"
    (note,) = sandbox.effects(ticket)
    for words in (
        "The checklist says: Emergency.",
        "Is a production instance",
        "Not an emergency",
        "&lt;b&gt;test&lt;/b&gt;",
        manager.agent["name"],
    ):
        assert words in note_of(note)
    assert "{{" not in note_of(note)
    filled = {one["key"]: one["prefill"] for one in manager.panel(ticket)["emergency"]["questions"]}
    assert filled["scope"] == {"value": "all", "source": f"Answered by {manager.agent['name']}."}
    assert filled["legal"] is None


def test_an_assessment_switches_notices_on(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    assert "compromised" not in [one["id"] for one in manager.panel(ticket)["notices"]]
    manager.do(ticket, "record_assessment", answers={"compromise": "yes"}, notices=["security_wide"])
    shown = [one["id"] for one in manager.panel(ticket)["notices"]]
    assert shown.index("compromised") < shown.index("security_wide")
    refused = manager.ask(ticket, "record_assessment", answers={}, notices=["dedicated"])
    assert error(refused)["details"]["rule"] == "notice"


def test_the_backup_pool_is_paged_with_no_assignee_policy_or_priority(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    done = manager.do(ticket, "page_backup_pool", summary="Second outage, Gitaly is down.")
    assert done["state"] == "done"
    page, note = sandbox.effects(ticket)
    incident = page["body"]["incident"]
    assert incident["title"] == f"Duplicate emergency - ZD#{ticket}"
    assert incident["service"]["id"] == "PAPACBK"
    assert incident["body"]["details"] == "Second outage, Gitaly is down."
    assert not {"assignments", "priority", "escalation_policy"} & set(incident)
    assert "Second outage" in note_of(note)
    again = manager.ask(ticket, "page_backup_pool", summary="Once more.")
    assert again.json()["id"] == done["id"]
    assert manager.panel(ticket)["emergency"]["incident"] is None


def test_an_escalation_is_proposed_in_a_note(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    answers = {"parallel_issues": "yes", "over_3h": "no", "external_blocker": "unknown", "professional_services": False}
    assert manager.do(ticket, "propose_escalation", answers=answers, summary="It drags on.")["state"] == "done"
    (note,) = sandbox.effects(ticket)
    assert "It drags on." in note_of(note)
    assert note_of(note).count("<li>") == 4


def test_what_a_person_switched_on_stays_until_a_person_switches_it_off(manager: Person, sandbox: Sandbox) -> None:
    def shown() -> list[str]:
        return [one["id"] for one in manager.panel(ticket)["notices"]]

    def switches() -> Json:
        return {one["id"]: one["on"] for one in manager.panel(ticket)["emergency"]["special_handling"]}

    ticket = sandbox.ticket()
    assert switches() == {"security_wide": False, "wide_incident": False, "upgrade_assistance": False}
    manager.do(ticket, "record_assessment", answers=STRICT)
    manager.do(ticket, "record_assessment", answers={}, notices=["upgrade_assistance", "security_wide"])
    _, note = sandbox.effects(ticket)
    assert "GitLab has a security incident" in note_of(note)
    assert "No question was answered" not in note_of(note)
    assert shown().index("security_wide") < shown().index("upgrade_assistance")
    # Neither what is recorded later nor a page speaks of them, so they stay; and the answers stay too.
    manager.do(ticket, "trigger_emergency", reason="Down.", answers=STRICT)
    assert {"security_wide", "upgrade_assistance"} <= set(shown())
    filled = {one["key"]: one["prefill"] for one in manager.panel(ticket)["emergency"]["questions"]}
    assert filled["scope"]["value"] == "all"
    manager.do(ticket, "record_assessment", answers={}, notices=[])
    assert not {"security_wide", "upgrade_assistance"} & set(shown())
    assert not any(switches().values())


def test_high_priority_says_who_does_what_and_the_customer_reads_none_of_it(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    answers = dict.fromkeys(
        ("unusable", "degraded", "compromise", "financial_impact", "business_unusable", "legal", "audit"), "no"
    )
    answers |= {"production": "yes", "scope": "some", "security_risk": "no", "may_become_emergency": "yes"}
    weekday = manager.assess(ticket, answers, as_of="2026-03-04T18:00:00Z")["qualification"]
    weekend = manager.assess(ticket, answers, as_of="2026-03-07T18:00:00Z")["qualification"]
    assert weekday["verdict"] == weekend["verdict"] == "high_priority_now"
    assert [one["now"] for one in weekday["who"]] == [True, False]
    assert [one["now"] for one in weekend["who"]] == [False, True]
    assert "manager" not in weekday["downgrade"]
    assert manager.assess(ticket, STRICT)["qualification"]["who"] == []
