"""The chain loop and the flows, by hand: small stories of drums, bags of ash and runs, in kilograms."""

import pytest

from ledger.hazardous_waste.chain import Amount, chain_of
from ledger.hazardous_waste.flows import Flows, Kind
from tests.properties.drum_histories import Step, drum
from tests.properties.test_chain import EVERY_RUN, lives, traces
from tests.properties.test_lineage import NAME

X, Y, BAG, OTHER = range(4)
RUN = EVERY_RUN[0]


def weighed(vessel: int, kg: int) -> Step:
    return "weighed", (vessel, kg * 1_000)


def lost(vessel: int, kg: int) -> Step:
    return "lost", (vessel, kg * 1_000)


def poured(source: int, target: int, kg: int, into_kg: int | None = None) -> Step:
    return "repacked", ([(source, kg * 1_000)], [(target, (kg if into_kg is None else into_kg) * 1_000)], [])


def treated(run: int, *inputs: tuple[int, int], left: tuple[int, int] | None = None) -> Step:
    outputs = [] if left is None else [(left[0], left[1] * 1_000)]
    return "treated", (run, [(vessel, kg * 1_000) for vessel, kg in inputs], outputs)


def named(*amounts: tuple[int, int]) -> tuple[Amount, ...]:
    return tuple(Amount(drum(NAME, vessel), kg * 1_000) for vessel, kg in amounts)


def became(subject: str, *history: Step) -> dict[tuple[Kind, str], float]:
    return {(p.kind, p.subject): float(g) / 1_000 for p, g in Flows(lives(history)).down(subject).items()}


def test_a_drum_that_was_burnt_without_residue_is_closed() -> None:
    chain = chain_of(drum(NAME, X), traces(lives([weighed(X, 100), treated(0, (X, 100))])))
    assert (chain.status(), chain.runs, chain.reached) == ("closed", (RUN,), (drum(NAME, X),))


def test_a_residue_is_a_descendant_and_must_be_treated_itself() -> None:
    burnt = [weighed(X, 100), treated(0, (X, 100), left=(BAG, 10))]
    chain = chain_of(drum(NAME, X), traces(lives(burnt)))
    assert (chain.status(), chain.holding) == ("open", named((BAG, 10)))
    buried = [*burnt, treated(1, (BAG, 10))]
    assert chain_of(drum(NAME, X), traces(lives(buried))).status() == "closed"


def test_a_drum_of_which_nobody_told_the_mass_is_open() -> None:
    chain = chain_of(drum(NAME, X), traces(lives([("generated", (X, None))])))
    assert (chain.status(), chain.holding) == ("open", ())


def test_what_is_lost_breaks_the_chain_above_the_tolerance() -> None:
    chain = chain_of(drum(NAME, X), traces(lives([weighed(X, 100), lost(X, 3), treated(0, (X, 97))])))
    assert chain.losses == named((X, 3))
    assert [chain.status(tolerance) for tolerance in (0, 2_999, 3_000)] == ["broken", "broken", "closed"]


def test_a_vessel_of_which_nothing_is_known_leaves_the_chain_open() -> None:
    known = traces(lives([weighed(X, 100), poured(X, Y, 100), treated(0, (Y, 100))]))
    assert chain_of(drum(NAME, X), known).status() == "closed"
    known.pop(drum(NAME, Y))
    chain = chain_of(drum(NAME, X), known)
    assert (chain.status(), chain.unknown) == ("open", (drum(NAME, Y),))


def test_what_came_before_or_after_into_the_same_vessel_is_another_waste() -> None:
    reused = [weighed(Y, 50), treated(0, (Y, 50)), weighed(X, 100), poured(X, Y, 100), treated(1, (Y, 100))]
    chain = chain_of(drum(NAME, X), traces(lives([*reused, weighed(Y, 70)])))
    assert (chain.status(), chain.runs) == ("closed", (EVERY_RUN[1],))


def test_a_loss_before_it_came_is_not_its_own() -> None:
    told = [weighed(Y, 50), lost(Y, 5), weighed(X, 100), poured(X, Y, 100), treated(0, (Y, 145))]
    assert chain_of(drum(NAME, X), traces(lives(told))).losses == ()
    before_the_ash = [poured(Y, BAG, 20), lost(BAG, 5), treated(0, (X, 100), left=(BAG, 10)), treated(1, (BAG, 25))]
    assert chain_of(drum(NAME, X), traces(lives([weighed(X, 100), *before_the_ash]))).losses == ()


def test_what_arises_in_a_bag_of_ash_by_a_pouring_too_large_is_of_the_ash_too() -> None:
    told = [weighed(X, 100), treated(0, (X, 100), left=(BAG, 10)), treated(1, (BAG, 10)), poured(Y, BAG, 20, 50)]
    chain = chain_of(drum(NAME, X), traces(lives(told)))
    assert chain.holding == named((BAG, 50))
    assert became(drum(NAME, X), *told)["held", drum(NAME, BAG)] == pytest.approx(30 * 10 / 40)


def test_a_run_that_is_fed_with_its_own_residue_is_solved() -> None:
    told = [
        weighed(X, 100),
        weighed(BAG, 50),
        poured(BAG, OTHER, 50),
        treated(0, (X, 100), (OTHER, 50), left=(BAG, 50)),
    ]
    # all of it is X's: the other input is residue of the same run, and nothing else
    assert became(drum(NAME, X), *told) == {
        ("treated", RUN): 150,
        ("residue", drum(NAME, BAG)): 50,
        ("poured", drum(NAME, OTHER)): 50,
    }
    came = {(p.kind, p.subject): g / 1_000 for p, g in Flows(lives(told)).up(RUN).items()}
    assert came["arose", drum(NAME, X)] == 150


def test_what_became_of_a_run_is_its_whole_mass_and_its_residues() -> None:
    told = [weighed(X, 100), weighed(Y, 50), treated(0, (X, 100), (Y, 50), left=(BAG, 15))]
    assert became(RUN, *told) == {
        ("treated", RUN): 150,
        ("residue", drum(NAME, BAG)): 15,
        ("held", drum(NAME, BAG)): 15,
    }
