"""What open panels cost the vendors."""

from collections import Counter
from collections.abc import Iterator

from bench.line import Line
from bench.stage import Stage
from tests.support.desk import Sandbox

OPENS, TICKETS, AGENTS = 1_000, 100, 50
LIMITS = {"zendesk": TICKETS + 2 * AGENTS, "gitlab": 10, "pagerduty": 10}


def lines(stage: Stage) -> Iterator[Line]:
    """Have agents open tickets as Zendesk does it: the signed form, then the panel. Token calls are apart."""
    sandbox = stage.sandbox
    users = [sandbox.control("POST", "agents", {"name": f"Agent {number}"})["id"] for number in range(AGENTS)]
    tickets = [sandbox.ticket() for _ in range(TICKETS)]
    before = counted(sandbox)
    for number in range(OPENS):
        person = stage.opened(users[number % AGENTS])
        person.panel(tickets[number * 7 % TICKETS])
        person.http.close()
    made = counted(sandbox) - before
    for vendor, limit in LIMITS.items():
        name = f"{vendor} calls for {OPENS:,} panel opens of {TICKETS} tickets by {AGENTS} agents"
        yield Line(name, made[vendor], limit, "<=", "token calls apart")


def counted(sandbox: Sandbox) -> Counter[str]:
    """Count the requests that each vendor has had."""
    return Counter(call["vendor"] for call in sandbox.control("GET", "calls") if call["path"] != "/oauth/tokens")
