"""Slack: its messages, the announcement of a STAR, channels, and text that is safe there."""
