"""What Alembic runs: takes the connection that `storage.schema` hands over, leaves the steps applied to it."""

from alembic import context

from storage.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
