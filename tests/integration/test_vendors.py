"""The real client libraries over real HTTP, against stand-ins that refuse what the vendors refuse."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.domain.access import Rights
from backend.vendors.errors import (
    AlreadyOpen,
    Conflict,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
    VendorError,
    VendorRejected,
)
from backend.vendors.gitlab.client import GitLab
from backend.vendors.pagerduty.client import PagerDuty, Rotation
from backend.vendors.slack.client import Slack
from backend.vendors.zendesk.client import Zendesk
from backend.vendors.zendesk.token import LIFETIME, MARGIN, ClientCredentials
from sandbox import environment
from tests.support.desk import Sandbox

SERVICE, POLICY = "PL3TX00", "PKV6GCH"
DEAD = "http://127.0.0.1:9"


def make_zendesk(url: str, secret: str = environment.CLIENT_SECRET) -> Zendesk:
    return Zendesk("sandbox", url, ClientCredentials(url, environment.CLIENT_ID, secret))


def make_pagerduty(
    url: str, token: str = environment.PAGERDUTY_TOKEN, sender: str = environment.PAGERDUTY_FROM
) -> PagerDuty:
    return PagerDuty(f"{url}/pagerduty", token, sender)


def make_gitlab(url: str, token: str = environment.GITLAB_TOKEN) -> GitLab:
    projects = {"star": "gitlab-com/support/ticket-attention-requests", "feedback": "gitlab-com/support/feedback"}
    return GitLab(f"{url}/gitlab", token, projects)  # type: ignore[arg-type]


def make_slack(url: str, token: str = environment.SLACK_TOKEN) -> Slack:
    return Slack(f"{url}/slack", token)


@pytest.fixture
def zendesk(stand_in: str) -> Zendesk:
    return make_zendesk(stand_in)


@pytest.fixture
def pagerduty(stand_in: str) -> PagerDuty:
    return make_pagerduty(stand_in)


@pytest.fixture
def gitlab(stand_in: str) -> GitLab:
    return make_gitlab(stand_in)


def trigger(pagerduty: PagerDuty, key: str, service: str = SERVICE, policy: str | None = POLICY) -> str:
    return pagerduty.trigger(service_id=service, policy_id=policy, title="1", key=key, details="words").id


def tokens_asked_for(control: Sandbox) -> list[dict[str, Any]]:
    return [one for one in control.control("GET", "calls") if one["path"].startswith("/oauth/tokens")]


def calls(control: Sandbox, vendor: str, method: str) -> int:
    return len([one for one in control.control("GET", "calls") if (one["vendor"], one["method"]) == (vendor, method)])


# Each vendor with one read and one write, for what must hold of all of them.
def reads(url: str) -> list[Callable[[], object]]:
    return [
        lambda: make_zendesk(url).ticket(2001),
        lambda: make_pagerduty(url).open_incidents([SERVICE]),
        lambda: make_gitlab(url).changed_issues("star", None, 1),
        lambda: make_slack(url).channel("support_leadership"),
    ]


def writes(url: str) -> list[Callable[[], object]]:
    return [
        lambda: make_zendesk(url).add_note(2001, "<p>note</p>", "mark"),
        lambda: trigger(make_pagerduty(url), f"key-{time.monotonic_ns()}"),
        lambda: make_gitlab(url).create_issue("star", title="t", description="d", labels=[]),
        lambda: make_slack(url).post("C0LEADER1", "words", "mark"),
    ]


VENDORS = ["zendesk", "pagerduty", "gitlab", "slack"]


EVER = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("number", range(4), ids=VENDORS)
class TestEveryVendor:
    @pytest.mark.parametrize(
        ("fault", "of_read", "of_write"),
        [
            pytest.param({"mode": "error", "status": 500}, Unavailable, OutcomeUnknown, id="500"),
            pytest.param({"mode": "error", "status": 502}, Unavailable, OutcomeUnknown, id="502"),
            pytest.param({"mode": "reset"}, Unavailable, OutcomeUnknown, id="reset"),
            pytest.param({"mode": "drop_after_commit"}, Unavailable, OutcomeUnknown, id="drop"),
            pytest.param({"mode": "html"}, Unavailable, OutcomeUnknown, id="html"),
            pytest.param({"mode": "truncated"}, Unavailable, OutcomeUnknown, id="truncated"),
            pytest.param({"mode": "rate_limit", "seconds": 30}, RateLimited, RateLimited, id="429"),
        ],
    )
    def test_a_fault_is_told_apart_and_nothing_is_sent_again(
        self,
        stand_in: str,
        control: Sandbox,
        number: int,
        fault: dict[str, object],
        of_read: type[VendorError],
        of_write: type[VendorError],
    ) -> None:
        for make, method, expected in ((reads, "GET", of_read), (writes, None, of_write)):
            method = method or ("PUT" if number == 0 else "POST")
            path = None if method == "GET" else ("/tickets/", "^/incidents", "issues", "postMessage")[number]
            control.control("POST", "faults", {"vendor": VENDORS[number], "method": method, "path": path} | fault)
            before, started = calls(control, VENDORS[number], method), time.monotonic()
            with pytest.raises(expected) as raised:
                make(stand_in)[number]()
            assert type(raised.value) is expected
            assert calls(control, VENDORS[number], method) == before + 1
            assert time.monotonic() - started < 5
            control.heal()

    def test_a_vendor_that_is_not_there_is_unavailable(self, number: int) -> None:
        for make in (reads, writes):
            with pytest.raises(Unavailable):
                make(DEAD)[number]()

    def test_a_rate_limit_says_how_long(self, stand_in: str, control: Sandbox, number: int) -> None:
        control.fault(VENDORS[number], "rate_limit", seconds=7, method="GET")
        with pytest.raises(RateLimited) as raised:
            reads(stand_in)[number]()
        assert raised.value.retry_after == 7


def test_a_silent_vendor_is_given_up_within_ten_seconds(pagerduty: PagerDuty, control: Sandbox) -> None:
    control.fault("pagerduty", "timeout", method="POST", seconds=20, times=1)
    started = time.monotonic()
    with pytest.raises(OutcomeUnknown, match="in time"):
        trigger(pagerduty, "silent")
    assert 5 < time.monotonic() - started < 10


def test_bad_credentials_say_which_setting(stand_in: str) -> None:
    for call, setting in (
        (lambda: make_zendesk(stand_in, "wrong").ticket(2001), "ZENDESK_CLIENT_SECRET"),
        (lambda: make_pagerduty(stand_in, "wrong").open_incidents([SERVICE]), "PAGERDUTY_TOKEN"),
        (lambda: make_gitlab(stand_in, "wrong").changed_issues("star", None, 1), "GITLAB_TOKEN"),
        (lambda: make_slack(stand_in, "wrong").channel("support_leadership"), "SLACK_BOT_TOKEN"),
    ):
        with pytest.raises(VendorRejected, match=setting) as raised:
            call()
        assert "wrong" not in str(raised.value)


class TestZendesk:
    def test_a_ticket_comes_with_people_organization_and_targets_in_one_call(
        self, zendesk: Zendesk, control: Sandbox
    ) -> None:
        soon = (datetime.now(UTC) + timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
        number = control.ticket(
            {"name": "Ünïcode 株式会社", "organization_fields": {"sub_sm_ultimate": True}, "tags": ["vip"]},
            requester={"name": "יעל 🚒"},
            tags=["one"],
            slas={"policy_metrics": [{"metric": "first_reply_time", "stage": "active", "breach_at": soon}]},
        )
        zendesk.ticket(2001)
        before = calls(control, "zendesk", "GET")
        ticket = zendesk.ticket(number)
        assert calls(control, "zendesk", "GET") == before + 1
        assert ticket.requester is not None
        assert ticket.organization is not None
        assert (ticket.requester.name, ticket.organization.name) == ("יעל 🚒", "Ünïcode 株式会社")
        assert ticket.organization.fields["sub_sm_ultimate"] is True
        assert ticket.organization.tags == {"vip"}
        assert ticket.tags == {"one"}
        assert ticket.sla is not None
        assert ticket.sla[0].metric == "first_reply_time"

    def test_it_tells_who_wrote_last_and_when_agents_replied(self, zendesk: Zendesk, control: Sandbox) -> None:
        silent = zendesk.ticket(control.ticket())
        assert (silent.latest_public_by, silent.agent_replies) == ("customer", ())
        answered = control.ticket(comments=[{"body": "Help"}, {"body": "Hello", "author": "agent", "public": True}])
        ticket = zendesk.ticket(answered)
        assert (ticket.latest_public_by, len(ticket.agent_replies)) == ("agent", 1)
        assert len(zendesk.public_replies(answered)) == 1

    def test_the_token_is_renewed_before_its_end(self, stand_in: str, control: Sandbox) -> None:
        moment = [0.0]
        token = ClientCredentials(stand_in, environment.CLIENT_ID, environment.CLIENT_SECRET, lambda: moment[0])
        zendesk, before = Zendesk("sandbox", stand_in, token), len(tokens_asked_for(control))
        for moment[0] in (0.0, LIFETIME - MARGIN - 1.0, LIFETIME - MARGIN + 1.0):
            zendesk.myself()
        # Two in all: one at first, one while the first still held. No call was refused on the way.
        asked = tokens_asked_for(control)[before:]
        assert [one["status"] for one in asked] == [201, 201]
        assert 401 not in [one["status"] for one in control.control("GET", "calls")[-5:]]

    def test_the_token_is_renewed_when_zendesk_ends_it(self, zendesk: Zendesk, control: Sandbox) -> None:
        assert zendesk.ticket(2001).id == 2001
        control.control("POST", "tokens/expire")
        assert zendesk.ticket(2001).id == 2001
        control.control("POST", "tokens/expire")
        zendesk.add_note(control.ticket(), "<p>note</p>", "mark")

    def test_a_note_is_internal_and_can_be_found(self, zendesk: Zendesk, control: Sandbox) -> None:
        number = control.ticket()
        assert not zendesk.has_note(number, lambda note: note.mark == "mark", EVER)
        zendesk.add_note(number, "<p>needle</p>", "mark")
        assert zendesk.has_note(number, lambda note: note.mark == "mark", EVER)

    def test_a_tag_does_not_lose_one_that_somebody_adds_meanwhile(self, zendesk: Zendesk, control: Sandbox) -> None:
        number = control.ticket(tags=["first"])
        zendesk.add_tag(number, "second")
        assert zendesk.ticket(number).tags == {"first", "second"}

    def test_an_effect_on_a_changed_ticket_is_a_conflict(self, zendesk: Zendesk, control: Sandbox) -> None:
        number = control.ticket()
        control.fault("zendesk", "error", method="PUT", status=409, times=1)
        with pytest.raises(Conflict):
            zendesk.apply_macro(number, zendesk.macros().records[0], "<p>n</p>", 7101, Rights(), "mark")
        assert control.effects(number) == []

    def test_a_missing_ticket_and_a_closed_one_are_refused(self, zendesk: Zendesk, control: Sandbox) -> None:
        with pytest.raises(NotFound):
            zendesk.ticket(987_654_321)
        with pytest.raises(VendorRejected, match="422"):
            zendesk.add_note(control.ticket(status="closed"), "<p>n</p>", "mark")

    def test_threads_do_not_share_a_client(self, zendesk: Zendesk) -> None:
        found: list[int] = []
        threads = [threading.Thread(target=lambda: found.append(zendesk.ticket(2001).id)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [2001] * 8


class TestPagerDuty:
    def test_a_second_open_page_with_the_same_key_is_refused(self, pagerduty: PagerDuty, control: Sandbox) -> None:
        first = trigger(pagerduty, "zendesk-1-emergency")
        with pytest.raises(AlreadyOpen):
            trigger(pagerduty, "zendesk-1-emergency")
        control.control("POST", f"incidents/{first}", {"status": "resolved"})
        second = trigger(pagerduty, "zendesk-1-emergency")
        found = pagerduty.incidents_by_key("zendesk-1-emergency", datetime.now(UTC) - timedelta(minutes=5))
        assert [one.id for one in found] == [second, first]
        assert {one.status for one in found} == {"triggered", "resolved"}

    def test_an_empty_key_is_never_sent(self, pagerduty: PagerDuty) -> None:
        with pytest.raises(ValueError, match="key"):
            pagerduty.incidents_by_key("", datetime.now(UTC))

    def test_a_page_goes_to_a_person_and_is_not_acknowledged(self, pagerduty: PagerDuty) -> None:
        incident = pagerduty.incident(trigger(pagerduty, "who"))
        assert incident.status == "triggered"
        assert incident.assigned_to

    @pytest.mark.parametrize(
        ("sender", "service", "policy", "says"),
        [
            pytest.param("stranger@example.com", SERVICE, POLICY, "PAGERDUTY_FROM", id="sender"),
            pytest.param(environment.PAGERDUTY_FROM, SERVICE, "PNOSUCH", "policy", id="policy"),
            pytest.param(environment.PAGERDUTY_FROM, "PNOSUCH", POLICY, "no such record", id="service"),
        ],
    )
    def test_what_is_wrong_is_said(self, stand_in: str, sender: str, service: str, policy: str, says: str) -> None:
        with pytest.raises(VendorRejected, match=says):
            trigger(make_pagerduty(stand_in, sender=sender), "wrong", service, policy)

    def test_more_than_a_page_of_open_incidents_is_read(self, pagerduty: PagerDuty, control: Sandbox) -> None:
        for number in range(101):
            control.control("POST", "incidents", {"title": f"{number}", "service_id": "PAPACBK"})
        assert len(pagerduty.open_incidents(["PAPACBK"])) == 101

    def test_who_is_on_call_now_and_next(self, pagerduty: PagerDuty) -> None:
        now = datetime.now(UTC)
        for level, role in ((1, "engineer"), (2, "manager")):
            found = pagerduty.on_calls({role: [Rotation(POLICY, level, None)]}, now)  # type: ignore[dict-item]
            assert len({one.name for one in found}) >= 2
            assert found.records[0].start is None or found.records[0].start <= now
            assert {one.role for one in found} == {role}
        by_schedule = pagerduty.on_calls({"manager": [Rotation(POLICY, 2, "PMGRSCH")]}, now)
        assert by_schedule
        assert pagerduty.on_calls({"manager": [Rotation(None, 2, None)]}, now).listed == 0


class TestGitLab:
    def test_an_issue_is_found_by_its_marker_and_not_by_search(self, gitlab: GitLab, control: Sandbox) -> None:
        since = datetime.now(UTC) - timedelta(minutes=1)
        made = gitlab.create_issue("star", title="ZD#1", description="words MARK-1", labels=["a-new-label"])
        assert gitlab.our_issues("star", since, lambda words: "MARK-1" in words) == [made]
        assert gitlab.our_issues("star", since, lambda words: "MARK-12" in words) == []
        assert not [one for one in control.control("GET", "calls") if "search=" in str(one["query"])]

    def test_of_two_the_lower_number_comes_first(self, gitlab: GitLab) -> None:
        since = datetime.now(UTC) - timedelta(minutes=1)
        made = [gitlab.create_issue("star", title="twice", description="TWICE", labels=[]) for _ in range(2)]
        assert gitlab.our_issues("star", since, lambda words: words == "TWICE") == made

    def test_only_what_changed_since_comes_and_all_pages_of_it(self, gitlab: GitLab, control: Sandbox) -> None:
        before = datetime.now(UTC)
        made = [control.issue("feedback", f"Neutral feedback for ticket {number}") for number in range(105)]
        pages = [gitlab.changed_issues("feedback", before, page) for page in (1, 2, 3)]
        assert [len(page) for page in pages] == [100, 5, 0]
        assert [one.iid for page in pages for one in page] == made
        assert gitlab.changed_issues("feedback", datetime.now(UTC) + timedelta(hours=1), 1).listed == 0

    def test_notes_and_changes(self, gitlab: GitLab) -> None:
        iid = gitlab.create_issue("star", title="t", description="d", labels=["keep"]).iid
        assert not gitlab.has_note("star", iid, lambda body: body == "hello", EVER)
        gitlab.add_note("star", iid, "hello")
        assert gitlab.has_note("star", iid, lambda body: body == "hello", EVER)
        changed = gitlab.update_issue("star", iid, add_labels="more", state_event="close")
        assert changed.closed
        assert changed.labels == {"keep", "more"}
        assert gitlab.issue("star", iid).closed

    def test_a_missing_issue_is_not_found(self, gitlab: GitLab) -> None:
        with pytest.raises(NotFound):
            gitlab.issue("star", 987_654)
