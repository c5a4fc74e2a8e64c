"""Who put which file, and which facts name one."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the mutable tables; the mentions begin at the beginning of the log, whatever it holds by now."""
    op.create_table(
        "file",
        sa.Column(
            "sha256", sa.LargeBinary, primary_key=True, comment="of its bytes; they are kept outside, under this name"
        ),
        sa.Column("organisation", sa.Text, primary_key=True, comment="that put it"),
        sa.Column("media_type", sa.Text, nullable=False, comment="as it was called when it was put"),
        sa.Column("size", sa.BigInteger, nullable=False, comment="bytes"),
        sa.Column("put_at", sa.BigInteger, nullable=False, comment="microseconds since 1970-01-01T00:00Z"),
    )
    op.create_index("file_organisation", "file", ["organisation"])
    op.create_table(
        "file_mention",
        sa.Column("sha256", sa.LargeBinary, primary_key=True),
        sa.Column(
            "position", sa.BigInteger, primary_key=True, autoincrement=False, comment="of a fact that names it"
        ),
        sqlite_with_rowid=False,
    )
    fold = op.create_table(
        "file_mention_fold",
        sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False, comment="1: there is one row"),
        sa.Column("position", sa.BigInteger, nullable=False, comment="up to which mentions are folded"),
    )
    op.bulk_insert(fold, [{"id": 1, "position": 0}])
