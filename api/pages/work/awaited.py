"""What is awaited of an organisation about a load, by its part in it, and at which form of 途中 that is stated."""

from typing import Final, NamedTuple, get_args

from api.pages.words import Words
from projections.hazardous_waste.register_rows import ManifestRow
from projections.hazardous_waste.registered import Part


class Does(NamedTuple):
    """What a button says, which form it leads to, and what is chosen there first."""

    button: Words
    form: str
    doing: str | None = None


LOAD: Final = Does(("去装载", "Load it"), "/road/load")
COLLECT: Final = Does(("去起运", "Collect it"), "/road/collect")
RECEIVE: Final = Does(("去接收", "Receive it"), "/road/receive")
SEND_BACK: Final = Does(("去退运", "Send it back"), "/road/return", "dispatched")
TAKE_BACK: Final = Does(("去收回", "Take it back"), "/road/return", "returned")
ACCEPT: Final = Does(("去接收", "Accept it"), "/road/accept")
REROUTE: Final = Does(("去改送或退回", "Send it on or back"), "/road/reroute")
SEE: Final[dict[str, Words]] = {"manifest": ("看联单", "See it"), "trip": ("看趟次", "See it")}
"""What the button says where nothing is to be stated, or whoever looks states nothing."""

REST: Final = ("部分尚未接受确认", "some of it is not confirmed yet"), RECEIVE
AWAITED: Final[dict[tuple[Part, str], tuple[Words, Does | None]]] = {
    ("transferor", "issued"): (("等待装载、起运", "awaits loading and collection"), LOAD),
    ("transferor", "loaded"): (("已装载，等待起运", "loaded, awaits collection"), None),
    ("transferor", "partly_refused"): (("部分被拒收，等待退回", "partly refused, to come back"), TAKE_BACK),
    ("transferor", "refused"): (("被拒收，等待退回", "refused, to come back"), TAKE_BACK),
    ("transferor", "return_dispatched"): (("退运途中，等待退回收讫", "on its way back to you"), TAKE_BACK),
    ("carrier", "issued"): (("等待本单位起运", "awaits your collection"), COLLECT),
    ("carrier", "loaded"): (("已装载，等待本单位起运", "loaded, awaits your collection"), COLLECT),
    ("receiver", "collected"): (("在途，等待运抵", "on the way to you"), RECEIVE),
    ("receiver", "handed_over"): (("在途，等待运抵", "on the way to you"), RECEIVE),
    ("receiver", "arrived"): (("已运抵，等待接受确认", "arrived, awaits your confirmation"), RECEIVE),
    ("receiver", "received"): REST,
    ("receiver", "partly_refused"): (("部分已拒收，等待退运", "partly refused, to be sent back"), SEND_BACK),
    ("receiver", "refused"): (("已拒收，等待退运", "refused, to be sent back"), SEND_BACK),
}
"""By the part in a manifest and its stage."""
ON_THE_WAY: Final = frozenset({"collected", "handed_over"})
LISTED: Final[list[tuple[Part, list[str]]]] = [
    (part, [stage for of, stage in AWAITED if of == part and (stage in ON_THE_WAY) is moving])
    for part in get_args(Part)
    for moving in (False, True)
]
"""What is listed together: loads that only move crowd out none that stands at the gate."""
DECIDED: Final = frozenset({"received", "partly_refused", "refused"})
"""Stages at which a receiver said what it takes, of all or of some."""
UNDER_WAY: Final = ("在途，等待到场", "on the way to your site"), ACCEPT
OF_A_TRIP: Final[dict[str, tuple[Words, Does]]] = {
    "departed": UNDER_WAY,
    "diverted": UNDER_WAY,
    "arrived": (("已到场，等待接收", "arrived, awaits your receipt"), ACCEPT),
    "refused": (("被拒收，等待改送或退回", "refused, to go elsewhere or back"), REROUTE),
}
"""By the stage of a trip to a site, or of a carrier's own that was turned away."""


def awaited_of(part: Part, row: ManifestRow) -> tuple[Words, Does | None]:
    """What is awaited of a part in a manifest as it stands; a receiver first says what became of all of it."""
    return REST if part == "receiver" and row.stage in DECIDED and row.pending else AWAITED[part, row.stage]
