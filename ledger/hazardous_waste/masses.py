"""The mass account of one vessel, a container or a tank, in whole grams.

What came in is always what went out and what is there:
`arisen + received = given + treated + lost + unaccounted + held`.

A reading of a scale is the truth of its moment: what it shows more has arisen here, what it shows less is unaccounted
for. More may be taken out than was known to be there, for facts are never refused: then the difference has arisen
here, and `overdrawn` says how much of it contradicts what was known.
"""

import msgspec

from ledger.quantity import MassKg


class Masses(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of a vessel's contents; each method gives the account after one more thing happened to it."""

    arisen_g: MassKg = 0
    received_g: MassKg = 0
    given_g: MassKg = 0
    treated_g: MassKg = 0
    lost_g: MassKg = 0
    unaccounted_g: MassKg = 0
    overdrawn_g: MassKg = 0
    set_apart_g: MassKg = 0
    """Taken out for a purpose that no other fact has told of so far; it is still held."""
    estimate_g: MassKg | None = None
    """What is left of the declared mass of a vessel that was never weighed."""
    residue_g: MassKg = 0
    """What of `arisen` treatments have stated as their residue."""
    began_unknown: bool = False
    """Whether something was in it at first of which nobody has told the mass so far."""
    told: bool = False
    """Whether its contents are known by anything better than a declaration."""

    @property
    def held_g(self) -> int:
        """What is there by the account, without an estimate: in the vessel, and set apart."""
        came = self.arisen_g + self.received_g
        return came - self.given_g - self.treated_g - self.lost_g - self.unaccounted_g

    @property
    def remaining_g(self) -> int | None:
        """What is in the vessel; None while nobody has told."""
        if not self.told and self.estimate_g is None:
            return None
        return self.held_g - self.set_apart_g + (self.estimate_g or 0)

    def opened(self, declared_g: int | None) -> "Masses":
        """Waste began to fill it; a declared mass counts until it is weighed."""
        if self.told:
            return self
        return msgspec.structs.replace(self, began_unknown=True, estimate_g=declared_g)

    def declared(self, grams: int) -> "Masses":
        """A ledger says that so much is in it; that counts until it is weighed."""
        if self.told:
            return self
        return msgspec.structs.replace(self, estimate_g=max(0, grams - (self.held_g - self.set_apart_g)))

    def arises(self, grams: int) -> "Masses":
        """So much more came to be here."""
        return msgspec.structs.replace(self, arisen_g=self.arisen_g + grams, told=True)

    def measured(self, grams: int) -> "Masses":
        """So much is in the vessel by its net mass or its level."""
        gain = grams - (self.held_g - self.set_apart_g)
        weighed = msgspec.structs.replace(self, estimate_g=None, began_unknown=False, told=True)
        if gain >= 0:
            return weighed.arises(gain)
        return msgspec.structs.replace(weighed, unaccounted_g=self.unaccounted_g - gain)

    def receives(self, grams: int) -> "Masses":
        """So much was poured in; what was in an open vessel before is still not known."""
        return msgspec.structs.replace(
            self, received_g=self.received_g + grams, told=self.told or not self.began_unknown
        )

    def is_residue(self, grams: int) -> "Masses":
        """A treatment states so much of what arose here as its residue; what was not weighed so far arises now."""
        arises = max(0, grams - (self.arisen_g - self.residue_g))
        left = None if self.estimate_g is None else max(0, self.estimate_g - arises)
        grown = self.arises(arises)
        return msgspec.structs.replace(grown, residue_g=self.residue_g + grams, estimate_g=left or None)

    def gives(self, grams: int) -> "Masses":
        """So much was poured out into another vessel."""
        ready = self._with_enough(grams)
        return msgspec.structs.replace(ready, given_g=self.given_g + grams)

    def is_treated(self, grams: int) -> "Masses":
        """So much went into a treatment."""
        ready = self._with_enough(grams)
        return msgspec.structs.replace(ready, treated_g=self.treated_g + grams)

    def loses(self, grams: int) -> "Masses":
        """So much is declared lost."""
        ready = self._with_enough(grams)
        return msgspec.structs.replace(ready, lost_g=self.lost_g + grams)

    def sets_apart(self, grams: int) -> "Masses":
        """So much was taken out of the vessel, of which another fact will tell what became of it."""
        ready = msgspec.structs.replace(self, set_apart_g=0)._with_enough(self.set_apart_g + grams)
        return msgspec.structs.replace(ready, set_apart_g=self.set_apart_g + grams)

    def is_emptied(self) -> "Masses":
        """Nothing is left in the vessel."""
        left = self.held_g - self.set_apart_g
        return msgspec.structs.replace(
            self, unaccounted_g=self.unaccounted_g + left, estimate_g=None, began_unknown=False, told=True
        )

    def _with_enough(self, grams: int) -> "Masses":
        """Ready to give so much: what was set apart goes first, what is not there has arisen unseen."""
        apart = min(self.set_apart_g, grams)
        ready = msgspec.structs.replace(self, set_apart_g=self.set_apart_g - apart)
        missing = (grams - apart) - (ready.held_g - self.set_apart_g)
        if missing <= 0:
            return ready
        expected = min(missing, self.estimate_g or 0)
        contradicts = missing - expected if self.remaining_g is not None else 0
        return msgspec.structs.replace(
            ready,
            arisen_g=ready.arisen_g + missing,
            overdrawn_g=ready.overdrawn_g + contradicts,
            estimate_g=None if self.estimate_g is None else self.estimate_g - expected,
        )


EMPTY = Masses()
