"""The register worked out from nothing but the log up to a position: no table, no stretch, nothing remembered."""

from collections.abc import Sequence

from ledger.catalogue import tags_of
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.anomalies.judging import Judging
from projections.anomalies.series import Kept, SeriesAt
from projections.anomalies.settled_limits import Settled
from projections.anomalies.surroundings import KnownAt, Surroundings
from projections.anomalies.tables import Row
from projections.custody.lives import lives_changed
from projections.custody.state import FOLDINGS
from projections.rules.rule import Rule
from projections.settled.recorded_settings import RecordedSettings


class Nothing:
    """Tables in which nothing was ever written."""

    def tallies(self, _: str) -> dict[str, tuple[int, int]]:
        return {}

    def entries_of(self, *_: str | None) -> list[tuple[tuple[str, int], object]]:
        return []


def judged_anew(ledger: Ledger, position: int, rules: Sequence[Rule]) -> set[Row]:
    """Every finding of these rules as it stood at a position."""
    facts = ledger.recorded(upto=position)
    changed = {life.subject: life for life in lives_changed(ledger, position - 1, facts[-1:], frozenset(FOLDINGS))}
    judging, surroundings = Judging(rules), Surroundings()
    surroundings.begin(ledger, facts[-1:], changed)
    settled = Settled([fact for fact in RecordedSettings(ledger).facts() if fact.position <= position])
    kept, found = Kept(Nothing()), set[Row]()  # type: ignore[arg-type]
    for subject in sorted({tag for fact in facts for tag in tags_of(fact.fact)}):
        if kind_of(subject) not in FOLDINGS:
            continue
        known = KnownAt(surroundings, position)
        judged = judging.case(known.itself(subject), known, settled)
        kept.replace({}, judged.entries, subject)
        if kind_of(subject) in judging.singled:
            case = known.itself(subject)
            kept.replace(*judging.singly(case._replace(standing=(), after=()), case), subject)
        for entry in judging.sums(known.itself(subject), known, settled):
            kept.add(entry, 1)
        found |= set(judged.rows.values())
    for series in sorted({name for name, *_ in kept.changed()} | kept.counted.keys()):
        known = KnownAt(surroundings, position)
        found |= set(judging.series(SeriesAt(kept, series, known), series, known, settled).rows.values())
    return found
