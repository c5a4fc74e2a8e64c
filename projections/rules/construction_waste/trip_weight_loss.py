"""途中失重: the site weighed less than the gate did, by more than scales may differ.

Like is compared with like: two weighings, or two volumes. A tare weighed too long ago does not count.
"""

from projections.rules.hauled_masses import arrived, net_of
from projections.rules.language import Case, Finding, Iterator, Law, Limits, Parameter, Rule, day_of
from projections.rules.readings import Reading, may_differ_by, method_of
from projections.rules.trips import carrier_of, departure_of

RULE = Rule(
    __name__,
    duty=(Law(None, "518(2)"), Law("63(2)", "520(2)")),
    parameters=(
        Parameter("percent_by_weighbridge", 3, "percent", ("两端均为地磅", "both on weighbridges")),
        Parameter("percent_by_onboard", 10, "percent", ("有车载称重", "one of them on board")),
        Parameter("percent_of_slurry", 15, "percent", ("工程泥浆", "of slurry")),
        Parameter("kg_at_least", 500, "kg", ("至少", "at least")),
        Parameter("percent_serious", 30, "percent", ("超过多少为严重", "beyond which it is serious")),
        Parameter("days_of_tare", 90, "days", ("登记皮重的有效天数", "how old a registered tare may be")),
    ),
    competent="greening",
)


@RULE.judges("trip")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for the trip, from its arrival on."""
    left = departure_of(case)
    days_of_tare = int(limits.value("days_of_tare", day_of(left.at))) if left else 0
    one, there = net_of(case, left, days_of_tare), arrived(case, days_of_tare)
    if left is None or one is None or there is None:
        return
    step, other = there
    day, loss = day_of(step.at), one.mass_g - other.mass_g
    allowed = max(
        may_differ_by(one, other, case.known, limits),
        int(one.mass_g * limits.value(_percent(case, one, other), day) / 100),
        int(limits.value("kg_at_least", day) * 1000),
    )
    if loss <= allowed or (one.method == "volume") != (other.method == "volume"):
        return
    yield Finding(
        subject=case.subject,
        since=step.at,
        severity="serious" if loss > one.mass_g * limits.value("percent_serious", day) / 100 else "warning",
        evidence=(left.position, step.position),
        against=carrier_of(case),
        place=step.says.site,
        day=day,
        inputs={"departed_g": one.mass_g, "arrived_g": other.mass_g, "loss_g": loss, "allowed_g": allowed},
    )


def _percent(case: Case, one: Reading, other: Reading) -> str:
    if case.state.waste_class == "slurry":
        return "percent_of_slurry"
    on_board = "onboard" in {method_of(one, case.known), method_of(other, case.known)}
    return "percent_by_onboard" if on_board else "percent_by_weighbridge"
