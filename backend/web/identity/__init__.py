"""Who is asking: a sidebar token proves it, a session carries it on, and Zendesk says what they may do."""

RECENT_AGENTS = 2048
RECENT_SECONDS = 5.0
"""How long an agent is not looked up in the store again, nor the signature of a session checked."""
