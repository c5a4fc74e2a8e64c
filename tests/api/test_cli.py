"""`bihuan` at a terminal: each command says what it did, and when it could not, what to do next."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from sqlalchemy import select
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from api.settings import Settings
from ledger.log import Ledger
from ledger.store.tables import credential
from projections.catalogue import VIEWS
from tests.doors import Caller
from tests.server_process import bihuan
from tests.specification import OPERATOR, OTHER_PLANT, PLANT, drum, generated, said, weighed

INVENTED = Path(__file__).parent / "invented_catalogue_2021.csv"
REGISTRATION = (
    "--organisation",
    PLANT,
    "--name",
    "示范电子厂",
    "--roles",
    "generator,carrier",
    "--division",
    "310115",
)


@pytest.fixture
def new_url(tmp_path: Path) -> str:
    """A database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'new.db'}"


@pytest.fixture
def opened_url(new_url: str) -> str:
    """A log that was just opened."""
    run("migrate", "--operator", OPERATOR, url=new_url)
    return new_url


def attempt(*arguments: str, url: str, **environment: str | None) -> Result:
    ours: dict[str, str | None] = {name: None for name in os.environ if name.startswith("BIHUAN_")}
    return CliRunner().invoke(app, arguments, env={**ours, "BIHUAN_DATABASE_URL": url, **environment})


def run(*arguments: str, url: str) -> str:
    result = attempt(*arguments, url=url)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments: str, url: str, **environment: str | None) -> str:
    """What stderr says when a command ends with 1, as a refusal and not as a crash."""
    result = attempt(*arguments, url=url, **environment)
    assert (result.exit_code, type(result.exception)) == (1, SystemExit), result.output
    assert "Traceback" not in result.stderr
    return result.stderr


def test_migrate_opens_a_log_once(new_url: str) -> None:
    assert "head 1" in run("migrate", "--operator", OPERATOR, url=new_url)
    assert "head 1" in run("migrate", "--operator", OPERATOR, url=new_url)
    with Ledger(new_url) as ledger:
        assert (ledger.operator, ledger.opened.origin, ledger.head()[0]) == (OPERATOR, "localhost/bihuan", 1)


def test_a_log_keeps_its_operator(opened_url: str) -> None:
    assert OPERATOR in refused("migrate", "--operator", PLANT, url=opened_url)


@pytest.mark.parametrize("operator", ["7", "", OPERATOR[:-1] + "0", OPERATOR.lower()])
def test_a_log_is_not_opened_for_a_code_that_cannot_be(new_url: str, operator: str) -> None:
    refused("migrate", "--operator", operator, url=new_url)
    run("migrate", "--operator", OPERATOR, url=new_url)


def test_an_organisation_is_registered_by_the_operator(opened_url: str) -> None:
    assert f"organisation:{PLANT}" in run("organisation", "add", *REGISTRATION, url=opened_url)
    with Ledger(opened_url) as ledger:
        (fact,) = ledger.recorded(subject=f"organisation:{PLANT}")
        assert (fact.fact.stated_by, fact.fact.data.roles) == (OPERATOR, ["generator", "carrier"])
    assert "already_created" in refused("organisation", "add", *REGISTRATION, url=opened_url)


def test_an_authority_is_registered_with_its_competence(opened_url: str) -> None:
    bureau = ("--organisation", OTHER_PLANT, "--name", "生态环境局", "--roles", "authority", "--division", "310115")
    run("organisation", "add", *bureau, "--competence", "ecology,greening", "--level", "district", url=opened_url)
    with Ledger(opened_url) as ledger:
        (fact,) = ledger.recorded(subject=f"organisation:{OTHER_PLANT}")
        assert (fact.fact.data.competence, fact.fact.data.level) == (["ecology", "greening"], "district")


def test_an_organisation_that_cannot_be_is_refused_with_the_field(opened_url: str) -> None:
    said_of_it = refused("organisation", "add", *REGISTRATION[:-1], "Pudong", url=opened_url)
    assert "/data/division" in said_of_it


