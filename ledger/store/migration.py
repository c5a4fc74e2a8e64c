"""Bring a database to the schema of this release."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from ledger.store.engine import lock_the_log, to_write

REVISION = "0006"
"""The newest revision under migrations/versions."""


def migrate(engine: Engine) -> None:
    """Apply every revision that the database has not seen; a database up to date is left alone."""
    with engine.connect() as connection:
        if is_current(connection):
            return
    _upgrade(engine)


def is_current(connection: Connection) -> bool:
    """Whether the database has the schema of this release."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == REVISION


def _upgrade(engine: Engine) -> None:
    # imported when it is needed: alembic is a third of the time that a command takes to start
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with to_write(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = 0"))  # a large table is not rebuilt in a moment
            lock_the_log(connection)  # two processes may start at once
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
