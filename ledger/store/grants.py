"""What the role of a server may do on PostgreSQL: add to the log, keep its copies and who may sign in, nothing else.

Triggers guard the log against mistakes of whoever owns the tables; a server that does not own them cannot even try.
"""

from collections.abc import Iterator

from sqlalchemy import Engine, text
from sqlalchemy.dialects import postgresql

from ledger.store.tables import (
    APPEND_ONLY,
    CREDENTIALS,
    FOLDED,
    KEPT_BY_THE_OWNER,
    NUMBERING,
    PEOPLE,
    PUT,
    checkpoint,
    tile_root,
)

Privileges = tuple[str, ...]

SERVING: dict[str, Privileges] = {
    **{table.name: ("SELECT", "INSERT") for table in (*APPEND_ONLY, tile_root, *PUT)},
    checkpoint.name: ("SELECT", "INSERT", "DELETE"),
    **{table.name: ("SELECT", "INSERT", "UPDATE") for table in (*FOLDED, *NUMBERING, *CREDENTIALS)},
    **{table.name: ("SELECT", "INSERT", "UPDATE", "DELETE") for table in PEOPLE},
    **{table.name: ("SELECT",) for table in KEPT_BY_THE_OWNER},
    "alembic_version": ("SELECT",),
}
"""Table → what the server does with its rows."""

_quoted = postgresql.dialect().identifier_preparer.quote_identifier  # type: ignore[no-untyped-call]

STANDS_ABOVE = text("""
    SELECT rolsuper OR EXISTS (
        SELECT FROM pg_class WHERE oid = 'event'::regclass AND pg_has_role(rolname, relowner, 'MEMBER')
    ) FROM pg_roles WHERE rolname = :role
""")
LACKS = text("SELECT NOT has_table_privilege(:table, :privilege)")
MAY_NOT_CREATE = text("SELECT NOT has_schema_privilege(current_schema(), 'CREATE')")


def grants(role: str, schema: str = "public") -> list[str]:
    """The statements that give a role what serving needs and take away whatever else it had; safe to repeat."""
    return list(_grants(_quoted(role), _quoted(schema)))


def _grants(role: str, schema: str) -> Iterator[str]:
    # views are tables that the server makes for itself, and may make again
    yield f"GRANT USAGE, CREATE ON SCHEMA {schema} TO {role}"
    yield f"REVOKE ALL ON {', '.join(map(_quoted, SERVING))} FROM {role}"
    for privileges in dict.fromkeys(SERVING.values()):
        tables = ", ".join(_quoted(table) for table, needed in SERVING.items() if needed == privileges)
        yield f"GRANT {', '.join(privileges)} ON {tables} TO {role}"


def grant(engine: Engine, role: str, schema: str = "public") -> None:
    """Give a role what serving needs, all or nothing; raises DBAPIError for a role that does not exist."""
    with engine.begin() as connection:
        for statement in grants(role, schema):
            connection.exec_driver_sql(statement)


def stands_above(engine: Engine, role: str) -> bool | None:
    """Whether grants do not bind a role: it is a superuser, or owns the tables, itself or through another.

    None for a role that does not exist.
    """
    with engine.connect() as connection:
        found: bool | None = connection.execute(STANDS_ABOVE, {"role": role}).scalar()
        return found


def lacking(engine: Engine) -> list[str]:
    """What serving needs and the present role may not do, as `INSERT ON event`; nothing on SQLite."""
    if engine.dialect.name != "postgresql":
        return []
    with engine.connect() as connection:
        missing = [
            f"{privilege} ON {table}"
            for table, privileges in SERVING.items()
            for privilege in privileges
            if connection.execute(LACKS, {"table": _quoted(table), "privilege": privilege}).scalar()
        ]
        return [*missing, *(["CREATE ON SCHEMA"] if connection.execute(MAY_NOT_CREATE).scalar() else [])]
