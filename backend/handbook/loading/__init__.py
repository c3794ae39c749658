"""Reads the handbook: positions, overrides, cross-checks."""
