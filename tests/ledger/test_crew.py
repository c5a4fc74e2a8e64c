"""Several processes verify a log together, and nothing that befalls one of them changes the verdict."""

import os
import signal

import pytest

from ledger.heads import Heads
from ledger.log import Ledger
from ledger.store.crew import Crew, Stretch
from ledger.store.crew_member import claims_of
from ledger.store.snapshot_reading import Snapshot
from ledger.store.stretch import Checker
from ledger.store.verification import verify
from tests.ledger.insider import Insider, replacing
from tests.ledger.varied_log import HEAD, WEIGHED
from tests.specification import Scenario, drum, weighed


def test_no_stretch_of_a_sound_log_is_odd(varied_log: Ledger) -> None:
    with Snapshot.of(varied_log.recorder.engine) as snapshot:
        checker = Checker(snapshot.types(), snapshot.leaf, frozenset())
        for first in range(1, HEAD + 1):
            for last in range(first, HEAD + 1):
                assert claims_of(Stretch(first, last - first + 1), snapshot, checker) is not None, (first, last)


def test_progress_is_told_stretch_by_stretch(varied_log: Ledger, crew: Crew) -> None:
    told = list(verify(varied_log.recorder.engine, crew=crew, stretch=5))
    assert told == [(5, None), (10, None), (15, None), (16, None), (16, None)]


def test_what_is_appended_meanwhile_is_not_looked_at(varied_log: Ledger, crew: Crew) -> None:
    verification = verify(varied_log.recorder.engine, crew=crew, stretch=1)
    next(verification)
    Scenario(varied_log).when(weighed(drum("later")))
    assert list(verification)[-1] == (HEAD, None)


def test_stated_heads_are_computed_again_whoever_checks_the_facts(varied_log: Ledger, crew: Crew) -> None:
    varied_log.record_heads()
    position = varied_log.state_itself(Heads.Recorded(root="ab" * 32, size=3, tags=4), "heads.false").position
    for each, stretch in ((Crew(0), 1), (Crew(0), 7), (crew, 1), (crew, 7), (crew, position)):
        *_, last = verify(varied_log.recorder.engine, varied_log.recorded_heads(), each, stretch)
        assert last.fault == (position, "the heads that it states are not those of the first 3 facts")


def test_a_process_that_is_killed_costs_time_and_nothing_else(insider: Insider) -> None:
    with Crew(2) as crew:
        os.kill(crew.processes[0], signal.SIGKILL)
        assert list(verify(insider.engine, crew=crew, stretch=1))[-1] == (HEAD, None)
        os.kill(crew.processes[1], signal.SIGKILL)
        insider.rewrite(WEIGHED, replacing(('"seq":2}', '"seq":2 }')))
        assert list(verify(insider.engine, crew=crew, stretch=1))[-1].fault == (
            WEIGHED,
            "its bytes are not canonical",
        )


def test_a_process_killed_in_the_middle_leaves_its_stretches_to_this_one(varied_log: Ledger) -> None:
    with Crew(1) as crew:
        verification = verify(varied_log.recorder.engine, crew=crew, stretch=1)
        next(verification)
        os.kill(crew.processes[0], signal.SIGKILL)
        assert list(verification)[-1] == (HEAD, None)


def test_ctrl_c_is_heard_by_one_process_and_ends_every_one(varied_log: Ledger) -> None:
    crew, groups = Crew(2), set()
    try:
        with crew:
            next(verify(varied_log.recorder.engine, crew=crew, stretch=1))
            # a terminal sends Ctrl-C to the whole of its process group
            groups = {os.getpgid(process) for process in crew.processes}
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        for process in crew.processes:
            with pytest.raises(ProcessLookupError):
                os.kill(process, 0)
    assert len(groups) == len(crew.processes)
    assert os.getpgrp() not in groups


def test_a_process_ends_when_the_one_that_started_it_is_gone() -> None:
    crew = Crew(1)
    member = crew.members[0]
    member.pipe.close()  # as the system does for a process that was killed
    assert member.process.wait(timeout=60) == 0
