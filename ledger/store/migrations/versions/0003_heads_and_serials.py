"""Heads of all tags, serial numbers, thinner checkpoints, and an index that gives a fact's tags in their order."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the mutable tables; of `checkpoint` rows may go from now on, for the newest of each minute is enough."""
    op.create_table(
        "head",
        sa.Column("tag_id", Number, primary_key=True, autoincrement=False),
        sa.Column("count", sa.BigInteger, nullable=False, comment="facts that carry the tag"),
        sa.Column("digest", sa.LargeBinary, nullable=False, comment="over their leaf hashes in order"),
    )
    op.create_table(
        "head_tile",
        sa.Column("level", sa.SmallInteger, primary_key=True, autoincrement=False, comment="of the tile, 0 = heads"),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("root", sa.LargeBinary, nullable=False, comment="RFC 6962 root over the tile's 256 hashes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "head_fold",
        sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False, comment="1: there is one row"),
        sa.Column("size", sa.BigInteger, nullable=False, comment="the position up to which heads are folded"),
    )
    op.create_table(
        "serial",
        sa.Column("name", sa.Text, primary_key=True, comment="what is numbered, such as manifest:2026:3101"),
        sa.Column("last", sa.BigInteger, nullable=False, comment="the number given last; gaps are allowed"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER checkpoint_append_only ON checkpoint")
        op.execute("""
            CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR TRUNCATE ON checkpoint
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """)
    else:
        op.execute("DROP TRIGGER checkpoint_no_delete")
    op.drop_index("event_tag_position", "event_tag")
    op.create_index("event_tag_position", "event_tag", ["position", "ordinal"])
