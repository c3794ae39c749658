"""What a STAR's operations write in Slack, and that nothing waits for Slack."""

import re
from typing import Any

from sandbox.product import Product
from tests.support.commands import process
from tests.support.desk import Json, Person, Sandbox, error, until

STARS = "support_ticket-attention-requests"
ENGINEER, OTHER_BOSS = "U7203", "U7102"
FORM: Json = {
    "urgency": "urgent",
    "plan": "Premium",
    "reason": "The launch waits.",
    "desired_result": "A call.",
    "override_reason": "It is urgent.",
}


def messages(world: Sandbox, channel: str = STARS) -> list[Json]:
    found: list[Json] = world.control("GET", "slack")[channel]
    return found


def about(world: Sandbox, ticket: int, channel: str = STARS) -> list[Json]:
    return [one for one in messages(world, channel) if f"ZD#{ticket}>" in one["text"]]


def signs(world: Sandbox, ts: str) -> dict[str, int]:
    (message,) = (one for one in messages(world) if one["ts"] == ts)
    return {one["name"]: one["count"] for one in message.get("reactions", ())}


def settled(boss: Person, operation: str) -> Json:
    """Wait until the steps in Slack have settled too."""

    def probe() -> Json | None:
        found: Json = boss.operation(operation)
        return found if all(one["state"] in {"done", "failed"} for one in found["steps"]) else None

    ended: Json = until(probe)
    return ended


def do(boss: Person, ticket: int, kind: str, **body: Any) -> Json:
    return settled(boss, boss.do(ticket, kind, **body)["id"])


def step(operation: Json, name: str) -> Json:
    found: Json = next(one for one in operation["steps"] if one["name"] == name)
    return found


def address(world: Sandbox, iid: int) -> str:
    return f"{world.url}/gitlab/gitlab-com/support/ticket-attention-requests/-/issues/{iid}"


def tell(world: Sandbox, text: str, **more: Any) -> Json:
    told: Json = world.control("POST", "slack/messages", {"channel": STARS, "text": text} | more)
    return told


def announced(boss: Person, world: Sandbox, ticket: int, **more: Any) -> tuple[int, str]:
    """Make a STAR that another tool's bot has announced: issue and message."""
    iid = world.issue("stars", f"Attention for ZD#{ticket}", "Requested by @zoe.mueller", **more)
    told = tell(world, f"New STAR {address(world, iid)}")
    until(lambda: boss.panel(ticket)["star"]["issues"])
    return iid, told["ts"]


