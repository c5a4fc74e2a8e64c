"""联单重量不符: what the receiver accepted and refused together is not what was dispatched.

Judged once the receiver has decided on all of it. The law gives no tolerance: what differs more than scales may is to
be reported promptly to the transferor and the receiver's bureau, here within a working day.
"""

from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_state import ManifestState
from projections.rules.language import Case, Finding, Iterator, Limits, Parameter, Rule, Step, Text, day_of
from projections.rules.readings import Reading, off_by
from projections.rules.weighing import tolerance_g

RULE = Rule(
    __name__,
    duty=(Text("危险废物转移管理办法 18(2)"), Text("危险废物转移管理办法 10(3)、12(1)")),
    parameters=(
        Parameter("percent", 1, "percent", ("相差超过发出量的百分之几", "of what was dispatched")),
        Parameter("kg", 20, "kg", ("且超过多少千克", "and more than so much")),
        Parameter("working_days", 1, "working_days", ("及时报告", "to report it promptly")),
        Parameter("percent_serious", 10, "percent", ("短少超过百分之几为严重", "short by so much is serious")),
        Parameter("kg_serious", 300, "kg", ("且至少短少多少千克", "and at least so much")),
    ),
)


@RULE.judges("manifest")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the manifest: a notice where it was reported in time, else a warning."""
    received, state = case.last(Manifest.Received), case.state
    sent = state.issued_g if state.loaded_g is None else state.loaded_g
    if received is None or sent is None or state.receiver is None or not _all_is_told(state):
        return
    told, day = state.accepted_g + state.refused_g, day_of(received.at)
    off = tolerance_g([*_off_when_sent(case, sent, limits), _off_when_told(case, received, told, limits)])
    least = max(limits.value("percent", day) * sent / 100, limits.value("kg", day) * 1000)
    if abs(told - sent) <= max(least, off):
        return
    reported = case.first(Manifest.DiscrepancyReported)
    due = limits.ends("working_days", received.at)
    short = sent - told
    grave = short > limits.value("percent_serious", day) * sent / 100
    yield Finding(
        subject=case.subject,
        since=received.at,
        severity="serious" if grave and short >= limits.value("kg_serious", day) * 1000 else "notice",
        warning_from=None if reported and reported.at <= due else due,
        evidence=(received.position,),
        against=state.receiver,
        place=state.to_establishment,
        day=day,
        inputs={"sent_g": sent, "told_g": told},
    )


def _all_is_told(state: ManifestState) -> bool:
    if state.dispatched:
        return not state.pending and not state.unlisted
    return len(state.line_fates) == len(state.lines)


def _off_when_sent(case: Case, sent: int, limits: Limits) -> list[int]:
    """By the scale on which the load was weighed, else by those of its drums."""
    loaded = case.first(Manifest.Loaded) or case.first(Manifest.Issued)
    assert loaded is not None  # one of them told the mass
    scale = getattr(loaded.says, "scale", None)
    drums = [case.known.case(each, loaded.at).state_at(loaded.at) for each in case.state.dispatched]
    if scale is None and drums and all(each.net_g is not None for each in drums):
        readings = [Reading(each.net_g, loaded.at, each.scale) for each in drums]
    else:
        readings = [Reading(sent, loaded.at, scale, loaded.says.mass_method)]
    return [off_by(each, case.known, limits) for each in readings]


def _off_when_told(case: Case, received: Step, told: int, limits: Limits) -> int:
    arrived = case.last(Manifest.Arrived)
    scale = arrived.says.scale if arrived else None
    return off_by(Reading(told, received.at, scale, received.says.mass_method), case.known, limits)
