"""What holds for every rule, said once: settling, who is not flagged, and which flag silences which.

One cause is one flag: where a stronger rule has one, weaker rules are silent about the same thing while it stands.
"""

from datetime import timedelta
from typing import Final

from ledger.clock import SHANGHAI, read_instant, shanghai_day, write_instant
from ledger.parties.exemption import ExemptionState, ExemptStage
from projections.rules.case import ALWAYS, Known
from projections.rules.finding import Finding
from projections.rules.limits import Parameter

SHARED: Final = (
    Parameter(
        "settle_hours",
        24,
        "hours",
        ("等候离线设备补传的时间", "how long offline devices are waited for"),
    ),
)
"""Parameters of all rules, set under the name `settle`."""

WEAKER: Final[dict[str, frozenset[str]]] = {
    "container_lost": frozenset({"container_weight_drift", "mass_balance_leak"}),
    "unloaded_off_site": frozenset({"trip_unaccepted"}),
    "five_immediates_skipped": frozenset({"stated_out_of_order"}),
    "paper_entry_late": frozenset({"stated_late", "manifest_unconfirmed"}),
}
"""Rule → the rules that are silent about what it flags."""


def day_of(instant: str) -> str:
    """YYYY-MM-DD of an instant, in Shanghai."""
    return str(shanghai_day(instant))


def day_after(instant: str) -> str:
    """The day whose law holds for what was due by an instant and was not done: the one that follows."""
    return day_of(instant)  # 24:00 of a day is 0:00 of the next


def minutes_between(earlier: str, later: str) -> float:
    """How many minutes lie between two instants; negative where the later is the earlier."""
    return (read_instant(later) - read_instant(earlier)).total_seconds() / 60


def minutes_into_day(instant: str) -> float:
    """How many minutes it is after 0:00 in Shanghai."""
    then = read_instant(instant).astimezone(SHANGHAI)
    return then.hour * 60 + then.minute + then.second / 60


def shifted(instant: str, minutes: float) -> str:
    """The instant so many minutes later, or earlier."""
    return write_instant(read_instant(instant) + timedelta(minutes=minutes))


def concerns(finding: Finding, known: Known) -> bool:
    """Whether a finding is about what this ledger is to know: nothing is, before an establishment went live."""
    if not finding.place.startswith("establishment:"):
        return True
    state = known.case(finding.place).state
    return state is None or not state.go_live or finding.day >= state.go_live


def is_exempt(known: Known, establishment: str, waste_code: str | None, stage: ExemptStage, at: str) -> bool:
    """Whether a stage of a waste was covered at an instant by an exemption claimed by then and shown by evidence."""
    for case in known.all_of("exemption", establishment, at):
        state: ExemptionState = case.state
        shown = any(step.says.evidence for step in case.steps() if step.at <= at)
        covers = state.exempt_stage in {stage, "all"} and (not waste_code or waste_code in (state.waste_codes or ()))
        if shown and covers and day_of(at) <= (state.valid_until or ALWAYS):
            return True
    return False
