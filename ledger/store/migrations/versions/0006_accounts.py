"""People who sign in: their accounts, sessions, and what was tried of late."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the mutable tables."""
    op.create_table(
        "account",
        sa.Column("id", sa.Text, primary_key=True, comment="the pseudonym under which facts name the person"),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False, comment="what is typed to sign in; in no fact"),
        sa.Column("shown_name", sa.Text, comment="what the person is called on pages; in no fact"),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False, comment="argon2id, with its salt and parameters"),
        sa.Column(
            "first_until", sa.BigInteger, comment="of a first password that has to be changed: how long it is good"
        ),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("locked_at", sa.BigInteger),
        sa.UniqueConstraint("name", name="account_name"),
    )
    op.create_index("account_organisation", "account", ["organisation"])
    op.create_table(
        "session",
        sa.Column(
            "token_hash",
            sa.LargeBinary,
            primary_key=True,
            comment="SHA-256 of 32 random bytes that the browser keeps",
        ),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("began_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False, comment="up to a minute old"),
    )
    op.create_index("session_account", "session", ["account"])
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.LargeBinary, primary_key=True, comment="16 random bytes"),
        sa.Column(
            "who", sa.LargeBinary, nullable=False, comment="SHA-256 of the name that was typed, or of the address"
        ),
        sa.Column("at", sa.BigInteger, nullable=False, comment="rows older than the window are removed"),
    )
    op.create_index("sign_in_attempt_who", "sign_in_attempt", ["who", "at"])
