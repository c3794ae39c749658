"""What open panels cost the vendors."""

import time
from collections import Counter
from collections.abc import Iterator

from bench.line import Line
from bench.stage import Stage
from tests.support.desk import Sandbox

OPENS, TICKETS, AGENTS = 1_000, 100, 50


def lines(stage: Stage) -> Iterator[Line]:
    """Have agents open tickets as Zendesk does it: the signed form, then the panel. Token calls are apart."""
    sandbox = stage.sandbox
    users = [sandbox.control("POST", "agents", {"name": f"Agent {number}"})["id"] for number in range(AGENTS)]
    tickets = [sandbox.ticket() for _ in range(TICKETS)]
    before, began = counted(sandbox), time.monotonic()
    for number in range(OPENS):
        person = stage.opened(users[number % AGENTS])
        person.panel(tickets[number * 7 % TICKETS])
        person.http.close()
    made, minutes = counted(sandbox) - before, (time.monotonic() - began) / 60
    what = f"for {OPENS:,} panel opens of {TICKETS} tickets by {AGENTS} agents"
    yield Line(f"zendesk calls {what}", made["zendesk"], TICKETS + 2 * AGENTS, "<=", "token calls apart")
    # These are read by the clock, however many panels are open; how long the opens take is up to the machine.
    for vendor in ("gitlab", "pagerduty"):
        seen = f"{made[vendor]} in {minutes:.1f} minutes"
        yield Line(f"{vendor} calls a minute {what}", round(made[vendor] / max(minutes, 1), 1), 12, "<=", seen)


def counted(sandbox: Sandbox) -> Counter[str]:
    """Count the requests that each vendor has had."""
    return Counter(call["vendor"] for call in sandbox.control("GET", "calls") if call["path"] != "/oauth/tokens")
