"""轨迹缺失: of too much of a laden trip there are no valid positions, and nobody told that the device failed.

Where the assessment names its device, that one; else any device of the carrier.
"""

from ledger.construction_waste.trip import Trip
from ledger.parties.device import Device
from projections.rules.language import (
    Case,
    Entry,
    Finding,
    Iterator,
    Limits,
    Parameter,
    Rule,
    Series,
    Step,
    Text,
    day_of,
    minutes_between,
)
from projections.rules.trips import carrier_of, departure_of

RULE = Rule(
    __name__,
    duty=(Text("沪府办发〔2024〕30号 三（一）"),),
    parameters=(
        Parameter("percent_missing", 30, "percent", ("缺失超过", "how much may be missing")),
        Parameter("minutes_missing", 20, "minutes", ("连续中断超过", "how long one gap may be")),
        Parameter("hours_to_report", 24, "hours", ("报告设备故障的时限", "until when a failure may be told")),
        Parameter("times_for_warning", 3, "times", ("几次为警告", "how often makes a warning")),
        Parameter("days_for_warning", 30, "days", ("多少天内", "within how many days")),
    ),
    competent="greening",
)


@RULE.adds("trip")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:
    """A trip with such a gap, for its vehicle."""
    left, seen = departure_of(case), case.last(Trip.TrackAssessed)
    if left is None or seen is None:
        return
    day, told = day_of(seen.at), seen.says
    share = 1000 - told.valid_share_permille > limits.value("percent_missing", day) * 10
    gap = told.longest_gap_ms > limits.value("minutes_missing", day) * 60_000
    if not (share or gap) or _has_failed(case, left, seen, limits):
        return
    data = (told.valid_share_permille, told.longest_gap_ms // 60_000, carrier_of(case), left.says.gate)
    yield Entry(left.says.conveyance, seen.at, day, 0, seen.position, data)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for each trip; a warning from the third within a month on."""
    found = series.entries()
    for number, each in enumerate(found):
        days = limits.value("days_for_warning", each.day)
        lately = [one for one in found[: number + 1] if minutes_between(one.at, each.at) <= days * 24 * 60]
        yield Finding(
            subject=each.about,
            since=limits.ends("hours_to_report", each.at),
            severity="warning" if len(lately) >= limits.value("times_for_warning", each.day) else "notice",
            evidence=(each.position,),
            against=each.data[2],
            place=each.data[3],
            day=each.day,
            inputs={"valid_permille": each.data[0], "gap_minutes": each.data[1], "conveyance": series.name},
        )


def _has_failed(case: Case, left: Step, seen: Step, limits: Limits) -> bool:
    until, known = limits.ends("hours_to_report", seen.at), case.known
    named = seen.says.device
    devices = [known.case(named, until)] if named else known.all_of("device", carrier_of(case), until)
    return any(
        device.state_at(left.at).stage == "failed"
        or any(left.at <= step.at <= until for step in device.steps(Device.Failed))
        for device in devices
    )
