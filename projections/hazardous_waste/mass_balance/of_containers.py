"""The entries of a container's life: it fills, is read, poured, sent, accepted, treated, lost; and where it lay."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ledger.correction import Effective
from ledger.fact import Part
from ledger.hazardous_waste.container import TAPPED, Container, ContainerState
from ledger.hazardous_waste.repacking import Repacking
from ledger.hazardous_waste.treatment import Treatment
from ledger.identifiers import label_parts
from ledger.subjects import establishment_in, owner_of
from projections.hazardous_waste.mass_balance.entries import STILL_THERE, Entry, Kind, Lived, Stay, numbered
from projections.hazardous_waste.stock_rows import FINISHED

ON_THE_WAY = frozenset({"in_transit", "arrived", "accepted", "refused", "return_dispatched", "sent_on"})
GoesTo = Callable[[str], str | None]
"""Manifest → the establishment that its issue names for the load."""


class Told(NamedTuple):
    """What a container's life enters into accounts, and where it lay."""

    entries: list[Entry]
    stays: list[Stay]


def of_container(subject: str, moment: Lived, goes_to: GoesTo) -> Told:
    """From what counts of it at a moment, in occurred order."""
    telling = _Telling(subject, moment, goes_to)
    for each, after in zip(moment.standing, moment.after, strict=True):
        telling.take(each, after)
    return telling.told()


