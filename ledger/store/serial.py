"""Serial numbers: taken in a transaction of their own, so that a gap may stay and none is ever given twice."""

from sqlalchemy import Engine, text

from ledger.store.engine import to_write

TAKE = """
    INSERT INTO serial (name, last) VALUES (:name, :count)
    ON CONFLICT (name) DO UPDATE SET last = serial.last + :count
    RETURNING last
"""


def take_serials(engine: Engine, name: str, count: int) -> range:
    """The next so many numbers of a name, from 1 on; whoever does not use them leaves a gap."""
    with to_write(engine) as connection:
        last: int = connection.execute(text(TAKE), {"name": name, "count": count}).scalar_one()
    return range(last - count + 1, last + 1)
