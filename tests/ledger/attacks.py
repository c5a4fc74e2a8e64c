"""The ways to touch the tables of the log, each with the position at which it must be found."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Table

from ledger.leaf import idempotency_key, leaf_hash
from ledger.store.tables import event, event_tag, tag, type_
from tests.ledger.insider import Insider, flipping, replacing
from tests.ledger.varied_log import CORRECTED, GENERATED, HEAD, OTHER_DRUM, SUPERVISED, WEIGHED, WITHDRAWN
from tests.specification import PLANT, SCALE, drum

FAR = 1000


class Attack(NamedTuple):
    """What is done, and the position that verification has to name."""

    title: str
    position: int
    do: Callable[[Insider], Any]


def _column(name: str, value: Any) -> Attack:
    change = {name: value}
    return Attack(f"event.{name} = {value!r}", WEIGHED, lambda i: i.change(event, {"position": WEIGHED}, **change))


def _bit(mark: str, position: int = WEIGHED) -> Attack:
    """A bit of the stored bytes, and nothing else."""

    def do(insider: Insider) -> None:
        insider.change(event, {"position": position}, data=flipping(mark)(insider.data(position)))

    return Attack(f"a bit of event.data at {position} behind {mark}", position, do)


def _rewritten(title: str, *pairs: tuple[str, str], position: int = WEIGHED, **columns: Any) -> Attack:
    """Bytes changed and hashed again: what must then not fit is the form, the place or a copy."""
    return Attack(
        f"event.data with its hash: {title}", position, lambda i: i.rewrite(position, replacing(*pairs), **columns)
    )


def _add_event(position: int, found_at: int) -> Attack:
    def do(insider: Insider) -> None:
        row = insider.rows(event, position=HEAD)[0]._asdict()
        insider.add(event, **(row | {"position": position, "seq": 99, "key": b"0123456789abcdef"}))

    return Attack(f"event: a row added at {position}", found_at, do)


def _swap_rows(insider: Insider) -> None:
    for old, new in ((WEIGHED, FAR), (OTHER_DRUM, WEIGHED), (FAR, OTHER_DRUM)):
        insider.change(event, {"position": old}, position=new)


def _swap_bytes(insider: Insider) -> None:
    one, other = insider.data(WEIGHED), insider.data(OTHER_DRUM)
    insider.change(event, {"position": WEIGHED}, data=other, hash=leaf_hash(other))
    insider.change(event, {"position": OTHER_DRUM}, data=one, hash=leaf_hash(one))


def _insert_backdated(insider: Insider) -> None:
    """A second weighing of the drum, right in everything but the instant at which it was recorded."""
    row = insider.rows(event, position=WEIGHED)[0]
    name = row.data.split(b'"id":"')[1].split(b'"')[0].decode()
    change = replacing(
        (f'"id":"{name}"', '"id":"forged"'),
        (f'"position":{WEIGHED},', f'"position":{HEAD + 1},'),
        ('"seq":2}', '"seq":7}'),
    )
    data = change(row.data)
    new = {"position": HEAD + 1, "seq": 7, "key": idempotency_key(PLANT, f"urn:uscc:{PLANT}:test", "forged")}
    insider.add(event, **(row._asdict() | new | {"data": data, "hash": leaf_hash(data)}))
    for each in insider.rows(event_tag, position=WEIGHED):
        insider.add(event_tag, **(each._asdict() | {"position": HEAD + 1}))


def _tag_row(**values: Any) -> Attack:
    where = {"position": WEIGHED, "ordinal": 1}
    return Attack(f"event_tag: {values}", WEIGHED, lambda i: i.change(event_tag, where, **values))


def _add_tag_row(position: int, tag_id: int = 1) -> Attack:
    row = {"tag_id": tag_id, "type_id": 1, "position": position, "ordinal": 9}
    return Attack(f"event_tag: a row added at {position}", position, lambda i: i.add(event_tag, **row))


def _dictionary(table: Table, text: str, position: int) -> list[Attack]:
    """What can be done to the row of a text that appeared first at that position."""
    column = table.columns[1].name

    def exchange(insider: Insider) -> None:
        mine = insider.rows(table, **{column: text})[0].id
        last = max(insider.rows(table))
        insider.change(table, {"id": mine}, **{column: "aside"})
        insider.change(table, {"id": last.id}, **{column: text})
        insider.change(table, {"id": mine}, **{column: last[1]})

    row = {column: text}
    return [
        Attack(f"{table.name}: text changed", position, lambda i: i.change(table, row, **{column: text + "x"})),
        Attack(f"{table.name}: number changed", position, lambda i: i.change(table, row, id=FAR)),
        Attack(f"{table.name}: two texts exchanged", position, exchange),
        Attack(f"{table.name}: row deleted", position, lambda i: i.remove(table, **row)),
        Attack(f"{table.name}: row added", HEAD, lambda i: i.add(table, id=FAR, **{column: "never said"})),
    ]


ATTACKS = [
    _column("position", FAR),
    _column("recorded_at", 1_700_000_000_000_000),
    _column("subject_id", 1),
    _column("subject_id", None),
    _column("seq", 99),
    _column("type_id", 1),
    _column("key", b"0123456789abcdef"),
    _column("key", None),
    _column("hash", bytes(32)),
    _column("hash", b""),
    _column("data", b""),
    _column("data", b"[]"),
    _column("data", b'{"fact":{"type":[]}}'),
    _bit('"gross_g":'),
    _bit('"salt":"'),
    _bit('"recorded_at":"'),
    _bit('"recorded_at":"2026-11-24'),
    _bit('"seq":'),
    _bit('"position":'),
    _bit('"type":"'),
    _bit('"v":'),
    _bit('"data":{"data":{"', CORRECTED),
    _bit('"about":{"position":', CORRECTED),
    _bit('"tags":["', CORRECTED),
    _bit('"type":"container.weighe', CORRECTED),
    _bit('"type":"container.weighed","v":', CORRECTED),
    _bit('"about":{"position":', WITHDRAWN),
    _rewritten("a space", ('"seq":2}', '"seq":2 }')),
    _rewritten("a line feed behind it", ('"seq":2}', '"seq":2}\n')),
    _rewritten(
        "names out of order", ('"gross_g":212400,', ""), ('"tare_g":12400', '"tare_g":12400,"gross_g":212400')
    ),
    _rewritten("a decimal point", ("212400", "212400.0")),
    _rewritten("a field of null", ('"gross_g"', '"device":null,"gross_g"')),
    _rewritten("an unknown field", ('"gross_g"', '"gross":1,"gross_g"')),
    _rewritten("a name twice", ('"gross_g":212400', '"gross_g":1,"gross_g":212400')),
    _rewritten("an escape that is not wanted", (SCALE, SCALE.replace("scale", "\\u0073cale"))),
    _rewritten("another position", (f'"position":{WEIGHED}', f'"position":{OTHER_DRUM}')),
    _rewritten("another seq", ('"seq":2}', '"seq":3}')),
    _rewritten("another seq, in its column too", ('"seq":2}', '"seq":9}'), seq=9),
    _rewritten("another instant", ("04:00:01.000000Z", "04:00:01.000001Z")),
    _rewritten("no instant", ("04:00:01.000000Z", "half past four")),
    _rewritten("an instant in another form", ("04:00:01.000000Z", "12:00:01.000000+08:00")),
    _rewritten(
        "earlier than the fact before", ("04:00:01.000000Z", "03:00:01.000000Z"), recorded_at=1_795_489_201_000_000
    ),
    _rewritten("another version", ('"v":1', '"v":2')),
    _rewritten("another type", ("container.weighed", "container.closed")),
    _rewritten("an unknown type", ("container.weighed", "container.weighted")),
    _rewritten("the type of the first fact", ("container.weighed", "log.opened")),
    _rewritten("another poster", (f'"stated_by":"{PLANT}"', f'"stated_by":"{SCALE[6:24][::-1]}"')),
    _rewritten("another drum", (drum(1), drum(2))),
    _rewritten("another scale", (SCALE, SCALE[:-1] + "8")),
    _rewritten("a correction not canonical", ('{"gross_g":221400', '{ "gross_g":221400'), position=CORRECTED),
    _rewritten("a correction of nothing", ('"gross_g":221400,', ""), position=CORRECTED),
    Attack("event: two rows swapped", WEIGHED, _swap_rows),
    Attack("event: the bytes of two rows swapped", WEIGHED, _swap_bytes),
    Attack("event: a row deleted in the middle", WEIGHED, lambda i: i.remove(event, position=WEIGHED)),
    Attack("event: the last row deleted, its tags left", HEAD, lambda i: i.remove(event, position=HEAD)),
    Attack("event: the first row deleted", 1, lambda i: i.remove(event, position=1)),
    Attack("event: every row deleted", 1, lambda i: i.remove(event)),
    Attack("event: a row inserted, back-dated", HEAD + 1, _insert_backdated),
    _add_event(FAR, HEAD + 1),
    _add_event(HEAD + 1, HEAD + 1),
    _add_event(0, 0),
    _add_event(-3, -3),
    _tag_row(tag_id=1),
    _tag_row(type_id=1),
    _tag_row(position=CORRECTED),
    _tag_row(position=FAR),
    _tag_row(ordinal=5),
    Attack(
        "event_tag: the last ordinal of a fact changed",
        WEIGHED,
        lambda i: i.change(event_tag, {"position": WEIGHED, "ordinal": 2}, ordinal=5),
    ),
    Attack("event_tag: a row deleted", WEIGHED, lambda i: i.remove(event_tag, position=WEIGHED, ordinal=1)),
    Attack("event_tag: the rows of a fact deleted", WEIGHED, lambda i: i.remove(event_tag, position=WEIGHED)),
    _add_tag_row(WEIGHED),
    _add_tag_row(HEAD),
    _add_tag_row(FAR),
    _add_tag_row(0),
    _add_tag_row(-3),
    *_dictionary(tag, drum(1), GENERATED),
    *_dictionary(type_, "supervision_class.assigned", SUPERVISED),
]
