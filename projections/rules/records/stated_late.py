"""记录迟报: of what a source told on a day, too much was told long after it had happened.

Held to by who speaks: a device by itself within minutes, one that was offline or a person within a day, a desk
within working days. Which it is says the registered device that the fact or its source names; of an unknown one,
whether it was told as recorded offline or names an operator; else it counts as a desk, the longest of all.
"""

from typing import Final

from ledger.hazardous_waste.container import Container
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.storage_count import StorageCount
from ledger.hazardous_waste.tank import Tank
from projections.clocks import end_of
from projections.rules.language import (
    Case,
    Entry,
    Finding,
    Iterator,
    Law,
    Limits,
    Parameter,
    Rule,
    Series,
    Step,
    Text,
    day_after,
    day_of,
    minutes_between,
)
from projections.rules.sources import device_of

KINDS: Final = ("container", "manifest", "treatment", "batch", "consignment", "trip", "gate", "facility")
"""What moves and is weighed; of a facility its stocktaking and the meters of its tanks."""
IMPORT: Final = ":hj1259"
"""How a source ends by which tables of a ledger are brought in."""
EVIDENCE_MAX: Final = 200

RULE = Rule(
    __name__,
    duty=(Law("36、78", "489、532(1)"), Text("HJ 1259-2022 6.2")),
    parameters=(
        Parameter("minutes_online", 15, "minutes", ("在线设备", "a device that is online")),
        Parameter("hours_offline", 24, "hours", ("标明离线记录的", "what is told as recorded offline")),
        Parameter("hours_by_hand", 24, "hours", ("人员手持设备", "a person with a handset")),
        Parameter("office_working_days", 5, "working_days", ("办公室补录", "a desk")),
        Parameter("percent_of_the_day", 5, "percent", ("超过当日的百分之几", "beyond which part of a day")),
        Parameter("times", 20, "times", ("或达到多少条", "or from how many on")),
    ),
    competent="any",
)


@RULE.adds_sums(*KINDS)
def told(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """Every fact, under its source and the day on which it was told."""
    return (_entry(step, 0) for step in _steps(case))


@RULE.adds(*KINDS)
def late(case: Case, limits: Limits) -> Iterator[Entry]:
    """Those that came late once more, and in the sums by a gram each."""
    for step in _steps(case):
        if minutes_between(step.at, step.recorded_at) <= float(limits.value("minutes_online", day_of(step.at))):
            continue  # soon enough, whoever speaks
        parameter = _held_to(step, case)
        if step.recorded_at > limits.ends(parameter, step.at) and not _before_go_live(step, case):
            yield _entry(step, 1)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for a source and day."""
    source, _, day = series.name.rpartition(" ")
    counted, of_them_late = series.days()[day] if series.days() else (0, 0)
    in_all = counted - of_them_late
    part = limits.value("percent_of_the_day", day) * in_all / 100
    if of_them_late and (of_them_late > part or of_them_late >= limits.value("times", day)):
        speaker = f"organisation:{source.split(':')[2]}"
        seen = series.entries() if of_them_late <= EVIDENCE_MAX else []
        yield Finding(
            subject=speaker,
            cause=series.name,
            since=end_of(day),
            severity="notice",
            evidence=tuple(each.position for each in seen),
            against=speaker,
            place=speaker,
            day=day_after(end_of(day)),
            inputs={"source": source, "day": day, "told": in_all, "late": of_them_late},
        )


def _steps(case: Case) -> Iterator[Step]:
    if case.first(Manifest.EnteredFromPaper):
        return
    types = (Tank.Metered, StorageCount.Counted) if case.subject.startswith("facility:") else ()
    on_paper = _left_on_paper(case)
    for step in case.steps(*types, own=True):
        entered_with_it = on_paper and isinstance(step.says, Container.Withdrawn)
        if not step.fact.statement.source.endswith(IMPORT) and not entered_with_it:
            yield step


def _left_on_paper(case: Case) -> bool:
    """Whether a drum left on a load that was run on paper: its leaving is entered with that."""
    loads = {step.subject for step in case.steps(Manifest.Issued)}
    return any(case.known.case(load).first(Manifest.EnteredFromPaper) for load in loads - {case.subject})


def _entry(step: Step, grams: int) -> Entry:
    day = day_of(step.recorded_at)
    return Entry(f"{step.fact.statement.source} {day}", step.at, day, grams, step.position)


def _held_to(step: Step, case: Case) -> str:
    """The parameter for who speaks."""
    device = device_of(step, case.known, step.at)
    known = device.state.class_ if device else None
    if known in {"device", None} and step.says.recorded_offline:
        return "hours_offline"
    if known == "device":
        return "minutes_online"
    return "hours_by_hand" if known == "person" or (known is None and step.says.operator) else "office_working_days"


def _before_go_live(step: Step, case: Case) -> bool:
    place = getattr(case.state, "establishment", None) or getattr(case.state, "from_establishment", None)
    go_live = case.known.case(place).state.go_live if place else None
    return go_live is not None and day_of(step.at) < go_live
