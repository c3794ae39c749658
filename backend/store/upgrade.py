"""Changes the database's schema with Alembic, which is large: it is loaded where there is something to change."""

from importlib import import_module

from backend.store.engine import MIGRATIONS, Database, newest_schema


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the schema up to date, or up to a revision; safe to run again, and quick with nothing to do."""
    if revision == "head" and database.schema() == newest_schema():
        return
    command, config = import_module("alembic.command"), import_module("alembic.config").Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = database.writing
    command.upgrade(config, revision)
