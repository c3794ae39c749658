"""The handbook's commands and the export on the database of a running product that has been worked with."""

import json
from pathlib import Path

from sandbox.product import Product
from tests.support.commands import command
from tests.support.desk import STRICT, Person, Sandbox, until


def test_a_lived_in_database_tells_what_a_handbook_would_change(
    product: Product, manager: Person, sandbox: Sandbox, tmp_path: Path
) -> None:
    ticket = sandbox.ticket()
    # Zendesk may have failed a moment ago, in another test: then it is not asked for a while.
    until(lambda: manager.panel(ticket)["ticket"])
    manager.do(ticket, "record_assessment", answers=STRICT)
    manager.do(ticket, "trigger_emergency", answers=STRICT, reason="SECRETWORD is down.")
    narrow = tmp_path / "narrow.yml"
    narrow.write_text("emergency: {wide_scopes: [most]}")
    found = command(product.environment, "handbook", "diff", str(narrow))
    assert found.returncode == 1, found.stderr
    assert found.stdout.count(f"ticket {ticket},") == 2
    broken = tmp_path / "broken.yml"
    broken.write_text("star: {hours: night}")
    assert command(product.environment, "handbook", "diff", str(broken)).returncode == 2
    why = command(product.environment, "handbook", "explain", str(ticket))
    assert why.returncode == 0
    assert "=> emergency (Q2)" in why.stdout
    assert command(product.environment, "handbook", "explain", "999999").returncode == 1

    log = command(product.environment, "operations", "export", "--since", "2020-01-01")
    assert log.returncode == 0, log.stderr
    mine = [one for one in map(json.loads, log.stdout.splitlines()) if one["ticket_id"] == ticket]
    assert [(one["kind"], one["verdict"], one["outcome"]) for one in mine] == [
        ("record_assessment", "emergency", "done"),
        ("trigger_emergency", "emergency", "done"),
    ]
    assert "SECRETWORD" not in log.stdout
    table = command(product.environment, "operations", "export", "--since", "2020-01-01", "--format", "csv")
    assert table.stdout.startswith("id,at,agent_id,agent,ticket_id,kind,")
    assert command(product.environment, "operations", "export", "--since", "yesterday").returncode == 2
