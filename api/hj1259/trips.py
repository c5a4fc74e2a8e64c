"""Rows of B.5 that nobody wrote: what left by a manifest is a withdrawal for its receiver, told by the manifest."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from api.hj1259.described import Known
from api.hj1259.reading_the_log import Books
from ledger.fact import Statement
from ledger.hazardous_waste.as_written import Recipient, RecipientKind
from ledger.hazardous_waste.container import Container
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_form import Line
from ledger.hazardous_waste.manifest_state import ManifestState
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
            recipient = self._recipient(issued)
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

    def _recipient(self, issued: Manifest.Issued) -> Recipient:
        """The receiver by its name and its licence, where they are seen; else by its 统一社会信用代码."""
        states = {s: fold(s, facts) for kind in ("organisation", "licence") for s, facts in self.books.of_kind(kind)}
        licences = [s for s, state in states.items() if getattr(state, "holder", None) == issued.receiver]
        number = licences[-1].partition(":")[2] if licences else None
        receiver = states.get(issued.receiver)
        name = receiver.name if receiver and receiver.name else issued.receiver.partition(":")[2]
        kind: RecipientKind = "exempt" if self._is_exempt(issued.exemption) else "licensed"
        return Recipient(kind=kind, name=name, licence_number=number if kind == "licensed" else None)

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
