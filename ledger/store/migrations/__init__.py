"""Alembic revisions of the log and the mutable tables; views are never migrated."""
