"""Tells whether this installation is configured right, before the first emergency does."""
