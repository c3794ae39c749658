"""Zendesk: its client, its records, its token."""
