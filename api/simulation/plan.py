"""The whole month as a list of requests in recorded order. No I/O: the same arguments give the same plan."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from api.simulation.approval import approval_history, under_the_approval
from api.simulation.authority import decisions
from api.simulation.collector import CollectorMonth
from api.simulation.district import places, small_producers
from api.simulation.firms import BURNER, FIRMS, HOUSEHOLD_LANDFILL, RECOVERER, RIGID_LANDFILL
from api.simulation.founding import founding
from api.simulation.generator import GeneratorMonth
from api.simulation.happening import Happening, Post
from api.simulation.instruments import instruments_month
from api.simulation.notice import under_the_notice
from api.simulation.odd import APPROVALS, odd_month
from api.simulation.receiver import ReceiverMonth
from api.simulation.sending import sent
from api.simulation.spoil_month import SpoilMonth
from api.simulation.suspects.company import suspect_history, suspects_play
from api.simulation.tank import TankFarm
from api.simulation.truth import Injected, Lawful
from api.simulation.world import World

DOWNSTREAM = (RECOVERER, BURNER, RIGID_LANDFILL, HOUSEHOLD_LANDFILL)
"""Receivers in the order in which what one leaves comes to the next."""
FAST_CLOCK_EVERY = 4


class Month(NamedTuple):
    """What is posted, what is really irregular in it, and what only looks so."""

    posts: list[Post]
    injected: list[Injected]
    lawful: list[Lawful]


def month(until: datetime, days: int = 30, scale: float = 1.0, seed: int = 1) -> Month:
    """All requests of the days before `until`: what has not reached the ledger by then is still on the way."""
    opened_at = until - timedelta(days=days)
    district, small = places(scale), small_producers(scale)
    world = World(opened_at, until, seed)
    for serial, place in enumerate(district):
        generator = GeneratorMonth(world, place, serial)
        if place.has_tank:
            TankFarm(world, place, generator.book).play()
        generator.play()
    CollectorMonth(world, small).play()
    for receiver in DOWNSTREAM:
        ReceiverMonth(world, receiver).play()
    with_scales = [each for each in (*district, *FIRMS) if each.supervision.name != "registered"]
    for serial, place in enumerate(with_scales):
        instruments_month(world, place, fast=place.connected and serial % FAST_CLOCK_EVERY == 1)
    world.tell(decisions(world, district))
    SpoilMonth(world, scale).play()
    from_tables = odd_month(world)
    under_the_approval(world)
    under_the_notice(world)
    suspects_play(world)
    posts = [
        *founding(opened_at, until, district, small),
        *approval_history(opened_at, until, APPROVALS),
        *suspect_history(opened_at, until),
        *from_tables,
        *_sent(world),
    ]
    posts = sorted((post for post in posts if post.recorded_at <= until), key=lambda post: post.recorded_at)
    for post in _repeated(posts):
        for weighed in (event for event in post.events if event["type"] == "container.weighed"):
            world.lawful("container_weight_drift", weighed["subject"], "同一读数重复上传", post.recorded_at)
    wrong = {(each.rule, each.subject) for each in world.injected}
    injected = sorted(world.injected, key=lambda each: (each.due, each.subject, each.rule, each.key or ""))
    return Month(posts, injected, sorted(each for key, each in world.looks_so.items() if key not in wrong))


def plan(until: datetime, days: int = 30, scale: float = 1.0, seed: int = 1) -> list[Post]:
    """The requests alone."""
    return month(until, days, scale, seed).posts


def _repeated(posts: list[Post]) -> Iterator[Post]:
    """Those that carry again what was sent before."""
    seen: set[int] = set()
    for post in posts:
        if id(post.events) in seen:
            yield post
        seen.add(id(post.events))


def _sent(world: World) -> list[Post]:
    """What each organisation's devices post of what happened since the ordinary days began."""
    by_poster: dict[str, list[Happening]] = defaultdict(list)
    for each in world.happenings:
        if each.at >= world.start:
            by_poster[each.by].append(each)
    return [
        post
        for uscc, happenings in by_poster.items()
        for post in sent(uscc, happenings, world.outages[uscc], world.clocks, world.chance(f"{uscc}.sending"))
    ]
