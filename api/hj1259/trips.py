"""Rows of B.5 that nobody wrote: what left by a manifest is a withdrawal for its receiver, told by the manifest."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from api.hj1259.described import Known
from api.hj1259.reading_the_log import Books
from ledger.clock import shanghai_day
from ledger.fact import Statement
from ledger.hazardous_waste.as_written import Recipient
from ledger.hazardous_waste.container import Container
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_form import Line
from ledger.hazardous_waste.manifest_state import ManifestState
from ledger.parties.licence import LicenceState
from ledger.subjects import owner_of
from projections.custody.state import fold

EXEMPT_STAGES = frozenset({"recovery", "disposal", "all"})
"""Stages of which an exemption makes the receiver one that needs no licence (豁免清单: 利用、处置、全部)."""

Departure = Statement[Container.Withdrawn]


class Trips(NamedTuple):
    """The manifests of one establishment."""

    books: Books
    here: str
    known: dict[str, Known]

    def departures(self) -> Iterator[Departure]:
        """What left, container by container; a load without containers by its lines, numbered by the manifest."""
        for subject, facts in self.books.of_kind("manifest"):
            said = [each.statement for each in facts]
            left = next((each for each in said if isinstance(each.data, Manifest.Collected)), None)
            issued = next((each.data for each in said if isinstance(each.data, Manifest.Issued)), None)
            state: ManifestState = fold(subject, facts)
            if left is None or issued is None or state.from_establishment != self.here:
                continue
            recipient = self._recipient(issued, str(shanghai_day(left.occurred_at)))
            for container in state.dispatched:
                yield replace(left, subject=container, data=self._of(container, issued.lines, recipient))
            for number, line in enumerate(issued.lines if not state.dispatched else (), start=1):
                own = f"{owner_of(self.here)}.{subject.partition(':')[2]}-{number}"
                yield replace(left, subject=f"container:{own}", data=_of_line(line, recipient))

    def _of(self, container: str, lines: list[Line], recipient: Recipient) -> Container.Withdrawn:
        known = self.known.get(container, Known())
        code = known.waste_code
        line = next((each for each in lines if each.waste_code == code), lines[0] if len(lines) == 1 else None)
        return Container.Withdrawn(
            purpose="transfer",
            mass_g=known.state.declared_mass_g if known.state.net_g is None else known.state.net_g,
            method=line.method if line else None,
            recipient=recipient,
        )

    def _recipient(self, issued: Manifest.Issued, day: str) -> Recipient:
        """The receiver by its name and its licence of that day, where they are seen; else by its 统一社会信用代码.

        It stands with the holders of licences unless an exemption was claimed: of no licence the number stays empty.
        """
        name, facts = issued.receiver.partition(":")[2], self.books.by_subject.get(issued.receiver)
        if facts:
            name = fold(issued.receiver, facts).name or name
        if self._is_exempt(issued.exemption):
            return Recipient(kind="exempt", name=name)
        return Recipient(kind="licensed", name=name, licence_number=self._licence(issued, day))

    def _licence(self, issued: Manifest.Issued, day: str) -> str | None:
        """The number of the licence that the destination had on a day, as its authority decided last."""
        for subject, facts in self.books.of_kind("licence"):
            state: LicenceState = fold(subject, facts)
            its_own = state.holder == issued.receiver and state.establishment == issued.to_establishment
            if its_own and (state.valid_from or "") <= day <= (state.valid_until or ""):
                return subject.partition(":")[2]
        return None

    def _is_exempt(self, exemption: str | None) -> bool:
        facts = self.books.by_subject.get(exemption or "", [])
        return bool(facts) and fold(exemption or "", facts).exempt_stage in EXEMPT_STAGES


def _of_line(line: Line, recipient: Recipient) -> Container.Withdrawn:
    return Container.Withdrawn(
        purpose="transfer",
        mass_g=line.mass_g,
        method=line.method,
        packaging=line.packaging,
        count=line.count,
        waste_code=line.waste_code,
        waste_name=line.name,
        recipient=recipient,
    )
