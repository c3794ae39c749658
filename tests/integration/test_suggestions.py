"""Who could take a STAR, from the engineers' file, the schedule and the other STARs: nothing is assigned by it."""

from pathlib import Path

from sandbox.product import running_product
from tests.support.changed import FAST_SYNC, manager_at
from tests.support.desk import AGENT, Person, Sandbox, error, sign_in, until

ALWAYS = '{name: EMEA, zone: UTC, open: ["Mon 00:00 to Mon 00:00"]}'
ENGINEERS = f"""engineers:
  - {{name: Łukasz, gitlab: lukasz, pagerduty_id: PENG001, hours: {ALWAYS}, skills: [geo]}}
  - {{name: Priya, gitlab: priya, pagerduty_id: PENG002, hours: {ALWAYS}, skills: [ldap]}}
  - {{name: Siobhán, gitlab: siobhan, pagerduty_id: PENG003, hours: {ALWAYS}, skills: [geo]}}
  - {{name: Noor, gitlab: noor, hours: {{name: APAC, zone: UTC, open: []}}}}
"""


def test_suggestions_name_who_is_free_and_why(tmp_path: Path) -> None:
    file = tmp_path / "engineers.yml"
    file.write_text(ENGINEERS)
    with (
        running_product(tmp_path / "data", environment=FAST_SYNC | {"ENGINEERS": str(file)}) as product,
        manager_at(product) as (manager, sandbox),
    ):
        ticket = sandbox.ticket(subject="Geo lags behind")
        manager.panel(ticket)

        def suggested() -> list[str]:
            answer = manager.call("GET", f"/api/tickets/{ticket}/star/suggestions")
            assert answer.status_code == 200, answer.text
            return [one["username"] for one in answer.json()["suggestions"]]

        # The first is on call as engineer, the last one sleeps.
        assert suggested() == ["siobhan", "priya"]
        other = sandbox.ticket()
        sandbox.issue("stars", f"Attention for ZD#{other}", assignee="siobhan")
        until(lambda: suggested() == ["priya"])
        assert sandbox.effects(ticket) == []
        with sign_in(product.backend, sandbox, AGENT) as agent:
            assert error(agent.ask(ticket, "assign_star", username="priya"))["code"] == "forbidden"


def test_while_a_name_is_typed_the_members_it_may_be_are_named(manager: Person, sandbox: Sandbox) -> None:
    ticket = sandbox.ticket()
    manager.panel(ticket)

    def like(person: Person, text: str) -> list[str]:
        answer = person.call("GET", f"/api/tickets/{ticket}/star/assignee?username={text}")
        assert answer.status_code == 200, answer.text
        return [one["username"] for one in answer.json()["like"]]

    assert "priya" in like(manager, "pri")
    assert "priya" in like(manager, "Raman")
    assert like(manager, "priya") == []
    sandbox.control("POST", "members", {"project": "stars", "username": "priya", "member": False})
    try:
        assert "priya" not in like(manager, "pri")
    finally:
        sandbox.control("POST", "members", {"project": "stars", "username": "priya", "member": True})
    with sign_in(manager.backend, sandbox, AGENT) as agent:
        assert like(agent, "pri") == []
