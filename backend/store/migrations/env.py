"""Run by Alembic: migrates the database whose engine it is handed."""

from contextlib import nullcontext

from alembic import context

from backend.store.tables import metadata

engine = context.config.attributes["engine"]
# An index over a year's rows takes its time.
unhurried = getattr(engine.dialect, "unhurried", nullcontext)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
    with unhurried(connection), context.begin_transaction():
        context.run_migrations()
    connection.commit()
