"""Composes what the panel shows."""
