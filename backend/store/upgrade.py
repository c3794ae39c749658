"""Changes the database's schema with Alembic, which is large: a server that runs does without."""

from alembic import command
from alembic.config import Config

from backend.store.engine import MIGRATIONS, Database, newest_schema


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the schema up to date, or up to a revision; safe to run again, and quick with nothing to do."""
    if revision == "head" and database.schema() == newest_schema():
        return
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = database.writing
    command.upgrade(config, revision)
