"""When a disposal permit is unlawful: it ends before it begins, allows nothing, or names a site not in force."""

from collections.abc import Iterator
from typing import Any

import msgspec

from ledger.clock import shanghai_day
from ledger.construction_waste.disposal_permit import DisposalPermit
from ledger.construction_waste.site_acts import GREENING, refuse_unfiled, site_known, site_reads
from ledger.correction import Correction, corrected_data, says
from ledger.errors import Finding, MayNotStateError, UnlawfulActError
from ledger.fact import AnyFact, Statement
from ledger.judging import Act, Known, OfSubject
from ledger.regulation.construction_waste import filing_needed, permit_needed


def _granted_in(statement: Statement[Any]) -> DisposalPermit.Granted | None:
    """What is granted: as said first, or as a correction of it says."""
    said = says(statement)
    return said if isinstance(said, DisposalPermit.Granted) else None


def _refuse_terms(known: Known, statement: Statement[Any]) -> None:
    """Raises UnlawfulActError for days the wrong way round, for a quota of nothing, for a site not in force."""
    permit = _granted_in(statement)
    if permit is None:
        return
    day = str(shanghai_day(statement.occurred_at))
    cited = permit_needed(day)
    if permit.valid_until < permit.valid_from:
        raise UnlawfulActError(
            Finding(
                "ends_before_it_begins",
                f"it ends on {permit.valid_until}, before {permit.valid_from}",
                "/data/valid_until",
                article=cited,
                values={"from": permit.valid_from, "until": permit.valid_until},
            )
        )
    if permit.quota_g == 0:
        raise UnlawfulActError(
            Finding("quota_of_nothing", "a permit allows some mass to be hauled", "/data/quota_t", article=cited)
        )
    for name, sites in (("sites", permit.sites), ("fallback_sites", permit.fallback_sites or ())):
        for index, site in enumerate(sites):
            _refuse_site(known, statement, site, permit.valid_from, f"/data/{name}/{index}")


def _refuse_site(known: Known, statement: Statement[Any], site: str, begins: str, pointer: str) -> None:
    """Raises UnlawfulActError for a site that nobody filed, whose filing is over by then, or that is closed now."""
    at, day = statement.occurred_at, str(shanghai_day(statement.occurred_at))
    refuse_unfiled(known, site, day, pointer)
    state = site_known(known, site, at)
    if state.valid_until is None or state.valid_until < max(day, begins):
        raise UnlawfulActError(
            Finding(
                "site_filing_expired",
                f"the filing of {site} ended on {state.valid_until}",
                pointer,
                article=filing_needed(day),
                values={"subject": site, "until": state.valid_until or day},
            )
        )
    if state.is_closed(at):
        raise UnlawfulActError(
            Finding(
                "site_closed",
                f"{site} is closed",
                pointer,
                article=filing_needed(day),
                values={"subject": site},
            )
        )


def _site_reads(statement: Statement[Any]) -> Iterator[OfSubject]:
    permit = _granted_in(statement)
    if permit is not None:
        for site in (*permit.sites, *(permit.fallback_sites or ())):
            yield site_reads(site)


def _refuse_others_correction(known: Known, statement: Statement[Any]) -> None:
    """Raises MayNotStateError for a correction by which the permit would be another authority's to grant."""
    if _granted_in(statement) is None or statement.about is None:
        return
    act = msgspec.structs.replace(statement, data=corrected_data(statement))
    if not GREENING.holds(known, act):
        told = {"type": "disposal_permit.granted", "subject": statement.subject}
        detail = f"disposal_permit.granted about {statement.subject} is not yours to state"
        raise MayNotStateError.because("may_not_state", detail, "/data/data/project", told)


TERMS = Act(_refuse_terms, _site_reads)
OF_ITS_PLACE = Act(_refuse_others_correction, GREENING.reads)

PERMIT_ACTS: dict[type[AnyFact], tuple[Act, ...]] = {
    DisposalPermit.Granted: (TERMS,),
    Correction.Corrected: (OF_ITS_PLACE, TERMS),
}
"""What can make a permit unlawful."""
