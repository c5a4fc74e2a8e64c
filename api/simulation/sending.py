"""From what happened to what is posted: a device sends a handful at a time, a phone without network sends late."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from random import Random

from api.simulation.happening import Happening, Post
from api.simulation.mishaps import Outage

HANDFUL = 10
PATIENCE = timedelta(minutes=120)
"""How long a device waits for more before it sends what it has."""
REPEATED = 0.02
"""Of requests, those whose answer never came, so that the device sends the same again."""


def sent(uscc: str, happenings: Iterable[Happening], outages: Iterable[Outage], rng: Random) -> Iterator[Post]:
    """The requests of one place's devices."""
    outages = list(outages)
    for device, queue in _by_device(happenings).items():
        held: dict[Outage, list[Happening]] = defaultdict(list)
        online: list[Happening] = []
        for each in queue:
            without = _without_network(device, each.at, outages)
            (held[without] if without else online).append(each)
        for handful in _handfuls(online):
            moment = handful[-1].at + timedelta(milliseconds=rng.randrange(1_000, 45_000))
            yield from _answered(Post(moment, uscc, [h.event(uscc) for h in handful]), rng)
        for outage, late in held.items():
            yield from _answered(_late(uscc, outage, late, rng), rng)


def _by_device(happenings: Iterable[Happening]) -> dict[str, list[Happening]]:
    queues: dict[str, list[Happening]] = defaultdict(list)
    for each in sorted(happenings, key=lambda h: h.at):
        queues[each.device].append(each)
    return queues


def _without_network(device: str, at: datetime, outages: list[Outage]) -> Outage | None:
    if device != "phone":
        return None
    return next((o for o in outages if o.begin <= at < o.end), None)


def _handfuls(queue: list[Happening]) -> Iterator[list[Happening]]:
    handful: list[Happening] = []
    for each in queue:
        if handful and (len(handful) == HANDFUL or each.at - handful[-1].at > PATIENCE):
            yield handful
            handful = []
        handful.append(each)
    if handful:
        yield handful


def _late(uscc: str, outage: Outage, late: list[Happening], rng: Random) -> Post:
    """The whole queue at once when the network is back, in the order in which the phone happens to keep it."""
    rng.shuffle(late)
    moment = outage.end + timedelta(milliseconds=rng.randrange(1_000, 60_000))
    return Post(moment, uscc, [h.event(uscc, offline=True) for h in late])


def _answered(post: Post, rng: Random) -> Iterator[Post]:
    yield post
    if rng.random() < REPEATED:
        yield post._replace(recorded_at=post.recorded_at + timedelta(seconds=rng.randrange(20, 150)))
