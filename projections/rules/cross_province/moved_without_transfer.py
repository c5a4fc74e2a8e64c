"""未经批准跨省转移: a load left for another province, and nothing in force let it go there.

Hazardous waste and whatever is stored or disposed of goes by approval; other waste that is recovered was filed to
2026-08-14 and is told of in advance since. What expired or was suspended, and what goes beyond its terms, are
matters of other rules. A transfer that is named and of which nothing is told here is a notice, to be looked up.
"""

from typing import Final

from projections.rules.across import (
    APPROVED,
    DUTIES,
    FINE,
    FINES,
    Sending,
    provinces_of,
    sending_of,
    under,
    variant_of,
)
from projections.rules.language import Case, Finding, Iterator, Known, Limits, Rule, Severity, Text, day_of, is_exempt

OTHERS_MATTER: Final = {None, "expired", "suspended", "terms"}

RULE = Rule(
    __name__, duty=(APPROVED, Text("危险废物转移管理办法 21", "2022-01-01")), fine=FINE, duties=DUTIES, fines=FINES
)


@RULE.judges("manifest", "consignment")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the load."""
    sending = sending_of(case)
    provinces = provinces_of(sending.load, case.known) if sending else None
    if sending is None or provinces is None or sending.by_product or _is_exempt(sending, case.known):
        return
    why = under(sending, case.known).why
    if why in OTHERS_MATTER:
        return
    purpose, day = sending.purpose, day_of(sending.at)
    told = why != "not_told"
    severity: Severity = "warning" if purpose == "recovery" else "serious"
    yield Finding(
        subject=case.subject,
        since=limits.settled(sending.at),
        severity=severity if told else "notice",
        evidence=(sending.position,),
        against=sending.load.sender,
        place=sending.load.from_establishment,
        day=day,
        inputs={
            "from_division": provinces[0],
            "to_division": provinces[1],
            "transfer": sending.load.transfer,
            "why": why,
        },
        variant=variant_of(purpose) if told else "not_told",
        fine=told,
    )


def _is_exempt(sending: Sending, known: Known) -> bool:
    here = sending.load.from_establishment
    return all(is_exempt(known, here, code, "transport", sending.at) for code, _ in sending.wastes)
