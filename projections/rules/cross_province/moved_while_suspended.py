"""暂停期间转移: a load left under a suspended transfer, or for a receiver whose licence was suspended.

From the service of the decision to that of the one that lifts it; what left before the service left lawfully. Only
suspensions of transfers and licences are told here: sanctions on organisations have no facts yet.
"""

from typing import NamedTuple

from ledger.parties.licence import Licence
from ledger.waste_codes import covers_code, is_hazardous
from projections.rules.across import Sending, sending_of, under
from projections.rules.language import Case, Finding, Iterator, Limits, Rule, Text, day_of

RULE = Rule(__name__, duty=(Text("以该暂停决定所载依据为准"), Text("沪府办发〔2024〕30号 四（二）")))


class Stop(NamedTuple):
    """A suspension that was in force when a load left."""

    of: str
    decision: str
    since: str


@RULE.judges("manifest", "consignment")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """The loads of a day under one decision are one flag of what was suspended."""
    sending = sending_of(case)
    if sending is None:
        return
    for stop in (*_of_the_transfer(case, sending), *_of_the_licence(case, sending)):
        day = day_of(sending.at)
        yield Finding(
            subject=stop.of,
            cause=f"{stop.decision} {day}",
            since=sending.at,
            severity="serious",
            evidence=(sending.position,),
            against=sending.load.sender,
            place=sending.load.from_establishment,
            day=day,
            inputs={"suspended": stop.of, "since_at": stop.since, "decision": stop.decision},
        )


def _of_the_transfer(case: Case, sending: Sending) -> Iterator[Stop]:
    found = under(sending, case.known)
    if found.transfer is not None and found.why == "suspended":
        stops = [each for each in found.transfer.state.suspensions if each.since <= sending.at]
        yield Stop(found.transfer.subject, stops[-1].decision, stops[-1].since)


def _of_the_licence(case: Case, sending: Sending) -> Iterator[Stop]:
    """Of the receiver's licences for this waste, where none was in force that covers it."""
    held = case.known.all_of("licence", sending.load.to_establishment, sending.at)
    for code in [code for code, _ in sending.wastes if is_hazardous(code)]:
        covering = [each for each in held if covers_code(each.state_at(sending.at).waste_codes or (), code)]
        stops = [_stop(each, sending.at) for each in covering]
        if stops and all(stop is not None for stop in stops):
            yield from (stop for stop in stops[:1] if stop is not None)
            return


def _stop(licence: Case, at: str) -> Stop | None:
    """The suspension that was in force at an instant."""
    found = None
    for step in licence.steps(Licence.Suspended, Licence.Granted, Licence.Changed):
        suspends = isinstance(step.says, Licence.Suspended)
        since = step.says.served_at or ("9" if suspends else step.at)  # nobody is bound before it is served
        if since <= at:
            found = Stop(licence.subject, step.says.decision or "", since) if suspends else None
    return found
