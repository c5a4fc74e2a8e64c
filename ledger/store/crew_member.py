"""`python -m ledger.store.crew_member PIPE`: checks stretches for another process until that one ends.

It is started by `ledger.store.crew` alone, and reads nothing but that process's pipe and the database.
"""

import pickle
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

from ledger.catalogue import publish
from ledger.store.crew import Source, Stretch
from ledger.store.engine import DATABASE_ERRORS, open_engine
from ledger.store.snapshot_reading import EVENTS, TAGS, Snapshot
from ledger.store.stretch import Checker, Claims


def main() -> None:
    """Serve one log after another."""
    pipe = Connection(int(sys.argv[1]))
    with suppress(EOFError, OSError):
        while True:
            source: Source = pickle.loads(pipe.recv_bytes())
            serve(pipe, source)
            pipe.send_bytes(b"")


def serve(pipe: Connection, source: Source) -> None:
    """Check what is asked of one log, until it is let go."""
    # the types of the asking process, whichever modules they come from
    publish(type("Vocabulary", (), {f"{fact.__name__}{n}": fact for n, fact in enumerate(source.vocabulary)}))
    engine = open_engine(source.url)
    try:
        with Snapshot.of(engine, source.snapshot) as snapshot:
            checker = Checker(source.types, snapshot.leaf, source.wanted)
            while stretch := pickle.loads(pipe.recv_bytes()):
                pipe.send_bytes(pickle.dumps(claims_of(stretch, snapshot, checker)))
            return
    except DATABASE_ERRORS:
        pass  # the asking process reads the same database, and says what is wrong with it
    finally:
        engine.dispose()
    raise EOFError


def claims_of(stretch: Stretch, snapshot: Snapshot, checker: Checker) -> Claims | None:
    """Read a stretch and check it."""
    before, last = stretch.first - 1, stretch.first - 1 + stretch.size
    with snapshot.fetching(EVENTS, before, stretch.size) as rows, snapshot.fetching(TAGS, before, last) as tag_rows:
        return checker.check(*stretch, rows, tag_rows)


if __name__ == "__main__":
    main()
