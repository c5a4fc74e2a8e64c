"""What was drawn from a transfer, load by load, and the hubs 集散地 through which waste goes to other provinces."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import BigInteger, cast, func, select

from projections.cross_province.load_rows import Load
from projections.cross_province.load_view import LoadView
from projections.custody.asked_at import AskedAt, stands
from projections.runner import Reading, Runner


class Drawn(NamedTuple):
    """How much of a transfer was accepted, and how much is on its way."""

    loads: int
    accepted_g: int
    in_transit_g: int


class Flow(NamedTuple):
    """How much went from one to another, in how many loads; the transfer where it went to another province."""

    sender: str
    receiver: str
    transfer: str | None
    loads: int
    accepted_g: int
    in_transit_g: int


class Through(NamedTuple):
    """How much of somebody's batches a hub sent to a receiver under a transfer, as it was dispatched."""

    source: str
    hub: str
    receiver: str
    transfer: str
    mass_g: int


class Hub(NamedTuple):
    """Who takes waste from others and sends it to other provinces: from whom how much, and to where."""

    hub: str
    received: list[Flow]
    sent: list[Flow]
    through: list[Through]
    """As far as the hub names whose batches are in a load."""


def drawn_from(views: Runner, at: AskedAt, transfer: str, sender: str) -> Drawn:
    """The sum over the loads of the one who applied; whoever else names the transfer draws nothing from it."""
    with views.reading(LoadView.NAME) as view:
        load = view.tables.load.c
        wanted = select(
            func.count(), func.coalesce(func.sum(load.accepted_g), 0), func.coalesce(func.sum(load.in_transit_g), 0)
        ).where(load.transfer == transfer, load.sender == sender, stands(view.tables.load, at.in_view(view.position)))
        loads, accepted, in_transit = view.connection.execute(wanted).one()
    return Drawn(int(loads), int(accepted), int(in_transit))


def loads_under(views: Runner, at: AskedAt, transfer: str, sender: str, start: int, most: int) -> list[Load]:
    """The loads from one on, at most so many, by their number."""
    with views.reading(LoadView.NAME) as view:
        load = view.tables.load.c
        wanted = (
            select(*(load[name] for name in Load._fields))
            .where(
                load.transfer == transfer,
                load.sender == sender,
                stands(view.tables.load, at.in_view(view.position)),
            )
            .order_by(load.subject)
            .offset(start)
            .limit(most)
        )
        return [Load(*row) for row in view.connection.execute(wanted)]


def hubs_at(views: Runner, at: AskedAt) -> list[Hub]:
    """All who sent waste to another province under a transfer and had taken waste from somebody else."""
    with views.reading(LoadView.NAME) as view:
        load = view.tables.load.c
        then = stands(view.tables.load, at.in_view(view.position))
        across = select(load.sender).where(load.transfer.is_not(None), then)
        key = (load.sender, load.receiver, load.transfer)
        summed = func.count(), func.sum(load.accepted_g), func.sum(load.in_transit_g)
        hubs = select(load.receiver).where(load.receiver.in_(across), load.sender != load.receiver, then)
        wanted = (
            select(*key, *summed)
            .where(then, load.receiver.in_(hubs) | (load.sender.in_(hubs) & load.transfer.is_not(None)))
            .group_by(*key)
            .order_by(*key)
        )
        flows = [
            Flow(sender, receiver, transfer, int(loads), int(accepted), int(in_transit))
            for sender, receiver, transfer, loads, accepted, in_transit in view.connection.execute(wanted)
        ]
        found = set(view.connection.execute(hubs).scalars())
        return _together(flows, found, _through(view, at))


def _through(view: Reading, at: AskedAt) -> list[Through]:
    """Of every load under a transfer whose waste it is, where that is not only its sender's."""
    load, source = view.tables
    then = at.in_view(view.position)
    key = (source.c.source, load.c.sender, load.c.receiver, load.c.transfer)
    wanted = (
        select(*key, cast(func.sum(source.c.mass_g), BigInteger))
        .join_from(source, load, load.c.subject == source.c.subject)
        .where(load.c.transfer.is_not(None), stands(load, then), stands(source, then))
        .group_by(*key)
        .order_by(*key)
    )
    return [Through(*row) for row in view.connection.execute(wanted)]


def _together(flows: Iterable[Flow], hubs: set[str], through: Iterable[Through]) -> list[Hub]:
    received: dict[str, list[Flow]] = defaultdict(list)
    sent: dict[str, list[Flow]] = defaultdict(list)
    for flow in flows:
        if flow.receiver in hubs and flow.sender != flow.receiver:
            received[flow.receiver].append(flow)
        if flow.sender in hubs and flow.transfer is not None:
            sent[flow.sender].append(flow)
    by_hub: dict[str, list[Through]] = defaultdict(list)
    for each in through:
        by_hub[each.hub].append(each)
    return [Hub(hub, received[hub], sent[hub], by_hub[hub]) for hub in sorted(hubs)]
