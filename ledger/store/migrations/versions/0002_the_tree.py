"""Roots of full tiles and signed checkpoints, append-only like the log they are computed from."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

APPEND_ONLY = ("tile_root", "checkpoint")
Size = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the two tables and their guards."""
    op.create_table(
        "tile_root",
        sa.Column("level", sa.SmallInteger, primary_key=True, autoincrement=False, comment="of the tile, 0 = leaves"),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("root", sa.LargeBinary, nullable=False, comment="RFC 6962 root over the tile's 256 hashes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", Size, primary_key=True, autoincrement=False),
        sa.Column("note", sa.LargeBinary, nullable=False, comment="signed note (C2SP)"),
        sa.Column("signed_at", sa.BigInteger, nullable=False, comment="microseconds since 1970-01-01T00:00Z"),
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in APPEND_ONLY:
        if postgresql:
            op.execute(f"""
                CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
            """)
            continue
        for change in ("UPDATE", "DELETE"):
            op.execute(f"""
                CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
            """)
