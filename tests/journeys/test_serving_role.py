"""PostgreSQL as in production: one role owns the tables and migrates, another serves and can only add to the log."""

import os
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import httpx2 as httpx
import pytest
from click.testing import Result
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError
from typer.testing import CliRunner

from api.answers import encode
from api.cli import app
from ledger.credentials import Credentials, new_credential_id
from ledger.log import Ledger
from ledger.store.grants import SERVING, grants
from ledger.store.tables import (
    APPEND_ONLY,
    CREDENTIALS,
    FOLDED,
    KEPT_BY_THE_OWNER,
    NUMBERING,
    OF_THE_TREE,
    PEOPLE,
    PUT,
    metadata,
)
from ledger.store.verification import verify
from tests.doors import cloud_event, receipts
from tests.postgresql_server import administer
from tests.server_process import await_that, forget, serving
from tests.specification import OPERATOR, PLANT, drum, generated, weighed

OPERATING = Path(__file__).parents[2] / "docs" / "operating.md"
DOCUMENTED = "bihuan_server"
_numbers = count(1)


class Roles(NamedTuple):
    """A log whose owner and whose server are two roles, each with its own way in."""

    owner: str
    server: str
    role: str


@pytest.fixture(scope="module")
def roles(postgresql_url: str) -> Iterator[Roles]:
    """A log that the owner migrated, and a server's role with exactly the rights that the documents tell."""
    name = f"r_{os.getpid()}_{next(_numbers)}"
    owner, server = f"{name}_owner", f"{name}_server"
    administer(
        postgresql_url,
        *(f"CREATE ROLE {role} LOGIN PASSWORD 'secret'" for role in (owner, server)),
        f"CREATE DATABASE {name} OWNER {owner}",
    )
    urls = [make_url(postgresql_url).set(database=name, username=role, password="secret") for role in (owner, server)]
    made = Roles(*(url.render_as_string(hide_password=False) for url in urls), role=server)
    migrated = typed("migrate", "--operator", OPERATOR, url=made.owner)
    assert migrated.exit_code == 0, migrated.stderr
    administer(made.owner, documented_sql().replace(DOCUMENTED, server))
    yield made
    forget(made.owner)
    administer(
        postgresql_url,
        f"DROP DATABASE {name} WITH (FORCE)",
        *(f"DROP ROLE {role}" for role in (owner, server)),
    )


def typed(*arguments: str, url: str, origin: str = "localhost/test") -> Result:
    """What a command answers, without the start of a process."""
    ours: dict[str, str | None] = {name: None for name in os.environ if name.startswith("BIHUAN_")}
    return CliRunner().invoke(
        app, arguments, env={**ours, "BIHUAN_DATABASE_URL": url, "BIHUAN_LEDGER_ORIGIN": origin}
    )


def documented_sql() -> str:
    (block,) = re.findall(r"^```sql\n(.*?)^```$", OPERATING.read_text(), re.M | re.S)
    return block


def test_what_the_documents_tell_is_what_the_command_prints() -> None:
    printed = typed("grant", DOCUMENTED, url="sqlite://")
    assert (printed.exit_code, printed.stdout) == (0, documented_sql())


def test_no_table_is_forgotten() -> None:
    beside = (*FOLDED, *NUMBERING, *PUT, *CREDENTIALS, *PEOPLE, *KEPT_BY_THE_OWNER)
    told = (*APPEND_ONLY, *OF_THE_TREE, *beside)
    assert sorted(t.name for t in told) == sorted(metadata.tables)
    assert SERVING.keys() == metadata.tables.keys() | {"alembic_version"}
    for table in (*APPEND_ONLY, *OF_THE_TREE, *PUT):
        assert "UPDATE" not in SERVING[table.name]


def test_a_role_that_can_only_add_serves_the_whole_log(roles: Roles) -> None:
    with Ledger(roles.owner) as ledger:
        key = Credentials(ledger.recorder.engine).issue(new_credential_id(), PLANT, None, ledger.recorder.now())
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    with serving(roles.server) as address, httpx.Client(base_url=address, headers=headers, timeout=60) as http:
        # more than a full tile of 256, so that one is kept
        life = [generated(drum(1)), *(weighed(drum(1)) for _ in range(300))]
        posted = receipts(http.post("/v1/events", content=encode([cloud_event(p) for p in life])))
        assert [r["position"] for r in posted] == list(range(2, 303))
        assert http.get(f"/v1/subjects/{drum(1)}").json()["stage"] == "weighed"
        await_that(lambda: f"\n{posted[-1]['position']}\n" in http.get("/checkpoint").text)
        assert http.get("/v1/events/300/proof").is_success
        with Ledger(roles.server) as ledger:
            stated = ledger.record_heads()
            again = [ledger.record_heads().position for _ in range(2)]
        assert stated.fact.data.size == posted[-1]["position"]
        assert again == [stated.position] * 2
        assert http.post("/v1/events", content=encode(cloud_event(weighed(drum(1))))).status_code == 201
    with Ledger(roles.server) as ledger:
        ledger.record_heads()
        assert list(verify(ledger.recorder.engine, ledger.recorded_heads()))[-1] == (304 + 1, None)


