"""Rights are the person's, not the service user's: what an agent may not see or do in Zendesk, they may not here."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.product import Product, running_product
from tests.support.changed import FAST_SYNC
from tests.support.commands import process
from tests.support.desk import AGENT, OTHER_MANAGER, Json, Person, Sandbox, error, sign_in, until

PART_MANAGER = 7103
RESTRICTED, THEIR_GROUP, OTHER_GROUP, LIGHT = 7403, 360050000003, 360050000001, 360060000003


@pytest.fixture
def restricted(product: Product, sandbox: Sandbox) -> Iterator[Person]:
    with sign_in(product.backend, sandbox, RESTRICTED) as person:
        yield person


@pytest.fixture
def agent(product: Product, sandbox: Sandbox) -> Iterator[Person]:
    with sign_in(product.backend, sandbox, AGENT) as person:
        yield person


def others(person: Person, ticket: int) -> list[int]:
    return [one["ticket_id"] for one in person.panel(ticket)["emergency"]["others_open"]]


def test_other_emergencies_are_shown_to_those_who_see_their_tickets(
    manager: Person, restricted: Person, sandbox: Sandbox
) -> None:
    mine, seen, hidden = (sandbox.ticket(group_id=group) for group in (THEIR_GROUP, THEIR_GROUP, OTHER_GROUP))
    for ticket in (seen, hidden):
        manager.do(ticket, "trigger_emergency", reason="Down.")
    until(lambda: {seen, hidden} <= set(others(manager, mine)))
    # Of a ticket that is not read yet nobody knows who may see it.
    until(lambda: seen in others(restricted, mine))
    body = restricted.call("GET", f"/api/tickets/{mine}/panel")
    assert hidden not in others(restricted, mine)
    assert str(hidden) not in body.text
    whole = manager.call("GET", f"/api/tickets/{mine}/panel")
    assert body.headers["ETag"] != whole.headers["ETag"]
    answer = restricted.call("GET", f"/api/tickets/{mine}/panel", If_None_Match=whole.headers["ETag"])
    assert answer.status_code == 200


def test_what_is_asked_about_a_hidden_ticket_s_star_is_refused(restricted: Person, sandbox: Sandbox) -> None:
    hidden = sandbox.ticket(group_id=OTHER_GROUP)
    draft = {"reason": "x"}
    for answer in (
        restricted.call("POST", f"/api/tickets/{hidden}/star/checks", draft),
        restricted.call("GET", f"/api/tickets/{hidden}/star/suggestions"),
        restricted.call("GET", f"/api/tickets/{hidden}/star/assignee?username=lukasz"),
    ):
        assert (answer.status_code, error(answer)["code"]) == (403, "forbidden"), answer.text


def test_another_ticket_s_star_is_told_by_number_to_those_who_see_all(
    manager: Person, restricted: Person, sandbox: Sandbox
) -> None:
    mine, hidden = sandbox.ticket(group_id=THEIR_GROUP), sandbox.ticket(group_id=OTHER_GROUP)
    iid = sandbox.issue("stars", f"Attention for ZD#{hidden}", assignee="siobhan")
    path = f"/api/tickets/{mine}/star/assignee?username=siobhan"
    until(lambda: f"#{iid}" in manager.call("GET", path).text)
    told = restricted.call("GET", path)
    assert "already on another STAR" in told.json()["warnings"]
    assert f"#{iid}" not in told.text
    assert f"#{iid}" not in restricted.call("GET", f"/api/tickets/{mine}/star/suggestions").text


def test_the_board_is_closed_to_a_manager_who_sees_only_some_tickets(own: tuple[Product, Sandbox]) -> None:
    product, control = own
    control.control("PATCH", f"users/{PART_MANAGER}", {"ticket_restriction": "groups"})
    with sign_in(product.backend, control, PART_MANAGER) as some:
        assert some.agent["role"] == "manager"
        for path in ("/api/board?rows=50", "/api/board/hand-off", "/api/board/trends"):
            answer = some.call("GET", path)
            assert (answer.status_code, error(answer)["code"]) == (403, "forbidden"), answer.text


def test_an_operation_of_the_board_is_a_manager_s_to_read(manager: Person, agent: Person, restricted: Person) -> None:
    manager_id = until(lambda: manager.call("GET", "/api/board").json()["cover"]["choices"])[0]["user"]
    start = (datetime.now(UTC) + timedelta(days=2)).replace(microsecond=0)
    hours = {"start": start.isoformat(), "end": (start + timedelta(hours=2)).isoformat()}
    done = manager.do(0, "cover_shift", user=manager_id, **hours)
    assert manager.operation(done["id"])["ticket_id"] == 0
    for other in (agent, restricted):
        answer = other.call("GET", f"/api/operations/{done['id']}")
        assert (answer.status_code, error(answer)["code"]) == (403, "forbidden")


def test_cold_reads_of_one_agent_end_and_spare_the_others(agent: Person, manager: Person, sandbox: Sandbox) -> None:
    before = len(sandbox.control("GET", "calls"))
    answers = [agent.call("GET", f"/api/tickets/{70_000_000 + number}/panel") for number in range(160)]
    assert {one.status_code for one in answers} == {404, 429}
    assert answers[-1].headers["Retry-After"]
    asked = [one for one in sandbox.control("GET", "calls")[before:] if "/tickets/7000" in one["path"]]
    assert len(asked) <= 120
    assert manager.panel(sandbox.ticket())["ticket"]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Product, Sandbox]]:
    """A product that has read macros of our own; a manager has the role of a light agent in it."""
    folder = tmp_path_factory.mktemp("rights")
    with running_product(folder, environment=FAST_SYNC) as product, Sandbox(product.sandbox) as control:
        make_macros(control)
        light = {"groups": ["Support Managers"], "custom_role_id": LIGHT}
        control.control("PATCH", f"users/{OTHER_MANAGER}", light)
        process(product.environment, "sync").check_returncode()
        yield product, control


def make_macros(control: Sandbox) -> None:
    def made(title: str, *actions: Json, **more: object) -> None:
        control.control("POST", "macros", {"title": title, "actions": list(actions), **more})

    tag = {"field": "current_tags", "value": "seen"}
    made("Ours", tag, restriction={"type": "Group", "id": OTHER_GROUP, "ids": [OTHER_GROUP]})
    made("Theirs", tag, restriction={"type": "Group", "id": THEIR_GROUP, "ids": [THEIR_GROUP]})
    made("Mine", tag, restriction={"type": "User", "id": AGENT})
    made("Take it", {"field": "assignee_id", "value": "current_user"})
    made("Sign it", {"field": "comment_value_html", "value": "<p>{{current_user.name}}</p>"})
    made(
        "Answer",
        {"field": "comment_value_html", "value": "<p>Hello</p>"},
        {"field": "comment_mode_is_public", "value": "true"},
    )


def macros(person: Person, ticket: int) -> dict[str, Json]:
    return {one["title"]: one for one in until(lambda: person.panel(ticket)["macros"])}


def test_macros_are_listed_and_applied_as_zendesk_restricts_them(own: tuple[Product, Sandbox]) -> None:
    product, control = own
    ticket = control.ticket(group_id=THEIR_GROUP)
    with sign_in(product.backend, control) as boss, sign_in(product.backend, control, RESTRICTED) as other:
        with sign_in(product.backend, control, AGENT) as agent:
            seen = {person.agent["id"]: set(macros(person, ticket)) for person in (boss, other, agent)}
        assert {"Ours", "Take it"} <= seen[boss.agent["id"]]
        assert not {"Theirs", "Mine"} & seen[boss.agent["id"]]
        assert {"Theirs"} == {"Ours", "Theirs", "Mine"} & seen[RESTRICTED]
        assert "Mine" in seen[AGENT]
        refused = other.ask(ticket, "apply_macro", macro_id=macros(boss, ticket)["Ours"]["id"])
        assert (refused.status_code, error(refused)["details"]["rule"]) == (422, "macro_restricted")
        assert other.do(ticket, "apply_macro", macro_id=macros(other, ticket)["Theirs"]["id"])["state"] == "done"


def test_current_user_is_the_agent_who_clicked(own: tuple[Product, Sandbox]) -> None:
    product, control = own
    ticket = control.ticket()
    with sign_in(product.backend, control) as boss:
        known = macros(boss, ticket)
        assert boss.do(ticket, "apply_macro", macro_id=known["Take it"]["id"])["state"] == "done"
        (write,) = control.effects(ticket)
        assert write["body"]["ticket"]["assignee_id"] == boss.agent["id"]
        assert [known[title]["draft_only"] for title in ("Take it", "Sign it")] == [False, True]
        refused = boss.ask(ticket, "apply_macro", macro_id=known["Sign it"]["id"])
        assert (refused.status_code, error(refused)["details"]["rule"]) == (422, "macro_for_draft")
        assert "draft" in error(refused)["message"]


def test_a_role_that_may_not_reply_or_edit_bounds_what_is_done_in_its_name(own: tuple[Product, Sandbox]) -> None:
    product, control = own
    ticket = control.ticket()
    with sign_in(product.backend, control, OTHER_MANAGER) as limited, sign_in(product.backend, control) as boss:
        known = macros(boss, ticket)
        for title, words in (("Answer", "replies in public"), ("Take it", "changes the ticket")):
            failed = limited.do(ticket, "apply_macro", macro_id=known[title]["id"])
            assert failed["outcome"] == "failed"
            assert words in failed["steps"][0]["detail"]
        assert control.effects(ticket) == []
        assert boss.do(ticket, "apply_macro", macro_id=known["Answer"]["id"])["outcome"] == "done"
