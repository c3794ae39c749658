"""How soon a change at a vendor is in the panel API, and how soon its event is answered."""

import time
from collections.abc import Iterator

from bench.line import Line, quantile
from bench.stage import Stage

CHANGES = 40


def lines(stage: Stage) -> Iterator[Line]:
    """Change things as other people do, in a burst of every kind; ask until the panel shows it."""
    sandbox, ticket = stage.sandbox, stage.sandbox.ticket()
    panel, taken = stage.manager.panel, []
    seen = panel(ticket)["ticket"]["updated_at"]
    iid = sandbox.issue("stars", f"ZD#{ticket}")
    for number in range(CHANGES):
        began = time.perf_counter()
        if number % 2:
            state = "closed" if number % 4 == 1 else "opened"
            sandbox.control("PATCH", f"issues/stars/{iid}", {"state": state})
            while [issue["state"] for issue in panel(ticket)["star"]["issues"]] != [
                "resolved" if state == "closed" else "submitted"
            ]:
                time.sleep(0.01)
        else:
            sandbox.control("PATCH", f"tickets/{ticket}", {"subject": f"Words {number}"})
            while panel(ticket, f"?updated_at={seen}")["ticket"]["subject"] != f"Words {number}":
                time.sleep(0.01)
        taken.append(time.perf_counter() - began)
    yield Line(
        "webhook to visible in the panel API p95, seconds", round(quantile(taken, 0.95), 3), 1.0, "<=",
        f"{CHANGES} changes, p50 {quantile(taken, 0.5):.3f} s",
    )  # fmt: skip
    sent = [webhook for webhook in sandbox.control("GET", "webhooks") if webhook["tries"]]
    assert all(webhook["status"] in {200, None} for webhook in sent), sent
    answered = [webhook["seconds"] * 1000 for webhook in sent if webhook["seconds"]]
    yield Line(
        "webhook answered p95, ms", round(quantile(answered, 0.95), 1), 100.0, "<=",
        f"{len(answered)} events, p50 {quantile(answered, 0.5):.1f} ms, connection included",
    )  # fmt: skip