def test_at_a_server_with_that_role_people_sign_in_and_hand_out_keys_and_accounts(roles: Roles) -> None:
    plant = ("--organisation", PLANT, "--name", "示范电子厂", "--roles", "generator", "--division", "310115")
    assert typed("organisation", "add", *plant, url=roles.owner).exit_code == 0
    boss = ("--organisation", PLANT, "--name", "boss", "--role", "administrator")
    first = typed("account", "add", *boss, url=roles.owner).stdout.splitlines()[-1]
    own = "four words of my own"
    with serving(roles.server) as address, httpx.Client(base_url=address, follow_redirects=True) as http:

        def send(path: str, **fields: str) -> str:
            hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', http.get(path).text)
            return http.post(path, data={**dict(hidden), **fields}, headers={"Sec-Fetch-Site": "same-origin"}).text

        assert "用户名或密码不对" in send("/sign-in", name="boss", password="wrong")
        assert "请先换成自己的密码" in send("/sign-in", name="boss", password=first)
        assert "密码已更改" in send("/me/password", present=first, chosen=own, repeated=own)
        assert "的初始密码" in send("/users/new", name="e1028", role="staff")
        (key,) = re.findall(r'id="secret">([^<]+)<', send("/keys", name="三号地磅"))
        asked = http.get("/v1/events", headers={"Authorization": f"Bearer {key}"})
        assert asked.status_code == 200
        form = dict(re.findall(r'name="(form_token)" value="([^"]*)"', http.get("/me").text))
        assert "登录闭环" in http.post("/sign-out", data=form, headers={"Sec-Fetch-Site": "same-origin"}).text
        assert "登录闭环" in http.get("/users").text


VERBS = {
    "INSERT": "INSERT INTO {table} SELECT * FROM {table}",
    "UPDATE": "UPDATE {table} SET {column} = {column}",
    "DELETE": "DELETE FROM {table}",
    "TRUNCATE": "TRUNCATE {table}",
}
OF_THE_OWNER = (
    "ALTER TABLE {table} ADD COLUMN more int",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "DROP TABLE {table}",
    "ALTER TABLE {table} OWNER TO CURRENT_USER",
)


@pytest.mark.parametrize("table", SERVING)
def test_the_database_refuses_it_everything_else(roles: Roles, table: str) -> None:
    column = "version_num" if table == "alembic_version" else metadata.tables[table].columns[0].name
    forbidden = [verb for name, verb in VERBS.items() if name not in SERVING[table]]
    refused(roles, *(each.format(table=f'"{table}"', column=column) for each in (*forbidden, *OF_THE_OWNER)))


def test_it_cannot_put_the_guards_of_the_log_out_of_the_way(roles: Roles) -> None:
    refused(
        roles,
        *(f"DROP TRIGGER {table.name}_append_only ON {table.name}" for table in (*APPEND_ONLY, *OF_THE_TREE)),
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE sql AS 'SELECT 1'",
        "DROP FUNCTION refuse_change() CASCADE",
        "SET session_replication_role = replica",
    )


def refused(roles: Roles, *statements: str) -> None:
    engine = create_engine(roles.server, poolclass=NullPool)
    for statement in statements:
        with (
            engine.connect() as connection,
            pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        ):
            connection.execute(text(statement))


def test_a_server_without_its_rights_says_so_when_it_starts(roles: Roles) -> None:
    administer(roles.owner, f'REVOKE INSERT ON event FROM "{roles.role}"')
    started = typed("serve", "--port", "0", url=roles.server)
    assert started.exit_code == 1
    assert "INSERT ON event" in started.stderr
    assert f"bihuan grant {roles.role} --apply" in started.stderr
    granted = typed("grant", roles.role, "--apply", url=roles.owner)
    assert granted.exit_code == 0, granted.stderr
    with serving(roles.server) as address:
        assert httpx.get(f"{address}/health/ready").is_success


def test_rights_that_bind_nobody_are_not_given(roles: Roles, postgresql_url: str) -> None:
    owner = make_url(roles.owner).username or ""
    superuser = make_url(postgresql_url).username or ""
    for role, why in {
        owner: "owns the tables",
        superuser: "owns the tables",
        "nobody_at_all": "no such role",
    }.items():
        answer = typed("grant", role, "--apply", url=roles.owner)
        assert (answer.exit_code, why in answer.stderr) == (1, True), answer.stderr


def test_on_sqlite_there_is_nothing_to_grant(tmp_path: Path) -> None:
    answer = typed("grant", DOCUMENTED, "--apply", url=f"sqlite:///{tmp_path / 'bihuan.db'}")
    assert (answer.exit_code, "SQLite" in answer.stderr) == (1, True)


def test_the_grants_take_away_what_a_role_had_before(roles: Roles) -> None:
    administer(roles.owner, f'GRANT UPDATE ON event TO "{roles.role}"', *grants(roles.role))
    refused(roles, "UPDATE event SET seq = seq")
