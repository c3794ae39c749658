"""Each kind of operation, judged by what the stand-ins committed: exactly the expected writes, nothing else."""

import pytest

from sandbox.product import Product
from tests.support.desk import AGENT, LIGHT_AGENT, PREMIUM, STRICT, Json, Person, Sandbox, error, sign_in, until

STAR = {"urgency": "urgent", "plan": "Premium", "reason": "The launch waits.", "desired_result": "A call today."}
OVERRIDE = {"override_reason": "The customer's deadline is today."}


def writes(effects: list[Json]) -> list[str]:
    return [f"{one['vendor']} {one['method']} {one['path'].split('?')[0]}" for one in effects]


def comment_of(effect: Json) -> Json:
    found: Json = effect["body"]["ticket"]["comment"]
    return found


class TestTriggerEmergency:
    def test_pages_once_then_notes_then_tags(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket(tags=["vip"])
        done = manager.do(ticket, "trigger_emergency", answers=STRICT, reason="All of production is down.")
        assert done["state"] == "done"
        assert [(step["name"], step["state"]) for step in done["steps"]] == [
            ("page", "done"), ("note", "done"), ("tag", "done"),
        ]  # fmt: skip
        page, note, tag = sandbox.effects(ticket)
        assert writes([page, note, tag]) == [
            "pagerduty POST /incidents",
            f"zendesk PUT /api/v2/tickets/{ticket}.json",
            f"zendesk PUT /api/v2/tickets/{ticket}.json",
        ]
        incident = page["body"]["incident"]
        assert incident["title"] == str(ticket)
        assert incident["service"]["id"] == "PL3TX00"
        assert incident["escalation_policy"]["id"] == "PKV6GCH"
        assert incident["incident_key"] == f"zendesk-{ticket}-emergency"
        assert "assignments" not in incident
        assert "priority" not in incident
        assert comment_of(note)["public"] is False
        for words in (manager.agent["name"], "All of production is down.", done["steps"][0]["url"], "emergency"):
            assert words in comment_of(note)["html_body"]
        assert sorted(tag["body"]["ticket"]["tags"]) == ["emergency_paged", "vip"]

    def test_the_panel_shows_the_page_at_once_and_its_acknowledgement_soon(
        self, manager: Person, sandbox: Sandbox
    ) -> None:
        ticket = sandbox.ticket()
        manager.do(ticket, "trigger_emergency", reason="Down.")
        incident = manager.panel(ticket)["emergency"]["incident"]
        assert incident["status"] == "triggered"
        sandbox.control("POST", f"incidents/{incident['id']}", {"status": "acknowledged"})
        until(lambda: manager.panel(ticket)["emergency"]["incident"]["status"] == "acknowledged")

    def test_a_resolved_page_can_be_followed_by_another(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket()
        first = manager.do(ticket, "trigger_emergency", reason="Down.")
        incident = manager.panel(ticket)["emergency"]["incident"]
        sandbox.control("POST", f"incidents/{incident['id']}", {"status": "resolved"})
        until(lambda: manager.panel(ticket)["emergency"]["incident"]["status"] == "resolved")
        second = manager.do(ticket, "trigger_emergency", reason="Down again.")
        assert second["id"] != first["id"]
        assert len(sandbox.incidents(ticket)) == 2

    def test_what_somebody_else_paged_is_not_paged_again(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket()
        sandbox.control("POST", "incidents", {"title": f"ZD#{ticket} production down", "service_id": "PL3TX00"})
        incident = until(lambda: manager.panel(ticket)["emergency"]["incident"])
        refused = manager.ask(ticket, "trigger_emergency", reason="Down.")
        assert refused.status_code == 409
        assert error(refused)["code"] == "already_open"
        assert error(refused)["details"]["url"] == incident["url"]
        assert sandbox.effects(ticket) == []

    def test_the_paging_macro_counts_as_a_page(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket()
        sandbox.control("PATCH", f"tickets/{ticket}", {"tags": ["trigger_manual_emergency"]})
        until(lambda: manager.panel(ticket)["emergency"]["incident"])
        assert manager.panel(ticket)["emergency"]["paged_by_macro"]
        assert manager.panel(ticket)["emergency"]["blocked"]
        assert manager.ask(ticket, "trigger_emergency", reason="Down.").status_code == 409

    def test_an_answer_to_no_question_is_refused(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket()
        refused = manager.ask(ticket, "trigger_emergency", answers={"weather": "yes"}, reason="Down.")
        assert refused.status_code == 400
        assert error(refused)["details"]["fields"] == {"answers.weather": "there is no such question"}
        assert sandbox.effects(ticket) == []


class TestOpenStar:
    def test_opens_an_issue_then_notes_then_tags(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket(subject="Slow pipelines")
        done = manager.do(ticket, "open_star", **STAR, **OVERRIDE)
        assert done["state"] == "done"
        issue, note, tag = sandbox.effects(ticket)
        assert issue["path"].endswith("ticket-attention-requests/issues")
        assert issue["body"]["title"] == f"STAR for ticket ZD#{ticket}"
        words = issue["body"]["description"]
        for part in (
            f"/agent/tickets/{ticket}",
            "Urgency: Urgent",
            "> The launch waits.",
            "> A call today.",
            "> Premium",
        ):
            assert part in words
        assert "<!-- oncall-operation:" in words
        assert done["id"] not in words
        assert comment_of(note)["public"] is False
        assert done["steps"][0]["url"] in comment_of(note)["html_body"]
        assert tag["body"]["ticket"]["tags"] == ["star_submitted"]
        star = manager.panel(ticket)["star"]
        assert (star["state"], star["issues"][0]["urgency"]) == ("submitted", "urgent")

    def test_an_open_one_is_returned_instead_of_a_second(
        self, manager: Person, product: Product, sandbox: Sandbox
    ) -> None:
        ticket = sandbox.ticket()
        first = manager.do(ticket, "open_star", **STAR, **OVERRIDE)
        other = sign_in(product.backend, sandbox, AGENT)
        second = other.ask(ticket, "open_star", **STAR)
        assert second.status_code == 200
        assert second.json()["id"] == first["id"]
        assert len(sandbox.effects(ticket)) == 3

    def test_another_tools_star_stands_in_the_way(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket()
        iid = sandbox.issue("stars", f"Attention for ZD#{ticket}", "Urgency: Timely")
        refused = manager.ask(ticket, "open_star", **STAR, **OVERRIDE)
        assert refused.status_code == 409
        assert error(refused)["details"]["reference"] == str(iid)

    def test_a_refusing_check_stops_an_agent_and_names_its_rule(self, product: Product, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket(organization=None)
        agent = sign_in(product.backend, sandbox, AGENT)
        refused = agent.ask(ticket, "open_star", **STAR, **OVERRIDE)
        assert refused.status_code == 422
        assert error(refused)["details"]["rule"] in {"needs_organization", "outside_support_hours"}
        assert sandbox.effects(ticket) == []

    def test_hostile_words_are_quoted_and_run_nothing(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket()
        hostile = (
            "/close\r\n/label ~pwned\u2028/assign @root\n<script>alert(1)</script> {{ticket.requester.email}} @all"
        )
        body = STAR | {"reason": hostile, "plan": hostile, "desired_result": hostile, "namespace": hostile}
        done = manager.do(ticket, "open_star", **body, **OVERRIDE)
        assert done["state"] == "done"
        shown = manager.panel(ticket)["star"]["issues"][0]
        assert shown["state"] == "submitted"
        issue, note, _ = sandbox.effects(ticket)
        assert not [line for line in issue["body"]["description"].splitlines() if line.startswith("/")]
        assert "{{" not in comment_of(note)["html_body"]
        assert "<script>" not in comment_of(note)["html_body"]

    def test_a_us_government_customer_is_not_named_outside_zendesk(self, manager: Person, sandbox: Sandbox) -> None:
        government = {"name": "Bureau of Examples", "organization_fields": {"sub_usgov_24x7": True}}
        ticket = sandbox.ticket(government, requester={"name": "Jo Clerk", "email": "jo@bureau.example"})
        refused = manager.ask(ticket, "open_star", **STAR | {"reason": "The bureau  of\nexamples waits."}, **OVERRIDE)
        assert refused.status_code == 422
        assert error(refused)["details"]["rule"] == "us_government_name"
        assert "Bureau of Examples" in error(refused)["message"]
        manager.do(ticket, "open_star", **STAR, **OVERRIDE)
        words = str(sandbox.effects(ticket)[0]["body"])
        assert not [name for name in ("Bureau", "Jo Clerk", "jo@bureau.example") if name in words]


class TestLinkFeedback:
    @pytest.mark.parametrize("form", ["iid", "issues", "work_items"])
    def test_links_both_ways_by_number_or_either_address(
        self, manager: Person, sandbox: Sandbox, product: Product, form: str
    ) -> None:
        ticket = sandbox.ticket()
        iid = sandbox.issue("feedback", f"Negative feedback for ticket {ticket}", labels=["SSAT::Contact"])
        address = f"{product.sandbox}/gitlab/gitlab-com/support/feedback/-/{form}/{iid}"
        done = manager.do(ticket, "link_feedback", issue=iid if form == "iid" else address)
        assert done["state"] == "done"
        on_issue, on_ticket = sandbox.effects(ticket, feedback=iid)
        assert on_issue["path"].endswith(f"/issues/{iid}/notes")
        assert f"/agent/tickets/{ticket}" in on_issue["body"]["body"]
        assert f"/issues/{iid}" in comment_of(on_ticket)["html_body"]
        assert comment_of(on_ticket)["public"] is False
        shown = manager.panel(ticket)["feedback"]["issues"][0]
        assert (shown["iid"], shown["linked"], shown["state"]) == (iid, True, "contact_due")

    def test_linking_again_does_nothing_more(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket()
        iid = sandbox.issue("feedback", f"Neutral feedback for ticket {ticket}")
        first = manager.do(ticket, "link_feedback", issue=iid)
        assert manager.ask(ticket, "link_feedback", issue=str(iid)).json()["id"] == first["id"]
        assert len(sandbox.effects(ticket, feedback=iid)) == 2

    def test_feedback_about_another_ticket_is_refused(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket()
        iid = sandbox.issue("feedback", f"Negative feedback for ticket {ticket}7")
        refused = manager.ask(ticket, "link_feedback", issue=iid)
        assert refused.status_code == 422
        assert error(refused)["details"]["rule"] == "other_ticket"
        assert f"{ticket}7" in error(refused)["message"]

    @pytest.mark.parametrize(
        ("reference", "rule"),
        [
            pytest.param(
                "https://elsewhere.example/gitlab-com/support/feedback/-/issues/1", "issue_reference", id="host"
            ),
            pytest.param("feedback, please", "issue_reference", id="words"),
            pytest.param(99_999_999, "issue_unknown", id="missing"),
        ],
    )
    def test_what_is_no_feedback_issue_is_refused(
        self, manager: Person, sandbox: Sandbox, reference: object, rule: str
    ) -> None:
        refused = manager.ask(sandbox.ticket(), "link_feedback", issue=reference)
        assert refused.status_code == 422
        assert error(refused)["details"]["rule"] == rule


class TestApplyMacro:
    def macro(self, manager: Person, ticket: int, title: str) -> int:
        return int(next(one["id"] for one in manager.panel(ticket)["macros"] if one["title"] == title))

    def test_writes_what_the_macro_changes_in_the_agents_name(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket(priority="urgent", tags=["keep"])
        done = manager.do(ticket, "apply_macro", macro_id=self.macro(manager, ticket, "Downgrade emergency ticket"))
        assert done["state"] == "done"
        (write,) = sandbox.effects(ticket)
        changed = write["body"]["ticket"]
        assert changed["priority"] == "high"
        assert "keep" in changed["tags"]
        assert changed["safe_update"] is True
        assert changed["comment"]["author_id"] == manager.agent["id"]
        assert "subject" not in changed
        assert "status" not in changed

    def test_the_one_that_pages_is_refused(self, manager: Person, sandbox: Sandbox) -> None:
        ticket = sandbox.ticket()
        macro = self.macro(manager, ticket, "Support::Managers::Trigger manual emergency")
        refused = manager.ask(ticket, "apply_macro", macro_id=macro)
        assert refused.status_code == 422
        assert error(refused)["details"]["rule"] == "macro_pages"
        assert "trigger_emergency" in error(refused)["message"]
        assert sandbox.effects(ticket) == []


class TestPermissions:
    @pytest.mark.parametrize(
        ("user", "may"),
        [
            pytest.param(AGENT, {"open_star", "link_feedback", "apply_macro"}, id="agent"),
            pytest.param(LIGHT_AGENT, {"open_star"}, id="light-agent"),
        ],
    )
    def test_the_server_holds_the_table_of_roles(
        self, product: Product, sandbox: Sandbox, user: int, may: set[str]
    ) -> None:
        person = sign_in(product.backend, sandbox, user)
        assert may <= set(person.agent["can"])
        assert "trigger_emergency" not in person.agent["can"]
        ticket = sandbox.ticket(PREMIUM)
        refused = person.ask(ticket, "trigger_emergency", reason="Down.")
        assert refused.status_code == 403
        assert error(refused)["details"]["kind"] == "trigger_emergency"
        assert sandbox.effects(ticket) == []
