"""A view holds each fact of the log exactly once, whoever folds it, however often, and after any rebuild."""

from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from ledger.errors import ViewStoppedError
from ledger.log import Ledger
from projections.fillings import Fillings
from projections.pages import Pages
from projections.runner import Runner
from tests.projections.rows_of_facts import Seen, SeenOtherwise, fillings, log, rebuild_half, rows
from tests.specification import Scenario, drum, weighed

pytestmark = pytest.mark.usefixtures("short_stretches")


class Second(Seen):
    """One more of the same."""

    NAME = "second"


def test_what_was_posted_before_it_is_asked_is_in_it(ledger: Ledger, scenario: Scenario) -> None:
    runner = Runner(ledger, [Seen()])
    for number in range(3):
        scenario.when(*(weighed(drum(f"{number}-{n}")) for n in range(10)))
        runner.reach("seen", ledger.head()[0])
        assert rows(runner) == log(ledger)


def test_many_who_fold_at_once_fold_each_fact_once(ledger: Ledger, other: Ledger, scenario: Scenario) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(80)))
    runners = [Runner(each, [Seen()]) for each in (ledger, ledger, other, other)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: runners[n % 4].reach("seen", 81), range(16)))
    assert rows(runners[0]) == log(ledger)


def test_a_stretch_is_decoded_once_and_cut_as_each_view_needs_it(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(9)))
    pages = Pages(ledger)
    whole = pages.beyond(2, 8, 100)
    assert [fact.position for fact in whole] == [3, 4, 5, 6, 7, 8]
    assert pages.beyond(4, 8, 2)[0] is whole[2]
    assert [fact.position for fact in pages.beyond(4, 8, 2)] == [5, 6]
    assert [fact.position for fact in pages.beyond(6, 10, 100)] == [7, 8, 9, 10]
    assert [fact.position for fact in pages.beyond(0, 10, 1)] == [1]
    assert list(pages.beyond(10, 10, 100)) == []


def test_a_rebuild_gives_the_same_rows_in_fresh_tables(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    runner = Runner(ledger, [Seen()])
    runner.reach("seen", 21)
    told: list[int] = []
    assert runner.rebuild("seen", told.append) == 21
    assert told == [7, 14, 21]
    assert rows(runner) == log(ledger)
    assert fillings(ledger) == ["seen2_seen"]
    runner.rebuild("seen")
    assert fillings(ledger) == ["seen3_seen"]


def test_several_views_are_rebuilt_with_one_reading_of_the_log(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    runner, told = Runner(ledger, [Seen(), Second()]), list[int]()
    assert runner.rebuild_all(["seen", "second", "seen"], told.append) == {"seen": 21, "second": 21}
    assert told == [7, 14, 21]
    assert rows(runner, "seen") == rows(runner, "second") == log(ledger)


def test_a_view_of_another_version_is_filled_anew_by_itself(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    Runner(ledger, [Seen()]).reach("seen", 21)
    runner = Runner(ledger, [SeenOtherwise()])
    runner.reach("seen", 21)
    assert rows(runner) == [(position, name.upper()) for position, name in log(ledger)]


def test_while_it_is_rebuilt_facts_are_posted_folded_and_read_elsewhere(
    ledger: Ledger, other: Ledger, scenario: Scenario
) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    elsewhere = Runner(other, [Seen()])
    elsewhere.reach("seen", 21)
    seen = []

    def meanwhile(position: int) -> None:
        if position in {7, 21, 28}:
            scenario.when(*(weighed(drum(f"{position}-{n}")) for n in range(5)))
            elsewhere.reach("seen", other.head()[0])
        assert rows(elsewhere) == log(ledger)
        seen.append(fillings(ledger))

    runner = Runner(ledger, [Seen()])
    runner.rebuild("seen", meanwhile)
    assert seen[:-1] == [["seen1_seen", "seen2_seen"]] * (len(seen) - 1)
    elsewhere.reach("seen", ledger.head()[0])
    assert rows(runner) == rows(elsewhere) == log(ledger)
    assert fillings(ledger) == ["seen2_seen"]


def test_a_rebuild_whose_process_is_killed_leaves_what_was_there_and_the_next_one_succeeds(
    store_url: str, ledger: Ledger, scenario: Scenario
) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    runner = Runner(ledger, [Seen()])
    runner.reach("seen", 21)
    forks = get_context("forkserver")
    ours, its = forks.Pipe()
    process = forks.Process(target=rebuild_half, args=(store_url, its), daemon=True)
    process.start()
    assert ours.recv() == 7
    process.kill()
    process.join()
    assert fillings(ledger) == ["seen1_seen", "seen2_seen"]
    assert rows(runner) == log(ledger)
    scenario.when(weighed(drum("later")))
    runner.reach("seen", 22)
    assert runner.rebuild("seen") == 22
    assert rows(runner) == log(ledger)
    assert fillings(ledger) == ["seen2_seen"]


def test_tables_that_a_killed_swap_left_behind_are_removed_by_the_next_rebuild(
    ledger: Ledger, scenario: Scenario
) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    runner = Runner(ledger, [Seen()])
    runner.reach("seen", 21)
    runner.rebuild("seen")
    Fillings(ledger.recorder.engine).create(Seen(), 1)
    assert fillings(ledger) == ["seen1_seen", "seen2_seen"]
    runner.rebuild("seen")
    assert fillings(ledger) == ["seen3_seen"]
    assert rows(runner) == log(ledger)


def test_what_another_release_has_taken_over_is_neither_read_nor_filled_back(
    ledger: Ledger, other: Ledger, scenario: Scenario
) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    runner, newer = Runner(ledger, [Seen()]), Runner(other, [SeenOtherwise()])
    runner.reach("seen", 21)
    newer.reach("seen", 21)
    with pytest.raises(ViewStoppedError, match="is of version 2, this process has 1"):
        runner.reach("seen", 21)
    with pytest.raises(ViewStoppedError, match="bihuan rebuild seen"):
        rows(runner)
    assert rows(newer) == [(position, name.upper()) for position, name in log(ledger)]
