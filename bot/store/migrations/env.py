"""Runs migrations on the connection that `bot.store.migrate` opened."""

from alembic import context
from sqlmodel import SQLModel

import bot.store.tables

assert bot.store.tables  # noqa: S101 - imported so that the metadata knows the tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