class _Telling:
    """A container, fact by fact: where it is, and what it was last read to hold."""

    def __init__(self, subject: str, moment: Lived, goes_to: GoesTo) -> None:
        state: ContainerState = moment.state
        self._subject, self._goes_to = subject, goes_to
        self._tapped = state.kind in TAPPED
        self._code = _code(state)
        self._home = self._left = _home(subject, moment.standing)
        """Where it arose, and where it left last."""
        self._place: str | None = self._home
        """Where it is now; nowhere while it is on the way."""
        self._holds = 0
        self._read = self._closed = False
        """Whether its contents are known by anything better than a declaration, and whether it was shut."""
        self._arisen = 0
        self._apart = 0
        """Drawn out of a tank and not sent or treated so far."""
        self._entries: list[Entry] = []
        self._stays: list[Stay] = []
        self._lies: Stay | None = None

    def take(self, each: Effective, after: ContainerState) -> None:
        """One more fact, after which the container's own state is this."""
        says, now = each.statement.data, _Now(each)
        match says:
            case Container.Generated(mass_g=int(mass)) if not self._read:
                self._reads(now, mass, says.mass_method)
            case Container.Weighed():
                self._reads(now, max(0, says.gross_g - says.tare_g), says.mass_method or "scale", says.scale)
            case Container.Stored():
                self._moves(now, establishment_in(says.facility) or self._home)
                if says.mass_g is not None and not self._read:
                    self._reads(now, says.mass_g, says.mass_method)
            case Container.Closed():
                self._closed = True
            case Container.Withdrawn(mass_g=int(mass)) if self._tapped and not says.follows_a_withdrawal:
                self._enters(now, "read", 0, -self._takes(mass), mass, says.mass_method)
                self._apart += mass
            case Container.LossDeclared():
                self._gives(now, "lost", says.mass_g, says.mass_method)
            case _:
                self._is_acted_on(now, says.part_of(self._subject), says, after.masses.arisen_g - self._arisen)
        self._read, self._arisen = self._read or after.masses.told, after.masses.arisen_g
        self._lay(now, after)

    def told(self) -> Told:
        """All entries and stays."""
        return Told(list(numbered(self._entries)), [*self._stays, *([self._lies] if self._lies is not None else [])])

    def _is_acted_on(self, now: "_Now", part: Part | None, says: Any, arisen: int) -> None:
        if part is None:
            return
        mass = part.mass_g or 0
        match part.role:
            case "from":
                self._gives(now, "repacked", mass, says.mass_method, emptied=part.emptied)
            case "into":
                self._enters(now, "repacked", mass + _short(says, self._subject), mass, mass, says.mass_method)
                self._holds += mass
            case "input":
                self._treated(now, mass, says)
            case "output":  # nothing of it arises where it was weighed before the run was stated
                self._enters(now, "generated", arisen, arisen, mass, says.mass_method)
                self._holds += arisen
            case "returned" if not self._tapped and self._place is None:
                self._place = self._left
                self._enters(now, "dispatched", self._holds, self._holds)
            case role if role in ON_THE_WAY:
                self._leaves(now)
                if role == "accepted":
                    self._is_accepted(now, self._goes_to(now.subject) or now.speaker, mass, says.mass_method)

    def _reads(self, now: "_Now", mass: int, method: str | None, scale: str | None = None) -> None:
        """So much is in it: what is more arose here while it filled, or was not known before; else it is a drift."""
        drift, at_home = mass - self._holds, self._place == self._home
        arises = at_home and (not self._read or (drift > 0 and not self._closed))
        self._holds = mass
        self._enters(now, "generated" if arises else "read", drift if arises else 0, drift, mass, method, scale)

    def _gives(self, now: "_Now", kind: Kind, mass: int, method: str | None, *, emptied: bool = False) -> None:
        """So much of it goes; of a container that nobody had weighed, it is known by that what was there."""
        if not self._read:
            there = self._holds + self._apart
            arises = mass - there if emptied or mass > there else 0
            self._holds += arises
            self._enters(now, "generated", arises, arises)
        held = self._takes(mass)
        if emptied:
            held, self._holds = held + self._holds, 0
        self._enters(now, kind, -mass, -held, mass, method)

    def _treated(self, now: "_Now", mass: int, says: Treatment.Completed) -> None:
        there = establishment_in(says.facility)
        if self._tapped and there is not None and there != self._place:  # what was received out of it, by the load
            self._entries.append(self._entry(now, "treated", there, -mass, -mass, mass, says.mass_method))
            return
        if self._place is None and there is not None:
            self._moves(now, there)
        self._gives(now, "treated", mass, says.mass_method)

    def _takes(self, mass: int) -> int:
        """Take so much out, what was drawn already first; how much less the container holds."""
        drawn = min(self._apart, mass)
        self._apart -= drawn
        held = min(self._holds, mass - drawn)
        self._holds -= held
        return held

    def _leaves(self, now: "_Now") -> None:
        """It goes on its way; out of a tank what was drawn for it goes."""
        if self._tapped:
            if self._apart:
                self._enters(now, "dispatched", -self._apart, 0)
                self._apart = 0
        elif self._place is not None and self._place != self._goes_to(now.subject):
            self._enters(now, "dispatched", -self._holds, -self._holds)
            self._left, self._place = self._place, None

    def _is_accepted(self, now: "_Now", there: str, mass: int, method: str | None) -> None:
        if self._tapped:
            self._entries.append(self._entry(now, "received", there, mass, mass, mass, method))
            return
        before = self._holds if self._place == there else 0
        self._place, self._holds = there, mass
        self._read = self._closed = True
        self._enters(now, "received", mass - before, mass - before, mass, method)

    def _moves(self, now: "_Now", there: str) -> None:
        """It stands in a place: brought from another one, or come from the way before anybody accepted it."""
        if there == self._place:
            return
        if self._place is not None:
            self._enters(now, "dispatched", -self._holds, -self._holds)
        self._place = there
        self._enters(now, "received", self._holds, self._holds)

    def _lay(self, now: "_Now", after: ContainerState) -> None:
        """Where it lies after a fact, which may end a stay and begin another."""
        gone = after.stage in FINISHED and not self._holds
        facility = None if gone else after.facility
        if self._lies is not None and self._lies.facility != facility:
            self._stays.append(self._lies._replace(until=now.at))
            self._lies = None
        if self._lies is None and facility is not None:
            place = establishment_in(facility) or self._home
            self._lies = Stay(self._subject, now.fact, facility, place, *self._code, now.at, STILL_THERE)

    def _enters(self, now: "_Now", kind: Kind, book: int, stock: int, *read: Any) -> None:
        if self._place is not None and (book or stock or read):
            self._entries.append(self._entry(now, kind, self._place, book, stock, *read))

    def _entry(
        self,
        now: "_Now",
        kind: Kind,
        place: str,
        book: int,
        stock: int,
        read: int | None = None,
        method: str | None = None,
        scale: str | None = None,
    ) -> Entry:
        return Entry(self._subject, now.fact, 0, kind, place, *self._code, now.at, book, stock, read, method, scale)


class _Now:
    """The fact that is being told."""

    def __init__(self, each: Effective) -> None:
        self.fact, self.at = each.original.position, each.statement.occurred_at
        self.subject = each.statement.subject
        self.speaker = f"organisation:{each.statement.on_behalf_of or each.statement.stated_by}"


def _home(subject: str, standing: Iterable[Effective]) -> str:
    """Where a container came to be: as it was said, else where it was stored first."""
    says = [each.statement.data for each in standing]
    told = [each.establishment for each in says if isinstance(each, Container.Generated)]
    stored = [establishment_in(each.facility) for each in says if isinstance(each, Container.Stored)]
    return next(filter(None, [*told, *stored]), f"organisation:{owner_of(subject)}")


def _code(state: ContainerState) -> tuple[str | None, str | None]:
    """Its code and its profile; of one that came to be by being poured into, the code that stands on its label."""
    label = None if state.waste_code or state.profile or state.label_code is None else label_parts(state.label_code)
    return (state.waste_code if label is None else label.waste_code), state.profile


def _short(says: Repacking.Repacked, container: str) -> int:
    """What a repacking poured out more than it poured in: that is gone, and no entry may hide it."""
    if says.into[0].container != container:
        return 0
    return sum(each.mass_g for each in says.from_) - sum(each.mass_g for each in says.into)
