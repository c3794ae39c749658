"""Who could join an emergency, and several at once: nobody is suggested for two, and nothing is written by it."""

import re
from pathlib import Path

from sandbox.product import running_product
from tests.integration.test_suggestions import ALWAYS
from tests.support.changed import FAST_SYNC, manager_at
from tests.support.desk import AGENT, Json, error, sign_in, until

ENGINEERS = f"""engineers:
  - {{name: Łukasz, gitlab: lukasz, pagerduty_id: PENG001, hours: {ALWAYS}, skills: [geo]}}
  - {{name: Priya, gitlab: priya, email: priya@sandbox.example, pagerduty_id: PENG002, hours: {ALWAYS}}}
  - {{name: Siobhán, gitlab: siobhan, pagerduty_id: PENG003, hours: {ALWAYS}, skills: [geo]}}
  - {{name: Ada, gitlab: ada, pagerduty_id: PADA001, hours: {ALWAYS}}}
  - {{name: Noor, gitlab: noor, email: noor@sandbox.example, hours: {{name: APAC, zone: UTC, open: []}}}}
"""


def test_people_for_one_emergency_and_for_two_at_once(tmp_path: Path) -> None:
    file = tmp_path / "engineers.yml"
    file.write_text(ENGINEERS)
    with (
        running_product(tmp_path / "data", environment=FAST_SYNC | {"ENGINEERS": str(file)}) as product,
        manager_at(product) as (manager, sandbox),
    ):

        def asked(path: str) -> list[tuple[int, list[str]]]:
            answer = manager.call("GET", path)
            assert answer.status_code == 200, answer.text
            return [
                (one["ticket_id"], [each["username"] for each in one["suggestions"]])
                for one in answer.json()["emergencies"]
            ]

        for open_page in sandbox.control("GET", "incidents"):
            sandbox.control("PATCH", f"incidents/{open_page['id']}", {"status": "resolved"})
        until(lambda: asked("/api/board/staff") == [])
        geo, other = sandbox.ticket(subject="Geo lags behind"), sandbox.ticket(subject="Down")
        # Before anybody is paged; the first is on call as engineer, the last one sleeps.
        manager.panel(geo)
        assert asked(f"/api/tickets/{geo}/emergency/staff") == [(geo, ["siobhan", "priya", "ada"])]
        manager.do(geo, "trigger_emergency", reason="Down.")
        manager.do(other, "trigger_emergency", reason="Down, too.")
        until(lambda: asked("/api/board/staff") == [(geo, ["siobhan", "ada"]), (other, ["priya"])])
        before = len(sandbox.control("GET", "effects"))
        assert asked(f"/api/tickets/{other}/emergency/staff") == [(other, ["priya"])]
        shown: Json = manager.call("GET", f"/api/tickets/{geo}/emergency/staff").json()["emergencies"][0]
        assert [one["name"] for one in shown["channels"]] == ["#support_self-managed", "#spt_on-call"]
        assert "on no other emergency" in shown["suggestions"][0]["because"]
        # Whoever has a page is suggested for no other one.
        page = manager.panel(other)["emergency"]["incident"]["id"]
        sandbox.control("PATCH", f"incidents/{page}", {"assignees": ["PENG003"]})
        until(lambda: asked("/api/board/staff") == [(geo, ["priya"]), (other, ["ada"])])
        assert len(sandbox.control("GET", "effects")) == before
        with sign_in(product.backend, sandbox, AGENT) as agent:
            assert agent.call("GET", f"/api/tickets/{geo}/emergency/staff").status_code == 200
            assert error(agent.call("GET", "/api/board/staff"))["code"] == "forbidden"


def test_only_who_works_this_day_is_mentioned(tmp_path: Path) -> None:
    file = tmp_path / "engineers.yml"
    file.write_text(ENGINEERS)
    with (
        running_product(tmp_path / "data", environment={"ENGINEERS": str(file)}, slack=True) as product,
        manager_at(product) as (manager, sandbox),
    ):
        ticket = sandbox.ticket()
        sandbox.control("POST", f"comments/{ticket}", {"author_id": 7203, "public": True, "body": "Hello"})
        wanted: Json = {"people": ["priya", "Noor"], "text": "Who knows Geo?\n<!channel>"}
        done = manager.do(ticket, "ask_for_people", key="asked-for-people-once", **wanted)
        assert done["state"] == "done"
        assert manager.do(ticket, "ask_for_people", key="asked-for-people-once", **wanted)["id"] == done["id"]

        def told() -> list[str]:
            texts = [one["text"] for one in sandbox.control("GET", "slack")["support_self-managed"]]
            return [one for one in texts if f"ZD#{ticket}>" in one]

        (message,) = told()
        heading, *question = message.splitlines()
        # Who has answered in the ticket comes behind those who were chosen.
        assert re.match(r"<@U7202> Noor <@U7203>: .+ asks for more people for <.+> now:$", heading)
        assert question == ["> Who knows Geo?", "> &lt;!channel&gt;"]
        assert len(told()) == 1
        for wrong in ({"people": ["stranger"]}, {"channel": "leadership"}):
            refused = manager.ask(ticket, "ask_for_people", **{**wanted, **wrong})
            assert refused.status_code == 400
            assert next(iter(wrong)) in str(error(refused))
        with sign_in(product.backend, sandbox, AGENT) as agent:
            assert error(agent.ask(ticket, "ask_for_people", text="Who?"))["code"] == "forbidden"