def test_a_key_is_the_last_line_and_only_its_hash_is_kept(opened_url: str) -> None:
    run("organisation", "add", *REGISTRATION, url=opened_url)
    key = run("key", "issue", "--organisation", PLANT, "--name", "tour", url=opened_url).splitlines()[-1]
    name, _, secret = key.partition(".")
    with Ledger(opened_url) as ledger:
        with ledger.recorder.engine.connect() as connection:
            (row,) = connection.execute(select(credential)).mappings()
        assert (row["id"], row["organisation"], row["name"]) == (name, PLANT, "tour")
        assert row["secret_hash"] == hashlib.sha256(secret.encode()).digest()
        assert secret not in str(dict(row))
        assert secret.encode() not in b"".join(p.read_bytes() for p in Path(opened_url[10:]).parent.iterdir())
        assert [f.fact.type for f in ledger.recorded(subject=f"credential:{PLANT}.{name}")] == ["credential.issued"]


def test_no_key_for_an_organisation_that_is_not_registered(opened_url: str) -> None:
    told = refused("key", "issue", "--organisation", PLANT, url=opened_url)
    assert f"bihuan organisation add --organisation {PLANT}" in told
    with Ledger(opened_url) as ledger:
        assert ledger.head()[0] == 1


def test_a_revoked_key_is_out_at_once_and_its_facts_stay(opened_url: str) -> None:
    run("organisation", "add", *REGISTRATION, url=opened_url)
    key = run("key", "issue", "--organisation", PLANT, url=opened_url).splitlines()[-1]
    with Ledger(opened_url) as ledger, TestClient(create_app(ledger, Settings())) as client:
        plant = Caller(client, PLANT, key)
        assert plant.post(generated(drum())).status_code == 201
        run("key", "revoke", key.partition(".")[0], url=opened_url)
        assert plant.post(weighed(drum())).status_code == 401
        assert plant.get(f"/v1/subjects/{drum()}").status_code == 401
        assert [f.fact.type for f in ledger.recorded(subject=drum())] == ["container.generated"]
        assert ledger.recorded()[-1].fact.type == "credential.revoked"


def test_a_key_that_never_was_cannot_be_revoked(opened_url: str) -> None:
    assert "unknown_credential" in refused("key", "revoke", "k-22222222", url=opened_url)


@pytest.fixture
def drum_url(opened_url: str) -> str:
    """A log with a drum that was weighed, and whose weighing was withdrawn."""
    with Ledger(opened_url) as ledger, TestClient(create_app(ledger, Settings())) as client:
        plant = Caller.of(client, PLANT)
        plant.post(generated(drum()), weighed(drum()))
        plant.post(said("fact.withdrawn", drum(), {"position": 3, "reason": "称错"}))
    return opened_url


def as_the_api_answers(url: str, **query: str) -> dict[str, Any]:
    with Ledger(url) as ledger, TestClient(create_app(ledger, Settings())) as client:
        return Caller.of(client, PLANT).get(f"/v1/subjects/{drum()}/history", **query).json()


@pytest.mark.parametrize(
    "cuts", [{}, {"happened_by": "2026-11-24T08:05:00+08:00", "known_by": "2030-01-01T00:00:00Z"}]
)
def test_a_replay_as_json_is_the_apis_history(drum_url: str, cuts: dict[str, str]) -> None:
    options = [part for name, value in cuts.items() for part in ("--" + name.replace("_", "-"), value)]
    replayed = json.loads(run("replay", drum(), "--json", *options, url=drum_url))
    expected = as_the_api_answers(drum_url, **cuts)
    assert replayed["events"]
    if not cuts:  # each was asked at its own moment
        assert replayed.pop("as_of") < expected["as_of"]
    assert replayed == {name: expected[name] for name in replayed}
    assert expected.keys() - replayed.keys() <= {"happened_by", "known_by", "as_of"}


def test_a_replay_as_text_tells_the_stage_and_every_event(drum_url: str) -> None:
    text = run("replay", drum(), url=drum_url)
    assert drum() in text
    assert "stage: generated" in text
    assert "loop: open" in text
    for fact_type in ("container.generated", "container.weighed", "fact.withdrawn"):
        assert fact_type in text


