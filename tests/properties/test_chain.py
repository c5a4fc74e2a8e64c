"""On random histories the chain loop and the shares of the exact engines agree; so do the two engines."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ledger.correction import effective
from ledger.hazardous_waste.chain import chain_of
from ledger.hazardous_waste.container import ContainerState
from ledger.hazardous_waste.flows import ENDS, ORIGINS, Flows
from ledger.hazardous_waste.lineage import Lineage
from ledger.hazardous_waste.trace import Life, Told, Trace, trace_of
from projections.custody.state import states as states_of
from tests.properties.drum_histories import RUNS, Step, histories
from tests.properties.test_lineage import EVERY_DRUM, MANY, NAME, recorded, total
from tests.specification import PLANT

EVERY_RUN = [f"treatment:{PLANT}.{NAME}-{run}" for run in range(RUNS)]
GONE = {"lost", "unaccounted"}


def lives(history: Sequence[Step], order: Sequence[int] | None = None) -> dict[str, Life]:
    """What counts of each drum, with its account after each fact."""
    facts = effective(recorded(history, order))
    return {drum: _life(drum, facts) for drum in EVERY_DRUM}


def _life(drum: str, facts: list) -> Life:
    own = [e for e in facts if e.statement.subject == drum or e.statement.data.part_of(drum) is not None]
    _, *after = states_of(drum, own)
    told: list[ContainerState] = after
    return [
        Told((e.statement.occurred_at, e.original.position), e.statement, state.masses)
        for e, state in zip(own, told, strict=True)
    ]


def traces(lived: dict[str, Life]) -> dict[str, Trace]:
    return {drum: trace_of(drum, life) for drum, life in lived.items()}


@MANY
@given(histories())
def test_a_chain_is_closed_exactly_when_no_gram_is_held_or_gone(history: list[Step]) -> None:
    lived = lives(history)
    flows, traced = Flows(lived), traces(lived)
    for origin in EVERY_DRUM:
        chain, became = chain_of(origin, traced), flows.down(origin)
        assert {each.vessel for each in chain.holding} == {p.subject for p in became if p.kind == "held"}
        assert bool(chain.losses) == any(p.kind in GONE for p in became)
        assert set(chain.runs) == {p.subject for p in became if p.kind == "treated"}
        closed = all(p.kind not in {"held", *GONE} for p in became) and any(p.kind == "treated" for p in became)
        assert (chain.status() == "closed") == closed
        # no vessel can hold or lose less than what of the origin is there
        for amounts, kinds in ((chain.holding, {"held"}), (chain.losses, GONE)):
            there: dict[str, Fraction] = defaultdict(Fraction)
            for passage, grams in became.items():
                there[passage.subject] += grams if passage.kind in kinds else 0
            assert kinds == GONE or all(each.grams >= there[each.vessel] for each in amounts)


@MANY
@given(st.data())
def test_the_order_of_posting_changes_no_chain(data: st.DataObject) -> None:
    history = data.draw(histories())
    order = data.draw(st.permutations(range(len(history))))
    once, again = lives(history), lives(history, order)
    for origin in EVERY_DRUM:
        assert chain_of(origin, traces(once)) == chain_of(origin, traces(again))
        told = [
            {(p.kind, p.subject, p.at and p.at[0]): g for p, g in Flows(each).down(origin).items()}
            for each in (once, again)
        ]
        assert told[0] == told[1]


@MANY
@given(histories())
def test_a_trace_is_written_and_read_again(history: list[Step]) -> None:
    for trace in traces(lives(history)).values():
        assert msgspec.json.decode(msgspec.json.encode(trace), type=Trace) == trace


@MANY
@given(histories())
def test_only_a_changed_trace_changes_a_chain_and_only_of_what_leads_to_it(history: list[Step]) -> None:
    traced = traces(lives(history))
    for changed in EVERY_DRUM:
        above, upwards = {changed}, [changed]
        while upwards:
            child = upwards.pop()
            parents = {drum for drum, trace in traced.items() if child in trace.onward} - above
            above |= parents
            upwards += parents
        without = {drum: trace for drum, trace in traced.items() if drum != changed}
        for origin in set(EVERY_DRUM) - above:
            assert chain_of(origin, without) == chain_of(origin, traced)


@MANY
@given(histories())
def test_both_engines_tell_the_same(history: list[Step]) -> None:
    lineage, flows = Lineage(effective(recorded(history))), Flows(lives(history))
    if any(_comes_back(run, lineage) for run in EVERY_RUN):
        return  # there the other engine goes once around and stops
    for subject in (*EVERY_DRUM, *EVERY_RUN):
        came: dict[str, Fraction] = defaultdict(Fraction)
        for origin, grams in lineage.up(subject).items():
            came[origin.subject] += grams
        up = {p.subject: grams for p, grams in flows.up(subject).items() if p.kind in ORIGINS}
        assert up == {origin: grams for origin, grams in came.items() if grams}
    for drum in EVERY_DRUM:
        if any(target == drum for (_, target), grams in lineage.links.items() if grams):
            continue  # there the other engine follows only what arose in it
        became: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        for (place, _), grams in lineage.down(drum).items():
            became[place.fate, place.subject] += grams
        found: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
        for passage, grams in flows.down(drum).items():
            if passage.kind in ENDS:
                found[passage.kind, passage.subject] += grams
        assert found == {end: grams for end, grams in became.items() if grams}


def _comes_back(subject: str, lineage: Lineage) -> bool:
    after: set[str] = set()
    ahead = [subject]
    while ahead:
        now = ahead.pop()
        further = {target for (source, target), grams in lineage.links.items() if source == now and grams} - after
        after |= further
        ahead += further
    return subject in after


@MANY
@given(histories(), st.sets(st.sampled_from(EVERY_DRUM)))
def test_however_few_are_followed_what_came_is_what_became_of_it(history: list[Step], followed: set[str]) -> None:
    lineage, lived = Lineage(effective(recorded(history))), lives(history)
    for subject in EVERY_DRUM:
        if _comes_back(subject, lineage):
            continue  # then it is counted each time that it comes
        flows = Flows({drum: lived[drum] for drum in {subject, *followed}})
        became, came = flows.down(subject), flows.up(subject)
        residue = total({p: g for p, g in became.items() if p.kind == "residue"})
        ends = total({p: g for p, g in became.items() if p.kind in ENDS})
        assert ends - residue == total(lineage.up(subject))
        if not any(_comes_back(run, lineage) for run in EVERY_RUN):
            assert total({p: g for p, g in came.items() if p.kind in ORIGINS}) == ends - residue
        assert all(grams > 0 for grams in (*became.values(), *came.values()))