def test_a_star_opened_here_is_announced_once_to_the_manager_on_call(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket(subject="Secret Customer is down", organization={"name": "Secret Customer"})
    done = do(boss, ticket, "open_star", **FORM)
    assert done["state"] == "done"
    (message,) = about(world, ticket)
    manager = boss.panel(ticket)["on_call"]["manager"]["name"]
    assert "<@U7101>" in message["text"], manager
    assert boss.panel(ticket)["star"]["issues"][0]["url"] in message["text"]
    assert "Secret" not in message["text"]
    assert step(done, "slack_thread")["url"] == boss.panel(ticket)["star"]["issues"][0]["thread"]


def test_the_way_of_a_star_is_signed_in_its_thread(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    _, ts = announced(boss, world, ticket)
    assert do(boss, ticket, "acknowledge_star")["state"] == "done"
    assert signs(world, ts) == {"eyes": 1}
    assert do(boss, ticket, "resolve_star", comment="Ada has it.")["state"] == "done"
    assert signs(world, ts) == {"eyes": 1, "green-check-mark": 1}


def link(told: Json, parent: str | None = None) -> str:
    query = f"?thread_ts={parent}&cid={told['channel']}" if parent else ""
    return f"https://example.slack.com/archives/{told['channel']}/p{told['ts'].replace('.', '')}{query}"


def test_a_link_to_somebodys_message_or_into_another_channel_is_no_announcement(boss: Person, world: Sandbox) -> None:
    elsewhere = {"channel": "support_leadership"}
    for wish in ({"user": "U7201"}, elsewhere):
        told = tell(world, "Look here, please", **wish)
        ticket = world.ticket()
        iid = world.issue("stars", f"Attention for ZD#{ticket}", f"Thread: {link(told)}")
        until(lambda wanted=ticket: boss.panel(wanted)["star"]["issues"])  # type: ignore[misc]
        real = tell(world, f"New STAR {address(world, iid)}")
        do(boss, ticket, "acknowledge_star")
        assert signs(world, real["ts"]) == {"eyes": 1}


def test_a_link_to_a_reply_leads_to_the_announcement_above_it(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    iid = world.issue("stars", f"Attention for ZD#{ticket}")
    told = tell(world, f"New STAR {address(world, iid)}")
    answer = tell(world, "On it", user="U7201", thread_ts=told["ts"])
    other = world.issue("stars", f"Attention for ZD#{ticket}", f"Thread: {link(answer, told['ts'])}")
    assert other > iid
    until(lambda: len(boss.panel(ticket)["star"]["issues"]) == 2)
    do(boss, ticket, "acknowledge_star")
    assert signs(world, told["ts"]) == {"eyes": 1}


def test_a_pasted_link_does_not_keep_a_star_from_being_announced(boss: Person, world: Sandbox) -> None:
    told = tell(world, "Our own talk", user="U7201")
    ticket = world.ticket()
    done = do(boss, ticket, "open_star", **FORM | {"reason": f"See {link(told)}"})
    assert step(done, "slack_thread")["detail"] == "Announced"
    assert len(about(world, ticket)) == 1


def test_the_chatter_of_any_bot_or_person_is_no_announcement(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    iid = world.issue("stars", f"Attention for ZD#{ticket}")
    tell(world, f"Who knows {address(world, iid)}?", user="U7201")
    tell(world, f"STAR {address(world, iid + 1000)} is like {address(world, iid)}")
    until(lambda: boss.panel(ticket)["star"]["issues"])
    assert step(do(boss, ticket, "acknowledge_star"), "slack_thread")["state"] == "failed"


def test_a_failed_close_gets_no_green_check(boss: Person, world: Sandbox) -> None:
    for kind, body in {"resolve_star": {"comment": "x"}, "reject_star": {"why": "x", "alternative": "y"}}.items():
        ticket = world.ticket()
        iid, ts = announced(boss, world, ticket)
        world.fault("gitlab", "error", method="PUT", path=f"issues/{iid}", status=400)
        done = do(boss, ticket, kind, **body)
        world.heal()
        assert step(done, "close")["state"] == "failed"
        assert done["steps"][-1]["state"] == "failed"
        assert signs(world, ts) == {}
        assert not [one for one in messages(world) if one.get("thread_ts") == ts]


def test_a_rejection_answers_the_initiator_in_the_thread(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    _, ts = announced(boss, world, ticket)
    do(boss, ticket, "reject_star", why="Too early. <!channel> @here & more", alternative="Look on Monday.")
    (answer,) = (one for one in messages(world) if one.get("thread_ts") == ts)
    assert answer["text"].endswith("> Look on Monday.")
    assert "<!" not in answer["text"]
    assert "zoe.mueller" in answer["text"]


def test_the_discussion_moves_and_its_link_comes_back(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket(comments=[{"body": "Help"}, {"body": "Hello", "author": "agent", "public": True}])
    _, ts = announced(boss, world, ticket)
    done = do(boss, ticket, "move_discussion", text="Who knows Geo?")
    assert [one["state"] for one in done["steps"]] == ["done"] * 3, done
    (asked,) = about(world, ticket, "support_self-managed")
    assert "> Who knows Geo?" in asked["text"]
    assert "<@U7" in asked["text"]
    (answer,) = (one for one in messages(world) if one.get("thread_ts") == ts)
    assert step(done, "discussion")["url"] in answer["text"]


def test_without_an_announcement_it_says_to_do_it_by_hand_and_the_rest_is_done(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    world.issue("stars", f"Attention for ZD#{ticket}")
    until(lambda: boss.panel(ticket)["star"]["issues"])
    done = do(boss, ticket, "acknowledge_star")
    assert done["state"] == "done"
    assert step(done, "slack_thread")["state"] == step(done, "slack_sign")["state"] == "failed"
    assert "so nothing was done there: do it by hand" in step(done, "slack_thread")["detail"]
    # One failure, told once.
    assert (step(done, "slack_thread")["lacks"], step(done, "slack_sign")["lacks"]) == (None, "slack_thread")


def test_the_rest_of_a_rejection_tells_what_is_true_now(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    iid = world.issue("stars", f"Attention for ZD#{ticket}")
    until(lambda: boss.panel(ticket)["star"]["issues"])
    world.fault("gitlab", "error", method="PUT", path=f"issues/{iid}", status=422)
    half = do(boss, ticket, "reject_star", why="Too early.", alternative="Look on Monday.")
    world.heal()
    rest = do(boss, ticket, "do_the_rest", operation=half["id"])
    shown = {one["id"]: one for one in boss.panel(ticket)["operations"]}
    assert (shown[half["id"]]["replaced"], shown[half["id"]]["rest"]) == (True, [])
    assert (shown[rest["id"]]["replaced"], shown[rest["id"]]["outcome"]) == (False, "partly")
    assert shown[rest["id"]]["rest"] == ["slack_thread", "slack_reply"]
    assert [(one["name"], one["state"], one["lacks"]) for one in shown[rest["id"]]["steps"]] == [
        ("close", "done", None),
        ("slack_thread", "failed", None),
        ("slack_reply", "failed", "slack_thread"),
    ]
    assert step(rest, "slack_thread")["detail"].startswith("no announcement of this STAR was found")
    assert "slack_" not in step(rest, "slack_reply")["detail"]
    assert boss.panel(ticket)["star"]["state"] == "unstarred"


def test_a_neighbour_in_number_is_not_signed(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    iid = world.issue("stars", f"Attention for ZD#{ticket}")
    tell(world, f"New STAR {address(world, iid)}0")
    until(lambda: boss.panel(ticket)["star"]["issues"])
    assert step(do(boss, ticket, "acknowledge_star"), "slack_thread")["state"] == "failed"


def test_slack_down_delays_nothing_and_is_made_up_for(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    _, ts = announced(boss, world, ticket)
    world.fault("slack", "error", status=503)
    done = boss.do(ticket, "acknowledge_star")
    assert done["state"] == "done"
    assert step(done, "slack_thread")["state"] != "done"
    world.heal()
    until(lambda: signs(world, ts) == {"eyes": 1})


def test_a_lost_answer_posts_no_second_message(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    world.fault("slack", "drop_after_commit", path="postMessage", times=1)
    done = do(boss, ticket, "open_star", **FORM)
    assert step(done, "slack_thread")["state"] == "done"
    assert len(about(world, ticket)) == 1


def test_a_rate_limit_is_waited_out(boss: Person, world: Sandbox) -> None:
    ticket = world.ticket()
    _, ts = announced(boss, world, ticket)
    world.fault("slack", "rate_limit", seconds=1, times=1)
    do(boss, ticket, "acknowledge_star")
    assert signs(world, ts) == {"eyes": 1}


def test_without_slack_nothing_of_it_is_there(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    assert "move_discussion" not in manager.agent["can"]
    done = manager.do(ticket, "open_star", **FORM)
    assert [one["name"] for one in done["steps"] if one["name"].startswith("slack_")] == []
    until(lambda: manager.panel(ticket)["star"]["issues"])
    refused = manager.ask(ticket, "move_discussion", text="Who knows Geo?")
    assert error(refused)["details"]["rule"] == "not_configured"


def signed(world: Sandbox, ts: str, user: str) -> None:
    world.control("POST", "slack/reactions", {"channel": "C0STARS01", "ts": ts, "name": "eyes", "user": user})


def test_a_manager_takes_a_star_by_the_sign_in_slack(boss: Person, world: Sandbox, connected: Product) -> None:
    ticket = world.ticket()
    iid, ts = announced(boss, world, ticket)
    for user, state in ((ENGINEER, "submitted"), (OTHER_BOSS, "acknowledged")):
        signed(world, ts, user)
        process(connected.environment, "sync").check_returncode()
        assert boss.panel(ticket)["star"]["state"] == state
    row = next(one for one in boss.call("GET", "/api/board?rows=5000").json()["stars"] if one["iid"] == iid)
    assert row["acknowledged_by"] == "Adébáyọ̀ Okonkwo"
    assert error(boss.ask(ticket, "acknowledge_star"))["code"] == "already_open"


def test_the_next_manager_is_told_of_an_emergency_by_their_account(boss: Person, world: Sandbox) -> None:
    duty, tickets = boss.panel(world.ticket())["on_call"]["manager"], [world.ticket(), world.ticket()]
    told = do(boss, tickets[0], "hand_off", to=duty["next"], user_id=duty["next_id"], summary="It goes on.")
    assert step(told, "slack_message")["state"] == "done"
    (message,) = about(world, tickets[0], "support_leadership")
    assert re.match(r"<@U[A-Z0-9]+>: .* hands the emergency of <.*\|ZD#\d+> over to you\.", message["text"])
    # The account of one person does not stand for another name.
    do(boss, tickets[1], "hand_off", to="Somebody else", user_id=duty["next_id"], summary="It goes on.")
    assert about(world, tickets[1], "support_leadership") == []


def test_the_manager_on_call_is_told_of_a_proposed_escalation_and_reads_no_customer(
    boss: Person, world: Sandbox
) -> None:
    ticket = world.ticket(organization={"name": "Secret Customer"})
    summary = "Secret Customer waits. <!channel>"
    done = do(boss, ticket, "propose_escalation", answers={"over_3h": "yes"}, summary=summary)
    assert [one["name"] for one in done["steps"]] == ["note", "slack_message"]
    (message,) = about(world, ticket, "support_leadership")
    assert re.fullmatch(
        r"<@U7101>: .+ proposes an account escalation for <.*\|ZD#\d+>\. Why is in the ticket\.", message["text"]
    )
