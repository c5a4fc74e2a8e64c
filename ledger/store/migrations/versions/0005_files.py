"""Who put which file."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the mutable table."""
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
