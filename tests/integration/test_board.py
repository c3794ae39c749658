"""The shift board over real HTTP: everything that is open, managers only, and what a shift does that no ticket does."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
import requests

from sandbox.product import Product
from tests.support.desk import AGENT, STRICT, Json, Person, Sandbox, error, sign_in, until

BOARD = 0
GOVERNMENT: Json = {"name": "Bureau of Examples", "organization_fields": {"sub_usgov_24x7": True}}


def board(boss: Person) -> Json:
    answer = boss.call("GET", "/api/board?rows=5000")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def row(boss: Person, part: str, ticket: int) -> Json:
    """Wait for the row of a ticket."""
    found: Json = until(lambda: next((one for one in board(boss)[part] if one["ticket_id"] == ticket), None))
    return found


def test_everything_that_is_open_is_there_gravest_first(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket(subject="All is down")
    opened = (datetime.now(UTC) - timedelta(hours=4)).isoformat()
    world.control("POST", "incidents", {"title": f"ZD#{ticket}", "service_id": "PL3TX00", "created_at": opened})
    page = row(boss, "emergencies", ticket)
    assert (page["status"], page["level"], page["offer_escalation"]) == ("triggered", "red", True)
    starred = world.ticket()
    iid = world.issue("stars", f"Attention for ZD#{starred}", "Urgency: Urgent")
    star = row(boss, "stars", starred)
    assert (star["iid"], star["state"], star["next_step"]) == (iid, "submitted", "Acknowledge it")
    dues = [one["due_at"] for one in board(boss)["stars"] if one["due_at"]]
    assert dues == sorted(dues)
    asked = world.ticket()
    world.issue("feedback", f"Negative feedback for ticket {asked}", labels=["SSAT::Contact"])
    assert row(boss, "feedback", asked)["overdue"] is False
    boss.do(starred, "acknowledge_star")
    assert row(boss, "stars", starred)["acknowledged_by"] == boss.agent["name"]
    found = board(boss)
    assert found["on_call"]["manager"]["name"]
    assert found["several"]["count"] == len(found["emergencies"])
    assert {found["sources"][name]["state"] for name in ("gitlab", "pagerduty")} == {"fresh"}


def test_the_reply_clock_of_an_emergency_runs_on_the_board_though_nobody_opens_its_ticket(
    boss: Person, world: Sandbox
) -> None:
    ticket = world.ticket(subject="All is down")
    made = world.control("POST", "incidents", {"title": f"ZD#{ticket}", "service_id": "PL3TX00"})
    world.control("PATCH", f"incidents/{made['id']}", {"status": "acknowledged"})
    until(lambda: "The first public reply is due in" in row(boss, "emergencies", ticket)["because"])
    assert row(boss, "emergencies", ticket)["subject"] == "All is down"
    # Whole seconds: a reply counts from the second after the page.
    time.sleep(1)
    world.control("POST", f"comments/{ticket}", {"body": "We are on it.", "author_id": AGENT, "public": True})
    until(lambda: "The first public reply came" in row(boss, "emergencies", ticket)["because"])


def test_a_poll_that_finds_nothing_new_is_answered_with_304_and_asks_no_vendor(boss: Person, world: Sandbox) -> None:
    def unchanged() -> bool:
        etag = boss.call("GET", "/api/board").headers["ETag"]
        answer = boss.call("GET", "/api/board", If_None_Match=etag)
        return answer.status_code == 304 and "pagerduty" in answer.headers["X-As-Of"]

    def asked() -> list[Json]:
        # GitLab and PagerDuty are read in the background, board or no board.
        return [one for one in world.control("GET", "calls") if one["vendor"] in {"zendesk", "slack"}]

    # What stands on the board and was never read is read once.
    until(lambda: all(one["ticket_read"] for one in board(boss)["emergencies"]))
    until(unchanged)
    before = asked()
    for _ in range(30):
        board(boss)
    assert asked() == before


def test_the_board_is_for_managers(boss: Person, world: Sandbox, connected: Product) -> None:
    agent = sign_in(connected.backend, world, AGENT)
    for path in ("/api/board", "/api/board/trends", "/api/board/hand-off"):
        assert agent.call("GET", path).status_code == 403
        assert requests.get(f"{connected.backend}{path}", timeout=10).status_code == 401
    assert agent.ask(BOARD, "post_hand_off", text="Hello").status_code == 403
    page = requests.post(f"{connected.backend}/board", data={"token": world.token(AGENT)}, timeout=10)
    assert (page.status_code, "for Support Managers" in page.text) == (403, True)
    page = requests.post(f"{connected.backend}/board", data={"token": world.token()}, timeout=10)
    assert (page.status_code, 'id="boot"' in page.text) == (200, True)
    assert requests.post(f"{connected.backend}/board", data={"token": "x"}, timeout=10).status_code == 401


def test_what_belongs_to_a_ticket_is_not_done_on_the_board_nor_the_other_way(boss: Person, world: Sandbox) -> None:
    for ticket, kind in ((BOARD, "acknowledge_star"), (world.ticket(), "post_hand_off")):
        refused = boss.ask(ticket, kind)
        assert (refused.status_code, error(refused)["code"]) == (400, "bad_request")
        assert "belongs to" in error(refused)["message"]


def hours(begin: float, end: float) -> Json:
    now = datetime.now(UTC).replace(microsecond=0)
    start, stop = (f"{(now + timedelta(hours=one)).isoformat()}".replace("+00:00", "Z") for one in (begin, end))
    return {"start": start, "end": stop}


def overrides(world: Sandbox) -> list[Json]:
    return [one for one in world.control("GET", "effects") if "/overrides" in one["path"]]


def test_cover_is_arranged_once_seen_and_taken_back(boss: Person, world: Sandbox) -> None:
    start = board(boss)["cover"]
    assert start["configured"] is True
    assert {one["user"] for one in start["choices"]} >= {"PMGR001", "PMGR002", "PMGR003"}
    wish = hours(-0.1, 2) | {"user": "PMGR002"}
    before = len(overrides(world))
    done = boss.do(BOARD, "cover_shift", "cover-key-1", **wish)
    assert (done["state"], done["ticket_id"]) == ("done", BOARD)
    assert boss.do(BOARD, "cover_shift", "cover-key-1", **wish)["id"] == done["id"]
    again = boss.do(BOARD, "cover_shift", **wish)
    assert again["state"] == "done"
    assert len(overrides(world)) == before + 1
    (cover,) = board(boss)["cover"]["covers"]
    name = next(one["name"] for one in start["choices"] if one["user"] == "PMGR002")
    assert (cover["name"], cover["by"]) == (name, boss.agent["name"])
    until(lambda: board(boss)["on_call"]["manager"]["name"] == name)
    ended = boss.do(BOARD, "end_cover", override_id=cover["override_id"])
    assert ended["state"] == "done"
    assert board(boss)["cover"]["covers"] == []
    until(lambda: board(boss)["on_call"]["manager"]["name"] != name)
    refused = boss.ask(BOARD, "end_cover", override_id=cover["override_id"])
    assert error(refused)["details"]["rule"] == "no_such_cover"


def test_a_lost_answer_arranges_no_second_cover(boss: Person, world: Sandbox) -> None:
    world.fault("pagerduty", "drop_after_commit", method="POST", path="/overrides", times=1)
    before = len(overrides(world))
    done = boss.do(BOARD, "cover_shift", **hours(30, 31), user="PMGR003")
    assert done["state"] == "done"
    assert len(overrides(world)) == before + 1
    world.fault("pagerduty", "drop_after_commit", method="DELETE", path="/overrides", times=1)
    (cover,) = board(boss)["cover"]["covers"]
    assert boss.do(BOARD, "end_cover", override_id=cover["override_id"])["state"] == "done"
    assert board(boss)["cover"]["covers"] == []


@pytest.mark.parametrize(
    ("begin", "end", "user", "rule"),
    [
        pytest.param(2, 1, "PMGR002", "hours", id="ends before it begins"),
        pytest.param(-3, 1, "PMGR002", "hours", id="in the past"),
        pytest.param(1, 26, "PMGR002", "hours", id="more than a day"),
        pytest.param(167, 169, "PMGR002", "hours", id="too far ahead"),
        pytest.param(1, 2, "PNOBODY1", "responder_unknown", id="nobody"),
    ],
)
def test_hours_that_make_no_sense_are_refused(
    boss: Person, world: Sandbox, begin: float, end: float, user: str, rule: str
) -> None:
    before = overrides(world)
    refused = boss.ask(BOARD, "cover_shift", **hours(begin, end), user=user)
    assert error(refused)["details"]["rule"] == rule
    assert overrides(world) == before


@pytest.mark.parametrize(
    "wish",
    [{"start": "soon"}, {"start": "2026-11-24T10:00:00"}, {"start": 5}, {"user": "level:2"}, {"user": ""}],
)
def test_malformed_hours_are_refused(boss: Person, wish: Json) -> None:
    refused = boss.ask(BOARD, "cover_shift", **(hours(1, 2) | {"user": "PMGR002"} | wish))
    assert refused.status_code in {400, 422}
    # A level cannot cover, so none is offered.
    assert "level such as" not in error(refused)["message"]


def test_the_state_of_the_shift_is_written_down_and_posted_once(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket({"name": "Quiet Corp"}, subject="Nobody may read this")
    world.issue("stars", f"Attention for ZD#{ticket}", "Urgency: Timely")
    row(boss, "stars", ticket)
    text = boss.call("GET", "/api/board/hand-off").json()["text"]
    (line,) = (one for one in text.splitlines() if f"ZD#{ticket}:" in one)
    assert "Next: Acknowledge it" in line
    assert "Quiet" not in text
    assert "Nobody may read" not in text
    done = boss.do(BOARD, "post_hand_off", text=f"{text} <!here> all calm.")
    assert done["state"] == "done"
    (message,) = world.control("GET", "slack")["support_leadership"]
    assert "&lt;!here&gt; all calm." in message["text"]
    assert re.match(r"<@U[A-Z0-9]+>: [^\n]* hands the shift over to you\.\n", message["text"])
    assert board(boss)["hand_off_channel"] == "#support_leadership"


def test_a_government_customer_is_not_named_in_a_hand_off(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket(GOVERNMENT)
    world.issue("stars", f"Attention for ZD#{ticket}")
    # Nobody has opened its panel: the ticket itself was never read here.
    row(boss, "stars", ticket)
    refused = boss.ask(BOARD, "post_hand_off", text="The Bureau of Examples waits.")
    assert error(refused)["details"]["rule"] == "us_government_name"


def test_a_request_in_another_channel_is_redirected_with_one_sign(boss: Person, world: Sandbox) -> None:
    wrong = {"channel": "support_self-managed", "text": "Can somebody look at my ticket?", "user": "U7201"}
    url = world.control("POST", "slack/messages", wrong)["url"]
    for _ in range(2):
        assert boss.do(BOARD, "redirect_request", link=url)["state"] == "done"
    (message,) = (one for one in world.control("GET", "slack")["support_self-managed"] if one["text"] == wrong["text"])
    assert [(one["name"], one["count"]) for one in message["reactions"]] == [("escalate", 1)]
    right = world.control("POST", "slack/messages", wrong | {"channel": "support_ticket-attention-requests"})
    refused = boss.ask(BOARD, "redirect_request", link=right["url"])
    assert error(refused)["details"]["rule"] == "right_channel"
    for foreign in (
        "https://example.com/",
        url.replace("://", "://evil.example@"),
        url.replace("/slack/", "/x/slack/"),
    ):
        assert error(boss.ask(BOARD, "redirect_request", link=foreign))["details"]["rule"] == "message_link"


def test_the_past_is_counted_week_by_week(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    boss.do(ticket, "trigger_emergency", reason="Down.", answers=STRICT)
    found = boss.call("GET", "/api/board/trends").json()
    assert len(found["weeks"]) == 12
    charts = {one["id"]: {line["name"]: line["values"] for line in one["series"]} for one in found["charts"]}
    assert sum(charts["star_outcome"]["unstarred"]) >= 1
    assert charts["emergency_verdict"]["emergency"][-1] >= 1
    assert sum(charts["emergency_override"]["as_judged"]) >= 1
    assert any(value is not None for value in charts["star_resolve"]["median"])


def test_without_slack_the_board_says_what_is_done_by_hand(manager: Person) -> None:
    found = board(manager)
    assert found["hand_off_channel"] is None
    assert found["cover"]["words"]
    refused = manager.ask(BOARD, "post_hand_off", text="Calm.")
    assert error(refused)["details"]["rule"] == "not_configured"


def test_a_table_has_its_first_rows_and_more_where_asked(boss: Person, world: Sandbox) -> None:
    ticket, before = world.ticket(), board(boss)["totals"]
    for number in range(55):
        world.issue("stars", f"Attention for ZD#{ticket}{number:03}", "Urgency: Timely")
    until(lambda: board(boss)["totals"]["stars"] == before["stars"] + 55)
    first, more = (boss.call("GET", f"/api/board{query}").json() for query in ("", "?rows=200"))
    assert (len(first["stars"]), first["totals"]) == (50, more["totals"])
    assert [one["iid"] for one in more["stars"][:50]] == [one["iid"] for one in first["stars"]]
    assert len(more["stars"]) == before["stars"] + 55


@pytest.mark.parametrize("rows", ["0", "51", "all", "-50", "50 "])
def test_other_numbers_of_rows_are_refused(boss: Person, rows: str) -> None:
    answer = boss.call("GET", f"/api/board?rows={rows}")
    assert (answer.status_code, error(answer)["details"]) == (400, {"fields": {"rows": "not offered"}})
