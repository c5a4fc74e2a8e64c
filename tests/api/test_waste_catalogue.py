"""`bihuan catalogue load`: an edition comes in whole, once, and its file can always be compared with it again."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from ledger.log import Ledger
from ledger.posting import Poster
from ledger.settled.in_force import Edition, editions
from ledger.store.catalogue_entries import CatalogueEntries
from ledger.store.tables import catalogue_entry
from projections.settled.recorded_settings import RecordedSettings
from tests.api.test_cli import INVENTED, attempt, refused, run
from tests.server_process import bihuan
from tests.specification import OPERATOR, said

SHA = hashlib.sha256(INVENTED.read_bytes()).hexdigest()


@pytest.fixture
def url(store_url: str) -> str:
    """An open log on each store."""
    run("migrate", "--operator", OPERATOR, url=store_url)
    return store_url


@pytest.fixture
def other_file(tmp_path: Path) -> Path:
    """The same edition with one entry less."""
    path = tmp_path / "invented_2021.csv"
    path.write_bytes(b"".join(INVENTED.read_bytes().splitlines(keepends=True)[:-1]))
    return path


def loaded(url: str) -> list[Edition]:
    with Ledger(url) as ledger:
        return editions(RecordedSettings(ledger).facts())


def stored(url: str, sha256: str = SHA) -> list[str]:
    with Ledger(url) as ledger:
        return [entry.code for entry in CatalogueEntries(ledger.recorder.engine).of(sha256)]


def head(url: str) -> int:
    with Ledger(url) as ledger:
        return ledger.head()[0]


def test_an_edition_is_loaded_and_the_log_says_from_which_file(url: str) -> None:
    told = run("catalogue", "load", str(INVENTED), url=url)
    assert "catalogue:2021 · 3 条 entries · position 2" in told
    assert SHA in told
    assert loaded(url) == [Edition("2021", SHA, 3, None, 2)]
    assert stored(url) == ["841-901-01", "900-402-06", "900-901-49"]
    with Ledger(url) as ledger:
        (fact,) = ledger.recorded(subject="catalogue:2021")
        assert (fact.fact.stated_by, fact.fact.credential) == (OPERATOR, "cli")
        entries = {entry.code: entry for entry in CatalogueEntries(ledger.recorder.engine).of(SHA)}
        assert entries["900-901-49"].description == '虚构条目二，含"引号"'


def test_loading_the_same_file_again_changes_nothing_and_says_so(url: str) -> None:
    run("catalogue", "load", str(INVENTED), url=url)
    assert "nothing to do · position 2" in run("catalogue", "load", str(INVENTED), url=url)
    assert head(url) == 2


def test_entries_that_are_no_longer_those_of_the_file_are_put_right(url: str) -> None:
    run("catalogue", "load", str(INVENTED), url=url)
    for statement in (
        update(catalogue_entry).where(catalogue_entry.c.code == "900-402-06").values(hazards="R"),
        delete(catalogue_entry),
    ):
        with Ledger(url) as ledger, ledger.recorder.engine.begin() as connection:
            connection.execute(statement)
        assert "put right" in run("catalogue", "load", str(INVENTED), url=url)
        assert "nothing to do" in run("catalogue", "load", str(INVENTED), url=url)
    assert head(url) == 2


def test_another_file_for_an_edition_is_refused_and_says_what_to_do(url: str, other_file: Path) -> None:
    run("catalogue", "load", str(INVENTED), url=url)
    told = refused("catalogue", "load", str(other_file), url=url)
    assert "position 2" in told
    assert SHA in told
    assert "fact.withdrawn about catalogue:2021" in told
    assert (head(url), len(stored(url))) == (2, 3)


def test_after_the_first_was_withdrawn_another_file_takes_its_place_and_the_first_stays_known(
    url: str, other_file: Path
) -> None:
    run("catalogue", "load", str(INVENTED), url=url)
    with Ledger(url) as ledger:
        withdrawal = said("fact.withdrawn", "catalogue:2021", {"position": 2, "reason": "文件有误"}, by=OPERATOR)
        ledger.state_one(Poster(OPERATOR, "test"), [withdrawal])
    run("catalogue", "load", str(other_file), url=url)
    (edition,) = loaded(url)
    assert (edition.rows, edition.position) == (2, 4)
    assert (len(stored(url, edition.sha256)), len(stored(url))) == (2, 3)


def test_a_new_edition_stands_beside_the_old_one(url: str, other_file: Path) -> None:
    run("catalogue", "load", str(INVENTED), url=url)
    run("catalogue", "load", str(other_file), "--edition", "2025", url=url)
    # since when the 2025 edition is the law is known here; of the other nobody said
    assert [(e.edition, e.valid_from) for e in loaded(url)] == [("2021", None), ("2025", "2025-01-01")]


def test_the_day_from_which_an_edition_counts_can_be_said_and_not_be_changed_by_the_way(url: str) -> None:
    run("catalogue", "load", str(INVENTED), "--valid-from", "2021-02-03", url=url)
    assert loaded(url)[0].valid_from == "2021-02-03"
    assert "fact.corrected" in refused("catalogue", "load", str(INVENTED), "--valid-from", "2022-02-03", url=url)
    assert "nothing to do" in run("catalogue", "load", str(INVENTED), url=url)


def test_a_newer_edition_that_the_law_has_is_named_until_it_is_loaded(url: str, other_file: Path) -> None:
    assert "2025" in attempt("catalogue", "load", str(INVENTED), url=url).stderr
    assert attempt("catalogue", "load", str(other_file), "--edition", "2025", url=url).stderr == ""


def test_every_bad_line_is_named_and_nothing_is_loaded(url: str, tmp_path: Path) -> None:
    path = tmp_path / "catalogue-2021.csv"
    text = INVENTED.read_text(encoding="utf-8").replace("900-402-06", "900-402-6").replace("T/In", "T/?")
    path.write_text(text, encoding="utf-8")
    told = refused("catalogue", "load", str(path), url=url)
    assert "line 2 waste_code" in told
    assert "line 3 hazard" in told
    assert "line 4" not in told
    assert (head(url), loaded(url)) == (1, [])
    with Ledger(url) as ledger, ledger.recorder.engine.connect() as connection:
        assert connection.execute(catalogue_entry.select()).all() == []


@pytest.mark.parametrize(
    "options", [[], ["--edition", "第二版"], ["--edition", "2021", "--valid-from", "2021-02-30"]]
)
def test_an_edition_that_cannot_be_is_refused_in_words(url: str, tmp_path: Path, options: list[str]) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_bytes(INVENTED.read_bytes())
    told = refused("catalogue", "load", str(path), *options, url=url)
    assert "--edition 2021" in told or "/data/valid_from" in told
    assert head(url) == 1


def test_the_file_of_a_windows_table_is_taken_too(url: str, tmp_path: Path) -> None:
    path = tmp_path / "名录2021年版.csv"
    path.write_bytes(INVENTED.read_text(encoding="utf-8").replace("\n", "\r\n").encode("gb18030"))
    run("catalogue", "load", str(path), url=url)
    assert stored(url, loaded(url)[0].sha256) == ["841-901-01", "900-402-06", "900-901-49"]


def test_a_process_of_its_own_does_the_same_and_the_log_is_sound_after_it(url: str) -> None:
    ended = bihuan("catalogue", "load", str(INVENTED), url=url)
    assert ended.returncode == 0, ended.stderr
    assert "3 条 entries" in ended.stdout
    assert "nothing to do" in run("catalogue", "load", str(INVENTED), url=url)
    assert "2 facts are sound" in run("verify", url=url)
