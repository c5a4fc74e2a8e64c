"""The mass account of a vessel: readings are the truth, and what is taken out is never refused."""

from ledger.hazardous_waste.masses import EMPTY

FULL = EMPTY.opened(None).measured(200_000)


def test_nobody_knows_what_is_in_a_drum_until_somebody_tells() -> None:
    assert EMPTY.opened(None).remaining_g is None
    assert EMPTY.opened(None).receives(5_000).remaining_g is None


def test_a_declared_mass_counts_until_the_drum_is_weighed() -> None:
    declared = EMPTY.opened(180_000)
    assert (declared.remaining_g, declared.arisen_g) == (180_000, 0)
    weighed = declared.measured(170_000)
    assert (weighed.remaining_g, weighed.arisen_g, weighed.unaccounted_g) == (170_000, 170_000, 0)


def test_a_drum_that_fills_has_what_its_readings_add() -> None:
    filling = EMPTY.opened(None).measured(60_000).measured(130_000).measured(200_000)
    assert (filling.arisen_g, filling.remaining_g) == (200_000, 200_000)


def test_what_a_second_reading_shows_less_is_unaccounted_for() -> None:
    assert FULL.measured(199_000).unaccounted_g == 1_000


def test_more_taken_than_was_there_has_arisen_and_contradicts_what_was_known() -> None:
    taken = FULL.gives(230_000)
    assert (taken.remaining_g, taken.arisen_g, taken.overdrawn_g) == (0, 230_000, 30_000)
    assert EMPTY.opened(None).gives(50_000).overdrawn_g == 0
    assert EMPTY.opened(40_000).gives(50_000).overdrawn_g == 10_000


def test_what_was_set_apart_is_what_is_treated_first() -> None:
    apart = FULL.sets_apart(50_000)
    assert (apart.remaining_g, apart.held_g) == (150_000, 200_000)
    treated = apart.is_treated(40_000)
    assert (treated.remaining_g, treated.set_apart_g, treated.held_g) == (150_000, 10_000, 160_000)
    assert treated.is_treated(20_000).remaining_g == 140_000


def test_a_reading_is_of_the_vessel_not_of_what_was_set_apart() -> None:
    assert FULL.sets_apart(50_000).measured(150_000) == FULL.sets_apart(50_000)


def test_setting_apart_more_than_is_there_finds_it_unseen() -> None:
    apart = FULL.sets_apart(150_000).sets_apart(80_000)
    assert (apart.remaining_g, apart.set_apart_g, apart.overdrawn_g) == (0, 230_000, 30_000)


def test_an_emptied_drum_holds_nothing_and_the_rest_is_unaccounted_for() -> None:
    emptied = FULL.gives(199_500).is_emptied()
    assert (emptied.remaining_g, emptied.unaccounted_g) == (0, 500)
    assert EMPTY.opened(200_000).gives(150_000).is_emptied().unaccounted_g == 0


def test_a_residue_weighed_before_its_run_ended_is_not_counted_twice() -> None:
    before = EMPTY.opened(None).measured(50_000).is_residue(50_000)
    after = EMPTY.opened(None).is_residue(50_000).measured(50_000)
    assert before.remaining_g == after.remaining_g == before.residue_g == 50_000


def test_a_bag_filled_by_two_runs_holds_both_residues() -> None:
    bag = EMPTY.opened(None).measured(50_000).is_residue(50_000).is_residue(30_000)
    assert (bag.remaining_g, bag.residue_g) == (80_000, 80_000)


def test_a_residue_beside_a_declared_mass_is_part_of_it() -> None:
    assert EMPTY.opened(80_000).is_residue(50_000).remaining_g == 80_000
    assert EMPTY.opened(40_000).is_residue(50_000).remaining_g == 50_000
