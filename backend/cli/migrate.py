"""Bring the database named by DATABASE_URL up to date."""

from argparse import Namespace

from backend import settings
from backend.store.engine import Database
from backend.store.upgrade import migrate


def run(arguments: Namespace) -> int:
    """Migrate."""
    migrate(Database(settings.load().database_url))
    return 0
