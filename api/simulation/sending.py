"""From what happened to what is posted: how long each kind of device waits, and what it does without network."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from random import Random
from typing import Any, NamedTuple

from api.simulation.happening import Happening, Post
from api.simulation.outages import Outage


class Queue(NamedTuple):
    """How a device sends: so many facts at most, and none later than this after the first of them."""

    most: int
    patience: timedelta


PHONE = Queue(24, timedelta(hours=3))
OFFICE = Queue(400, timedelta(seconds=50))
"""Whoever sits at a desk presses the key at once."""
TABLET = Queue(2_000, timedelta(hours=11))
"""The tour of a day, told in the evening in one batch."""
GATEWAY = Queue(40, timedelta(minutes=13))
"""Scales, printers, gates and meters of a place hang on one line, which tells within a quarter of an hour."""
REPEATED = 0.02
"""Of requests, those whose answer never came, so that the device sends the same again."""
QUEUES = {"phone": PHONE, "handset": PHONE, "office": OFFICE, "tablet": TABLET}
Clocks = Mapping[tuple[str, str], timedelta]


def queue_of(device: str) -> Queue:
    """How a device sends, by its name."""
    return QUEUES.get(device.partition("-")[0], GATEWAY)


def sent(
    uscc: str, happenings: Iterable[Happening], outages: Iterable[Outage], clocks: Clocks, rng: Random
) -> Iterator[Post]:
    """The requests of one organisation's devices."""
    outages = list(outages)
    for sender, queue in _by_sender(happenings).items():
        held: dict[Outage, list[Happening]] = defaultdict(list)
        online: list[Happening] = []
        for each in queue:
            without = _without_network(each, outages)
            (held[without] if without else online).append(each)
        for handful in _handfuls(online, queue_of(sender)):
            last = handful[-1].told_at or handful[-1].at
            moment = last + timedelta(milliseconds=rng.randrange(1_000, 45_000))
            yield from _answered(Post(moment, uscc, [_event(h, clocks) for h in handful]), rng)
        for outage, late in held.items():
            yield from _answered(_late(uscc, outage, late, rng), rng)


def _event(each: Happening, clocks: Clocks) -> dict[str, Any]:
    return each.event(ahead=clocks.get((each.by, each.device), timedelta()))


def _by_sender(happenings: Iterable[Happening]) -> dict[str, list[Happening]]:
    queues: dict[str, list[Happening]] = defaultdict(list)
    for each in sorted(happenings, key=lambda h: (h.told_at or h.at, h.at)):
        queues[each.device if queue_of(each.device) is not GATEWAY else "gateway"].append(each)
    return queues


def _without_network(each: Happening, outages: list[Outage]) -> Outage | None:
    if each.device != "phone" or each.told_at is not None:
        return None
    return next((o for o in outages if o.begin <= each.at < o.end), None)


def _handfuls(queue: list[Happening], how: Queue) -> Iterator[list[Happening]]:
    handful: list[Happening] = []
    for each in queue:
        now = each.told_at or each.at
        if handful and (len(handful) == how.most or now - (handful[0].told_at or handful[0].at) > how.patience):
            yield handful
            handful = []
        handful.append(each)
    if handful:
        yield handful


def _late(uscc: str, outage: Outage, late: list[Happening], rng: Random) -> Post:
    """The whole queue at once when the network is back, in the order in which the phone happens to keep it."""
    rng.shuffle(late)
    moment = outage.end + timedelta(milliseconds=rng.randrange(1_000, 60_000))
    return Post(moment, uscc, [h.event(offline=True) for h in late])


def _answered(post: Post, rng: Random) -> Iterator[Post]:
    yield post
    if rng.random() < REPEATED:
        yield post._replace(recorded_at=post.recorded_at + timedelta(seconds=rng.randrange(20, 150)))
