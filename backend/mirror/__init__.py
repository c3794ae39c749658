"""Keeps a local copy of what panels need."""
