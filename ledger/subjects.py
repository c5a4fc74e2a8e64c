"""What a fact can be about: `KIND:NUMBER`, with one grammar of numbers per kind."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Annotated

from ledger.clock import read_instant
from ledger.errors import ConflictError
from ledger.identifiers import (
    AUTHORITY_NUMBER_PATTERN,
    ESTABLISHMENT_PATTERN,
    MANIFEST_PATTERN,
    MMSI_PATTERN,
    OWN_PATTERN,
    PLATE_PATTERN,
    USCC_PATTERN,
    uscc_is_sound,
)
from ledger.limits import Limits
from ledger.regulation.divisions import PROVINCE_PATTERN
from ledger.text import exactly

YEAR_PATTERN = r"20[0-9]{2}"
DIVISION_PATTERN = r"[1-9][0-9]{5}"

_OWNED = rf"{USCC_PATTERN}\.{OWN_PATTERN}"
_PLACED = rf"{DIVISION_PATTERN}\.{OWN_PATTERN}"
"""What an authority numbers within a division: sites and projects of construction waste."""

NUMBERS: dict[str, str] = {
    "organisation": USCC_PATTERN,
    "establishment": ESTABLISHMENT_PATTERN,
    "facility": rf"{ESTABLISHMENT_PATTERN}\.{OWN_PATTERN}",
    # of an establishment, or of the filed site or the project with whose number it begins
    "gate": rf"(?:{ESTABLISHMENT_PATTERN}|{_PLACED})\.{OWN_PATTERN}",
    "project": _PLACED,
    "site": _PLACED,
    "scale": _OWNED,
    "device": _OWNED,
    "profile": _OWNED,
    "contract": _OWNED,
    "exemption": _OWNED,
    "credential": _OWNED,
    "delegation": _OWNED,
    "container": _OWNED,
    "batch": _OWNED,
    "consignment": _OWNED,
    "treatment": _OWNED,
    "trip": _OWNED,
    "permit": AUTHORITY_NUMBER_PATTERN,
    "disposal_plan": AUTHORITY_NUMBER_PATTERN,
    "licence": AUTHORITY_NUMBER_PATTERN,
    "vehicle": PLATE_PATTERN,
    "vessel": MMSI_PATTERN,
    "management_plan": rf"{ESTABLISHMENT_PATTERN}\.{YEAR_PATTERN}",
    "declaration": rf"{ESTABLISHMENT_PATTERN}\.{YEAR_PATTERN}(?:-(?:Q[1-4]|0[1-9]|1[0-2]))?",
    "transfer": AUTHORITY_NUMBER_PATTERN,
    "anomaly": r"[a-z2-7]{26}",
    "rule": r"[a-z][a-z0-9_]{0,59}",
    "calendar": YEAR_PATTERN,
    "catalogue": OWN_PATTERN,
    "manifest": MANIFEST_PATTERN,
    "log": r"[A-Za-z0-9._/-]{1,100}",
}
"""Kind of subject → the grammar of its number."""

SETTINGS = frozenset({"rule", "calendar", "catalogue"})
"""Kinds that are settled for the whole log: rules by name, calendars by year, catalogues of waste by edition."""

NUMBERED_BY_AUTHORITIES = frozenset({"disposal_plan", "licence", "manifest", "permit", "project", "site", "transfer"})
KINDS_WITHOUT_USCC = SETTINGS | NUMBERED_BY_AUTHORITIES | {"anomaly", "log", "vehicle", "vessel"}

PLACED_BY_NUMBER = frozenset({"declaration", "establishment", "facility", "gate", "management_plan"})
"""Kinds whose numbers begin with that of an establishment, or are it; a gate's may begin with a site's."""

BY_DIVISION = frozenset({"gate", "project", "site"})
"""Kinds whose numbers may begin with a division."""

CHINA = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Series:
    """How the ledger numbers a kind: year, province and city, then a serial that begins anew with each of them."""

    kind: str
    digits: int
    place: str
    """The field that names the establishment whose province and city they are, or holds its division."""
    mark: str = ""
    """What stands before the digits, so that no authority's number can be meant."""

    def stem(self, occurred_at: str, division: str) -> str:
        """What a number begins with: the year in China at an instant, and the first four digits of a division."""
        return f"{(read_instant(occurred_at) + CHINA).year:04d}{division[:4]}"

    @staticmethod
    def has_province(division: str) -> bool:
        """Whether a division lies in a province that a number can name; 10 in a company's code is none."""
        return re.match(PROVINCE_PATTERN, division) is not None

    def subject(self, stem: str, serial: int) -> str:
        """The subject that gets a serial, from 1 on; raises ConflictError when the series has none left."""
        if serial >= 10**self.digits:
            raise ConflictError.because(
                "numbers_exhausted", f"all {self.kind} numbers beginning with {stem} were given", "/subject"
            )
        return f"{self.kind}:{self.mark}{stem}{serial:0{self.digits}d}"


