"""On random histories no gram is lost and none is made; lineage up and down agree; posting order changes nothing."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import count
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.clock import read_instant
from ledger.correction import effective
from ledger.fact import Recorded
from ledger.hazardous_waste.container import ContainerState
from ledger.hazardous_waste.lineage import Lineage, Origin, Place, whole_grams
from ledger.log import Ledger
from ledger.posting import Poster, draft
from projections.custody.acting import acting_on
from projections.custody.replay import replay
from projections.custody.state import fold
from tests.conftest import NOON
from tests.properties.drum_histories import DRUMS, RUNS, Step, drum, histories, posting
from tests.properties.wire_data import ON_A_STORE, STABLE
from tests.specification import PLANT

MANY = settings(STABLE, max_examples=150)
NAME = "H"
EVERY_DRUM = [drum(NAME, number) for number in range(DRUMS)]


def recorded(history: Sequence[Step], order: Sequence[int] | None = None) -> list[Recorded[Any]]:
    """The history as the log holds it, posted in an order; each step happened at its own hour."""
    facts = []
    for position, hour in enumerate(order or range(len(history)), start=1):
        statement = draft(posting(NAME, hour, history[hour]), Poster(PLANT, "test"), NOON).statement
        facts.append(Recorded(fact=statement, position=position, recorded_at="", seq=1))
    return facts


def states(facts: list[Recorded[Any]]) -> dict[str, ContainerState]:
    """Every drum by the facts that are about it or act on it, which are all of those that name it."""
    return {
        subject: fold(subject, [e for e in effective(facts) if _concerns(e.statement, subject)])
        for subject in EVERY_DRUM
    }


def _concerns(statement: Any, subject: str) -> bool:
    return statement.subject == subject or statement.data.part_of(subject) is not None


def total(mix: dict[Any, Fraction]) -> Fraction:
    return sum(mix.values(), Fraction(0))


@MANY
@given(histories())
def test_what_arose_is_somewhere_to_the_gram(history: list[Step]) -> None:
    facts = recorded(history)
    lineage = Lineage(effective(facts))
    assert sum(map(total, lineage.places.values()), Fraction(0)) == sum(lineage.arisen.values(), Fraction(0))
    for origin, grams in lineage.arisen.items():
        assert sum((mix.get(origin, Fraction(0)) for mix in lineage.places.values()), Fraction(0)) == grams
    assert all(grams >= 0 for mix in lineage.places.values() for grams in mix.values())


@MANY
@given(histories())
def test_lineage_and_state_tell_the_same_of_every_drum(history: list[Step]) -> None:
    facts = recorded(history)
    lineage = Lineage(effective(facts))
    for subject, state in states(facts).items():
        masses = state.masses
        left = masses.held_g + (0 if masses.told else masses.estimate_g or 0)
        assert total(lineage.places.get(Place("held", subject), {})) == left
        assert total(lineage.places.get(Place("lost", subject), {})) == masses.lost_g


@MANY
@given(histories())
def test_a_drums_account_holds_what_was_stated_of_it(history: list[Step]) -> None:
    for number, state in enumerate(states(recorded(history)).values()):
        masses, parts = state.masses, list(_parts(history, number))
        assert masses.given_g == sum(g for what, g in parts if what == "from")
        assert masses.received_g == sum(g for what, g in parts if what == "into")
        assert masses.treated_g == sum(g for what, g in parts if what == "input")
        assert masses.residue_g == sum(g for what, g in parts if what == "output")
        assert masses.lost_g == sum(g for what, g in parts if what == "lost")
        came = masses.arisen_g + masses.received_g
        went = masses.given_g + masses.treated_g + masses.lost_g + masses.unaccounted_g
        assert came - went == masses.held_g >= masses.set_apart_g >= 0
        expected = _expected(parts)
        if not masses.overdrawn_g and expected is not None:
            assert state.remaining_g == expected


def _parts(history: Sequence[Step], number: int) -> list[tuple[str, int]]:
    """What was stated of one drum, in the order in which it happened."""
    found = []
    for what, said in history:
        match what:
            case "repacked":
                poured, into, emptied = said
                found += [("from", g) for n, g in poured if n == number] + [
                    ("into", g) for n, g in into if n == number
                ]
                found += [("emptied", 0)] * (number in emptied)
            case "treated":
                _, inputs, outputs = said
                found += [("input", g) for n, g in inputs if n == number]
                found += [("output", g) for n, g in outputs if n == number]
            case _ if said[0] == number and said[1] is not None:
                found.append((what, said[1]))
    return found


def _expected(parts: list[tuple[str, int]]) -> int | None:
    """What is left in a drum since it was weighed or emptied last, told by hand; None where that is less plain."""
    told = [index for index, (what, _) in enumerate(parts) if what in {"weighed", "emptied"}]
    if not told or any(what in {"sampled", "output"} for what, _ in parts):
        return None
    since = parts[told[-1] :]
    out = sum(g for what, g in since if what in {"from", "input", "lost"})
    return sum(g for what, g in since if what in {"weighed", "into"}) - out


@MANY
@given(histories())
def test_lineage_up_and_down_agree(history: list[Step]) -> None:
    lineage = Lineage(effective(recorded(history)))
    down = {vessel: lineage.down(vessel) for vessel in EVERY_DRUM}
    upwards = {
        (origin.subject, place, origin.through): grams
        for place in lineage.places
        for origin, grams in lineage.at(place).items()
    }
    assert upwards == {(vessel, *end): grams for vessel, ends in down.items() for end, grams in ends.items()}
    for place, mix in lineage.places.items():
        assert total(lineage.at(place)) == total(mix)
    for vessel in EVERY_DRUM:
        own = Origin(vessel)
        assert lineage.up(vessel).get(own, Fraction(0)) >= 0
        # what went through no treatment is all that arose there, but for what is the residue of one
        untreated = sum((g for (_, through), g in down[vessel].items() if not through), Fraction(0))
        assert untreated == lineage.arisen.get(vessel, Fraction(0)) - _residue_of_known(history, lineage, vessel)


def _residue_of_known(history: Sequence[Step], lineage: Lineage, vessel: str) -> int:
    """What of a drum treatments state as the residue of something that had mass."""
    number = EVERY_DRUM.index(vessel)
    runs = [said for what, said in history if what == "treated" and sum(g for _, g in said[1])]
    return sum(g for _, _, outputs in runs for n, g in outputs if n == number)


@MANY
@given(histories())
def test_every_link_carries_what_came_over_it(history: list[Step]) -> None:
    lineage = Lineage(effective(recorded(history)))
    for run in range(RUNS):
        subject = f"treatment:{PLANT}.{NAME}-{run}"
        taken = sum((g for (_, target), g in lineage.links.items() if target == subject), Fraction(0))
        assert taken == total(lineage.places.get(Place("treated", subject), {})) == total(lineage.up(subject))
    for vessel in EVERY_DRUM:
        poured = {s: g for (s, target), g in lineage.links.items() if target == vessel and s.startswith("container")}
        others = lineage.arisen.get(vessel, Fraction(0))
        assert total(poured) + others == total(lineage.up(vessel))


@MANY
@given(histories())
def test_whole_grams_sum_to_the_whole(history: list[Step]) -> None:
    lineage = Lineage(effective(recorded(history)))
    for place in lineage.places:
        parts = lineage.at(place)
        told = whole_grams(parts)
        assert sum(told.values()) == round(total(parts))
        assert all(abs(told[origin] - grams) < 1 for origin, grams in parts.items())


@MANY
@given(st.data())
def test_the_order_of_recording_changes_neither_state_nor_lineage(data: st.DataObject) -> None:
    history = data.draw(histories())
    order = data.draw(st.permutations(range(len(history))))
    once, again = recorded(history), recorded(history, order)
    assert states(once) == states(again)
    assert Lineage(effective(once)).places == Lineage(effective(again)).places


def test_the_order_of_posting_changes_no_drum_in_the_log(ledger: Ledger) -> None:
    rounds = count()

    @settings(ON_A_STORE, max_examples=12)
    @given(st.data())
    def changes_nothing(data: st.DataObject) -> None:
        history = data.draw(histories())
        order = data.draw(st.permutations(range(len(history))))
        assert _lived(ledger, next(rounds), history, range(len(history))) == _lived(
            ledger, next(rounds), history, order
        )

    changes_nothing()


def _lived(ledger: Ledger, number: int, history: list[Step], order: Sequence[int]) -> list[Any]:
    """State and effects of each drum when the steps were posted in this order."""
    name = f"{NAME}{number}"
    if history:
        ledger.state_one(Poster(PLANT, "test"), [posting(name, hour, history[hour]) for hour in order])
    head, _ = ledger.head()
    lives = []
    for each in range(DRUMS):
        subject = drum(name, each)
        case = replay(subject, ledger.recorded(subject=subject), head=head, acting=acting_on(ledger, subject, head))
        effects = [(read_instant(e.occurred_at), e.role, e.mass_kg, e.stage_after) for e in case.effects]
        lives.append((case.stage, case.provisional, case.state, effects))
    told = msgspec.json.encode(lives, order="deterministic").decode()
    return [told.replace(f".{name}-", ".")]
