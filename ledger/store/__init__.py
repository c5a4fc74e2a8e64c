"""The log on disk: one DCB recorder on SQLAlchemy Core, for SQLite and PostgreSQL."""