NUMBERED: dict[str, Series] = {
    "manifest": Series("manifest", 6, "from_establishment"),
    "transfer": Series("transfer", 6, "from_division", "T"),
}
"""Kinds that the ledger numbers when it is asked for `KIND:new`; any other kind is numbered by who posts it."""

_PLACEHOLDER = re.compile(rf"({'|'.join(NUMBERED)}):new(-[1-9][0-9]{{0,4}})?")

_GRAMMAR = {kind: re.compile(number, re.A) for kind, number in NUMBERS.items()}


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a field that names a subject, and says of which kinds."""

    kinds: tuple[str, ...]


def _reference(*kinds: str) -> Limits:
    alternatives = "|".join(f"{kind}:{NUMBERS[kind]}" for kind in kinds)
    return Limits(pattern=exactly(alternatives))


OrganisationID = Annotated[str, Names(("organisation",)), _reference("organisation")]
EstablishmentID = Annotated[str, Names(("establishment",)), _reference("establishment")]
FacilityID = Annotated[str, Names(("facility",)), _reference("facility")]
ScaleID = Annotated[str, Names(("scale",)), _reference("scale")]
DeviceID = Annotated[str, Names(("device",)), _reference("device")]
ProfileID = Annotated[str, Names(("profile",)), _reference("profile")]
ContainerID = Annotated[str, Names(("container",)), _reference("container")]
MeterID = Annotated[str, Names(("scale", "device")), _reference("scale", "device")]
ManifestID = Annotated[str, Names(("manifest",)), _reference("manifest")]
LicenceID = Annotated[str, Names(("licence",)), _reference("licence")]
VehicleID = Annotated[str, Names(("vehicle",)), _reference("vehicle")]
ConveyanceID = Annotated[str, Names(("vehicle", "vessel")), _reference("vehicle", "vessel")]
ContractID = Annotated[str, Names(("contract",)), _reference("contract")]
ExemptionID = Annotated[str, Names(("exemption",)), _reference("exemption")]
PlanID = Annotated[str, Names(("management_plan",)), _reference("management_plan")]
BatchID = Annotated[str, Names(("batch",)), _reference("batch")]
TransferID = Annotated[str, Names(("transfer",)), _reference("transfer")]
ProjectID = Annotated[str, Names(("project",)), _reference("project")]
WasteSiteID = Annotated[str, Names(("site",)), _reference("site")]
GateID = Annotated[str, Names(("gate",)), _reference("gate")]
PermitID = Annotated[str, Names(("permit",)), _reference("permit")]
TripID = Annotated[str, Names(("trip",)), _reference("trip")]


_PREFIXED = re.compile(rf"manifest:G({MANIFEST_PATTERN})", re.A)


def without_prefix(subject: str) -> str:
    """The manifest that is meant where a G stands before its 14 digits, as some front ends of the national system do.

    It is an alias of the number and no part of it (危险废物转移管理办法 15): nothing is stored with it.
    """
    found = _PREFIXED.fullmatch(subject) if subject.startswith("manifest:G") else None
    return f"manifest:{found[1]}" if found is not None else subject


@lru_cache(maxsize=16_384)
def problem_with(subject: str) -> str | None:
    """The code of what is wrong with a subject, or None when it is well written."""
    kind, _, number = subject.partition(":")
    grammar = _GRAMMAR.get(kind)
    if grammar is None:
        return "unknown_kind"
    if not grammar.fullmatch(number):
        return "subject_grammar"
    owner = owner_of(subject)
    if owner is not None and not uscc_is_sound(owner):
        return "uscc_check_digit"
    return None


def is_placeholder(subject: str) -> bool:
    """Whether this asks for a number: `KIND:new`, `KIND:new-1` … of a kind that the ledger numbers."""
    return _PLACEHOLDER.fullmatch(subject) is not None


def kind_of(subject: str) -> str:
    """The part before the colon."""
    return subject.partition(":")[0]


def owner_of(subject: str) -> str | None:
    """The USCC that begins the subject's number; None where numbers are given by others."""
    kind, _, number = subject.partition(":")
    return None if kind in KINDS_WITHOUT_USCC or number[6:7] == "." else number[:18]


def establishment_in(subject: str) -> str | None:
    """The establishment that a subject's own number names: its own, or that of what lies or is filed there."""
    kind, _, number = subject.partition(":")
    within = kind in PLACED_BY_NUMBER and number[6:7] != "."
    return f"establishment:{number.partition('.')[0]}" if within else None


def division_in(subject: str) -> str | None:
    """The division with which a subject's number begins: of a site, a project, or a gate of one of them."""
    kind, _, number = subject.partition(":")
    return number[:6] if kind in BY_DIVISION and number[6:7] == "." else None


def beside_gate(gate: str) -> str | None:
    """What a gate's number says of the site or project whose gate it is, DIVISION.OWN; which of the two it cannot."""
    return gate.partition(":")[2].rpartition(".")[0] if division_in(gate) is not None else None
