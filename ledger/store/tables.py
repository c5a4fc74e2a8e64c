"""The tables of the log. Every column beside `event.data` is a copy of what the bytes say, and so is every tag.

Append-only, guarded by triggers: event, event_tag, tag, type and tile_root; of checkpoint rows only go.
Mutable, and named so: credential, account with session and sign_in_attempt, serial, file (who put which), the heads,
which are folded from the log and never more than a copy, and the entries of waste catalogues, which are copied from
files whose SHA-256 is in the log.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

Position = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite keeps a table by its INTEGER PRIMARY KEY; BIGINT would give it a second index."""

event = Table(
    "event",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("recorded_at", BigInteger, nullable=False, comment="microseconds since 1970-01-01T00:00Z"),
    Column("subject_id", BigInteger, comment="the tag of the primary subject"),
    Column("seq", Integer, nullable=False, comment="1, 2, 3 … of the primary subject"),
    Column("type_id", Integer, nullable=False),
    Column("key", LargeBinary, comment="16 bytes of SHA-256(stated_by, source, id)"),
    Column("hash", LargeBinary, nullable=False, comment="SHA-256(0x00 ‖ data), the RFC 6962 leaf hash"),
    Column("data", LargeBinary, nullable=False, comment="the stored bytes"),
    UniqueConstraint("key", name="event_key"),
    UniqueConstraint("subject_id", "seq", name="event_subject_seq"),
)

tag = Table(
    "tag",
    metadata,
    Column("id", Position, primary_key=True, autoincrement=False, comment="by first appearance"),
    Column("tag", Text, nullable=False),
    UniqueConstraint("tag", name="tag_tag"),
)

type_ = Table(
    "type",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False, comment="by first appearance"),
    Column("type", Text, nullable=False),
    UniqueConstraint("type", name="type_type"),
)

event_tag = Table(
    "event_tag",
    metadata,
    Column("tag_id", BigInteger, primary_key=True, autoincrement=False),
    Column("type_id", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("ordinal", SmallInteger, nullable=False, comment="0 is the primary subject"),
    Index("event_tag_position", "position", "ordinal"),
    sqlite_with_rowid=False,
)

credential = Table(
    "credential",
    metadata,
    Column("id", Text, primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("name", Text),
    Column(
        "secret_hash",
        LargeBinary,
        nullable=False,
        comment="SHA-256 of 32 random bytes; the key is kept nowhere",
    ),
    Column("issued_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
)

tile_root = Table(
    "tile_root",
    metadata,
    Column("level", SmallInteger, primary_key=True, autoincrement=False, comment="of the tile, 0 = leaves"),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False, comment="RFC 6962 root over the tile's 256 hashes"),
    sqlite_with_rowid=False,
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("size", Position, primary_key=True, autoincrement=False),
    Column("note", LargeBinary, nullable=False, comment="signed note (C2SP)"),
    Column("signed_at", BigInteger, nullable=False, comment="microseconds since 1970-01-01T00:00Z"),
)

head = Table(
    "head",
    metadata,
    Column("tag_id", Position, primary_key=True, autoincrement=False),
    Column("count", BigInteger, nullable=False, comment="facts that carry the tag"),
    Column("digest", LargeBinary, nullable=False, comment="over their leaf hashes in order"),
)

head_tile = Table(
    "head_tile",
    metadata,
    Column("level", SmallInteger, primary_key=True, autoincrement=False, comment="of the tile, 0 = heads"),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False, comment="RFC 6962 root over the tile's 256 hashes"),
    sqlite_with_rowid=False,
)

head_fold = Table(
    "head_fold",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False, comment="1: there is one row"),
    Column("size", BigInteger, nullable=False, comment="the position up to which heads are folded"),
)

serial = Table(
    "serial",
    metadata,
    Column("name", Text, primary_key=True, comment="what is numbered, such as manifest:2026:3101"),
    Column("last", BigInteger, nullable=False, comment="the number given last; gaps are allowed"),
)

catalogue_entry = Table(
    "catalogue_entry",
    metadata,
    Column("sha256", Text, primary_key=True, comment="of the file; catalogue.loaded says of which edition it is"),
    Column("code", Text, primary_key=True),
    Column("category", Text, nullable=False, comment="HW01 …"),
    Column("category_name", Text, nullable=False),
    Column("industry", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("hazards", Text, nullable=False, comment="as printed, such as T,I"),
    sqlite_with_rowid=False,
)

file = Table(
    "file",
    metadata,
    Column("sha256", LargeBinary, primary_key=True, comment="of its bytes; they are kept outside, under this name"),
    Column("organisation", Text, primary_key=True, comment="that put it"),
    Column("media_type", Text, nullable=False, comment="as it was called when it was put"),
    Column("size", BigInteger, nullable=False, comment="bytes"),
    Column("put_at", BigInteger, nullable=False, comment="microseconds since 1970-01-01T00:00Z"),
    Index("file_organisation", "organisation"),
)

account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True, comment="the pseudonym under which facts name the person"),
    Column("organisation", Text, nullable=False),
    Column("name", Text, nullable=False, comment="what is typed to sign in; in no fact"),
    Column("shown_name", Text, comment="what the person is called on pages; in no fact"),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False, comment="argon2id, with its salt and parameters"),
    Column("first_until", BigInteger, comment="of a first password that has to be changed: how long it is good"),
    Column("made_at", BigInteger, nullable=False),
    Column("locked_at", BigInteger),
    UniqueConstraint("name", name="account_name"),
    Index("account_organisation", "organisation"),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True, comment="SHA-256 of 32 random bytes that the browser keeps"),
    Column("account", Text, nullable=False),
    Column("began_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False, comment="up to a minute old"),
    Index("session_account", "account"),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("id", LargeBinary, primary_key=True, comment="16 random bytes"),
    Column("who", LargeBinary, nullable=False, comment="SHA-256 of the name that was typed, or of the address"),
    Column("at", BigInteger, nullable=False, comment="rows older than the window are removed"),
    Index("sign_in_attempt_who", "who", "at"),
)

APPEND_ONLY = (event, event_tag, tag, type_)
OF_THE_TREE = (tile_root, checkpoint)
FOLDED = (head, head_tile, head_fold)
"""Copies that the server keeps up to date."""
NUMBERING = (serial,)
PUT = (file,)
CREDENTIALS = (credential,)
"""Issued and revoked by the administrators of organisations too, on pages that the server serves."""
PEOPLE = (account, session, sign_in_attempt)
KEPT_BY_THE_OWNER = (catalogue_entry,)
"""What the server reads only: who loads a catalogue is not who serves."""
EVENT_COLUMNS = tuple(c.name for c in event.columns)