def test_a_replay_tells_the_chain_of_a_drum_whose_custody_has_ended(drum_url: str) -> None:
    poured = {"from": [{"container": drum(), "mass_kg": 200}], "into": [{"container": drum(2), "mass_kg": 200}]}
    with Ledger(drum_url) as ledger, TestClient(create_app(ledger, Settings())) as client:
        emptied = said("container.repacked", drum(2), {**poured, "emptied": [drum()]}, at="2026-11-24T09:00:00+08:00")
        assert Caller.of(client, PLANT).post(emptied).status_code == 201
    assert "custody closed · chain open" in run("replay", drum(), url=drum_url)


def test_a_replay_that_cannot_be_says_why(drum_url: str) -> None:
    assert "not_found" in refused("replay", drum(9), url=drum_url)
    assert "wrong_query" in refused("replay", drum(), "--happened-by", "yesterday", url=drum_url)


def test_verify_finds_a_sound_log_sound(drum_url: str) -> None:
    assert "4 facts are sound" in run("verify", url=drum_url)


@pytest.mark.parametrize(
    "command",
    [
        ("verify",),
        ("replay", drum()),
        ("key", "issue", "--organisation", PLANT),
        ("key", "revoke", "k-22222222"),
        ("organisation", "add", *REGISTRATION),
        ("catalogue", "load", str(INVENTED)),
        ("serve", "--port", "0"),
    ],
    ids=lambda command: command[0],
)
def test_on_a_database_that_was_never_migrated_each_command_says_what_to_do(
    new_url: str, command: tuple[str, ...]
) -> None:
    assert "bihuan migrate --operator USCC" in refused(*command, url=new_url)


def test_a_view_is_computed_again_from_the_log(drum_url: str) -> None:
    names = [view.NAME for view in VIEWS]
    assert run("rebuild", url=drum_url) == "".join(f"✓ {name} · position 4\n" for name in names)
    assert run("rebuild", "party", "party", url=drum_url) == "✓ party · position 4\n"
    assert f"bihuan rebuild [{'|'.join(names)}]" in refused("rebuild", "fiels", url=drum_url)


def test_how_far_a_rebuild_is_and_what_fails_is_told_on_stderr(
    drum_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = attempt("rebuild", url=drum_url)
    assert "4/4" in done.stderr

    def fails(*_: object) -> None:
        raise ZeroDivisionError("a mass of nothing")

    monkeypatch.setattr(type(VIEWS[0]), "fold", fails)
    failed = attempt("rebuild", url=drum_url)
    assert failed.exit_code == 1
    assert "ZeroDivisionError between positions 1 and 4" in failed.stderr


def test_more_workers_than_one_are_refused_on_sqlite_with_the_reason(opened_url: str) -> None:
    told = refused("serve", "--port", "0", "--workers", "2", url=opened_url)
    assert "SQLite has one writer" in told
    assert "bihuan serve --workers 1" in told


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x", "sqlite:////nowhere/at/all/bihuan.db"])
def test_a_database_that_cannot_be_used_is_named_in_words(url: str) -> None:
    assert "BIHUAN_DATABASE_URL" in refused("verify", url=url)


def test_a_setting_that_cannot_be_read_is_named_in_words(opened_url: str) -> None:
    assert "BIHUAN_MAX_BODY_BYTES" in refused("serve", url=opened_url, BIHUAN_MAX_BODY_BYTES="8 MiB")


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_the_whole_story_on_postgresql(store_url: str) -> None:
    def done(*arguments: str) -> str:
        ended = bihuan(*arguments, url=store_url)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    done("migrate", "--operator", OPERATOR)
    done("organisation", "add", *REGISTRATION)
    key = done("key", "issue", "--organisation", PLANT).splitlines()[-1]
    with Ledger(store_url) as ledger, TestClient(create_app(ledger, Settings())) as client:
        assert Caller(client, PLANT, key).post(generated(drum())).status_code == 201
        assert json.loads(done("replay", drum(), "--json"))["stage"] == "generated"
        done("key", "revoke", key.partition(".")[0])
        assert Caller(client, PLANT, key).post(weighed(drum())).status_code == 401
    assert "5 facts are sound" in done("verify")
