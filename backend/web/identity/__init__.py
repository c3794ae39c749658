"""Who is asking: a sidebar token proves it, a session carries it on, and Zendesk says what they may do."""

RECENT_AGENTS = 2048
"""How many agents are not looked up in the store again and again, and how many sessions are known as signed by us."""
RECENT_SECONDS = 60.0
"""How long an agent is not looked up again: a panel asks every 30 s."""
