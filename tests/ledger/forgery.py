"""An insider who runs our own code: the whole log is written again, every hash, column and tag right, but otherwise.

Each forgery says at which position the log first parts from the one that was published.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from msgspec.structs import replace

from ledger.clock import SimulatedClock, read_instant
from ledger.fact import Statement
from ledger.hazardous_waste.container import Container
from ledger.leaf import new_salt
from ledger.log import Ledger
from ledger.posting import seal
from ledger.store.appending import SealedEvent
from ledger.store.tables import APPEND_ONLY, checkpoint, tile_root
from ledger.store.tree import TreeStore
from ledger.transparency.tiles import tile_root as root_of
from tests.ledger.insider import Insider


class Entry(NamedTuple):
    """A fact and when it was recorded: the rest follows from these."""

    recorded_at: datetime
    statement: Statement[Any]


Entries = list[Entry]


class Forgery(NamedTuple):
    """What is made of the log, and the first position that is then another."""

    title: str
    position: int
    of: Callable[[Entries], Entries]


def write_again(insider: Insider, ledger: Ledger, forged: Callable[[Entries], Entries]) -> None:
    """Empty the tables and append what the forger wants, at the instants that they want."""
    entries = forged([Entry(read_instant(each.recorded_at), each.fact) for each in ledger.recorded()])
    insider.do(*(table.delete() for table in APPEND_ONLY))
    with Ledger(ledger.recorder.engine.url.render_as_string(hide_password=False)) as forger:
        for instant, group in groupby(entries, key=lambda entry: entry.recorded_at):
            forger.recorder.clock = SimulatedClock(instant)
            forger.recorder.append_leaves([_sealed(entry.statement) for entry in group], None)


def fit_the_tree(insider: Insider) -> None:
    """Have the tree computed again, and no trace left in the database of what was signed."""
    insider.do(checkpoint.delete(), tile_root.delete())
    TreeStore(insider.engine).fold(root_of)


def _sealed(statement: Statement[Any]) -> SealedEvent:
    drafted = seal(statement)
    return SealedEvent(statement.type, drafted.fact, drafted.tags, statement.subject, drafted.key)


def _edited(position: int, edit: Callable[[Statement[Any]], Statement[Any]]) -> Callable[[Entries], Entries]:
    def forged(entries: Entries) -> Entries:
        recorded_at, statement = entries[position - 1]
        return [*entries[: position - 1], Entry(recorded_at, edit(statement)), *entries[position:]]

    return forged


def _lighter(statement: Statement[Any]) -> Statement[Any]:
    return replace(statement, data=replace(statement.data, gross_g=statement.data.gross_g - 100_000))


def _closed(statement: Statement[Any]) -> Statement[Any]:
    return replace(statement, type="container.closed", data=Container.Closed())


def _recorded_later(position: int) -> Callable[[Entries], Entries]:
    """The last fact of a batch, half a minute later than it was."""

    def forged(entries: Entries) -> Entries:
        entries[position - 1] = Entry(entries[position - 1][0] + timedelta(seconds=30), entries[position - 1][1])
        return entries

    return forged


def _swapped(one: int, other: int) -> Callable[[Entries], Entries]:
    def forged(entries: Entries) -> Entries:
        first, second = entries[one - 1], entries[other - 1]
        entries[one - 1] = Entry(first.recorded_at, second.statement)
        entries[other - 1] = Entry(second.recorded_at, first.statement)
        return entries

    return forged


def _inserted(position: int) -> Callable[[Entries], Entries]:
    """A weighing that never was, between two that were, at the instant of the one before it."""

    def forged(entries: Entries) -> Entries:
        before = entries[position - 2]
        entries.insert(
            position - 1, Entry(before.recorded_at, replace(before.statement, id="forged", salt=new_salt()))
        )
        return entries

    return forged


def _gone_on(size: int) -> Callable[[Entries], Entries]:
    """A backup of so many facts, to which others were appended since: as many as it lost, and some more."""

    def forged(entries: Entries) -> Entries:
        kept, lost, last = entries[:size], entries[size:], entries[-1]
        anew = [Entry(last.recorded_at, replace(each.statement, salt=new_salt())) for each in lost]
        more = Entry(last.recorded_at, replace(last.statement, id="later", salt=new_salt()))
        return [*kept, *anew, more]

    return forged


def forgeries(in_tile: int, at_edge: int, end_of_batch: int, size: int) -> list[Forgery]:
    """Every way to write the log otherwise: beneath a full tile, and behind the last one."""
    return [
        Forgery("a weight, in the first tile", in_tile, _edited(in_tile, _lighter)),
        Forgery("a weight, behind the last full tile", at_edge, _edited(at_edge, _lighter)),
        Forgery("when it was recorded", end_of_batch, _recorded_later(end_of_batch)),
        Forgery("a type", in_tile, _edited(in_tile, _closed)),
        Forgery("an id, and so its key", in_tile, _edited(in_tile, lambda said: replace(said, id="other"))),
        Forgery("one left out, the rest moved up", in_tile, lambda es: [*es[: in_tile - 1], *es[in_tile:]]),
        Forgery("the last one left out", size, lambda es: es[:-1]),
        Forgery("two swapped", in_tile, _swapped(in_tile, at_edge)),
        Forgery("one inserted, back-dated", in_tile, _inserted(in_tile)),
        Forgery("cut off within the first tile", in_tile, lambda es: es[: in_tile - 1]),
        Forgery("cut off behind it", at_edge, lambda es: es[: at_edge - 1]),
        Forgery("an old backup that goes on", in_tile, _gone_on(in_tile - 1)),
        Forgery("all of it anew, with other salts", 1, lambda es: [_salted(e) for e in es]),
    ]


def _salted(entry: Entry) -> Entry:
    return Entry(entry.recorded_at, replace(entry.statement, salt=new_salt()))
