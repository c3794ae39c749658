"""Slack: its client and its records."""
