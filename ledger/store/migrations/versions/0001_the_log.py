"""The log, its dictionaries, the credentials, and the triggers that keep the log append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

APPEND_ONLY = ("event", "event_tag", "tag", "type")
Position = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create everything; there is no way down, for a log is not taken back."""
    op.create_table(
        "event",
        sa.Column("position", Position, primary_key=True, autoincrement=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False, comment="microseconds since 1970-01-01T00:00Z"),
        sa.Column("subject_id", sa.BigInteger, comment="the tag of the primary subject"),
        sa.Column("seq", sa.Integer, nullable=False, comment="1, 2, 3 … of the primary subject"),
        sa.Column("type_id", sa.Integer, nullable=False),
        sa.Column("key", sa.LargeBinary, comment="16 bytes of SHA-256(stated_by, source, id)"),
        sa.Column("hash", sa.LargeBinary, nullable=False, comment="SHA-256(0x00 ‖ data), the RFC 6962 leaf hash"),
        sa.Column("data", sa.LargeBinary, nullable=False, comment="the stored bytes"),
        sa.UniqueConstraint("key", name="event_key"),
        sa.UniqueConstraint("subject_id", "seq", name="event_subject_seq"),
    )
    op.create_table(
        "tag",
        sa.Column("id", Position, primary_key=True, autoincrement=False, comment="by first appearance"),
        sa.Column("tag", sa.Text, nullable=False),
        sa.UniqueConstraint("tag", name="tag_tag"),
    )
    op.create_table(
        "type",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False, comment="by first appearance"),
        sa.Column("type", sa.Text, nullable=False),
        sa.UniqueConstraint("type", name="type_type"),
    )
    op.create_table(
        "event_tag",
        sa.Column("tag_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("type_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("ordinal", sa.SmallInteger, nullable=False, comment="0 is the primary subject"),
        sqlite_with_rowid=False,
    )
    op.create_index("event_tag_position", "event_tag", ["position"])
    op.create_table(
        "credential",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column(
            "secret_hash",
            sa.LargeBinary,
            nullable=False,
            comment="SHA-256 of 32 random bytes; the key is kept nowhere",
        ),
        sa.Column("issued_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("""
            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
        """)
        for table in APPEND_ONLY:
            op.execute(f"""
                CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
            """)
    else:
        for table in APPEND_ONLY:
            for change in ("UPDATE", "DELETE"):
                op.execute(f"""
                    CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table}
                    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
                """)
