"""Bring the database named by DATABASE_URL up to date."""

from argparse import Namespace

from backend import settings
from backend.store.engine import Database


def run(arguments: Namespace) -> int:
    """Migrate."""
    Database(settings.load().database_url).migrate()
    return 0
