"""The entries of waste catalogues, beside the log and by the hash of their file."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the mutable table; what it holds can be read again from the file whose hash the log states."""
    op.create_table(
        "catalogue_entry",
        sa.Column(
            "sha256", sa.Text, primary_key=True, comment="of the file; catalogue.loaded says of which edition it is"
        ),
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("category", sa.Text, nullable=False, comment="HW01 …"),
        sa.Column("category_name", sa.Text, nullable=False),
        sa.Column("industry", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("hazards", sa.Text, nullable=False, comment="as printed, such as T,I"),
        sqlite_with_rowid=False,
    )
