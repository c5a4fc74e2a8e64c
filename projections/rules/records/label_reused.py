"""标签重复使用: one label code 数字识别码 is on two containers; it is to be unique (HJ 1276-2022)."""

from ledger.hazardous_waste.container import Container
from projections.rules.containers import place_of
from projections.rules.language import Case, Entry, Finding, Iterator, Limits, Rule, Series, Text, day_of

RULE = Rule(__name__, duty=(Text("HJ 1276-2022"),))


@RULE.adds("container")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """Each code that is on a container, since it was recorded there first."""
    seen: set[str] = set()
    for step in case.steps(Container.Labelled):
        if step.says.label_code not in seen:
            seen.add(step.says.label_code)
            told = step.recorded_at, step.speaker, place_of(case, case.known)
            yield Entry(step.says.label_code, step.at, day_of(step.at), 0, step.position, told)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """One for the code, under the container that got it second, since two were recorded to have it."""
    labelled = sorted(series.entries(), key=lambda each: (each.at, each.about))
    if len(labelled) > 1:
        again = labelled[1]
        yield Finding(
            subject=again.about,
            cause=series.name,
            since=sorted(each.data[0] for each in labelled)[1],
            severity="warning",
            evidence=tuple(each.position for each in labelled),
            against=again.data[1],
            place=again.data[2],
            day=day_of(again.at),
            inputs={"label_code": series.name, "containers": [each.about for each in labelled]},
        )
