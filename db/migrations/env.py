"""How Alembic reaches a store: over the connection that rmdesk hands it, never by a URL."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
