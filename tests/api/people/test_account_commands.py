"""`bihuan account`: the operator makes the first administrator of an organisation, and looks after accounts."""

from datetime import timedelta
from pathlib import Path

import pytest

from api.people.installed import sign_in_with
from api.settings import Settings, read_settings
from ledger.accounts.sign_in import SignIn
from ledger.errors import NotAllowedError, NotAuthenticatedError
from ledger.log import Ledger
from tests.api.test_cli import REGISTRATION, attempt, refused, run
from tests.specification import BUREAU, OPERATOR, PLANT

ADD = ("account", "add", "--organisation", PLANT, "--name", "E1027", "--role", "administrator")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A log with a plant in it."""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    run("migrate", "--operator", OPERATOR, url=url)
    run("organisation", "add", *REGISTRATION, url=url)
    return url


def enter(url: str, password: str) -> str:
    """The role of who comes in."""
    with Ledger(url) as ledger:
        door: SignIn = sign_in_with(ledger, Settings())
        session = door.session_of(door.sign_in("e1027", password, "192.0.2.7"))
        assert session is not None
        return session.account.role


def test_the_first_password_is_the_last_line_and_a_fact_names_the_pseudonym(url: str) -> None:
    added = attempt(*ADD, "--called", "王工", url=url)
    assert added.exit_code == 0, added.output
    password = added.stdout.splitlines()[-1]
    assert password not in added.stderr
    assert enter(url, password) == "administrator"
    with Ledger(url) as ledger:
        (issued,) = ledger.recorded(types=["credential.issued"])
        account = sign_in_with(ledger, Settings()).accounts.named("e1027")
        assert issued.fact.subject == f"credential:{PLANT}.{account.id}"
        assert (issued.fact.credential, issued.fact.source) == ("cli", f"urn:uscc:{OPERATOR}:cli")
        assert account.first_until == account.made_at + timedelta(days=7)
        stored = b"".join(ledger.stored(n)[1] for n in range(1, ledger.head()[0] + 1))
    assert "王工".encode() not in stored
    assert b"e1027" not in stored


def test_they_are_listed_locked_unlocked_and_reset(url: str) -> None:
    password = run(*ADD, url=url).splitlines()[-1]
    listed = run("account", "list", url=url)
    assert "e1027" in listed
    assert password not in listed
    assert "e1027" not in run("account", "list", "--organisation", BUREAU, url=url)
    run("account", "lock", " E1027", url=url)
    assert "locked" in run("account", "list", url=url)
    with pytest.raises(NotAllowedError):
        enter(url, password)
    run("account", "unlock", "e1027", url=url)
    assert enter(url, password) == "administrator"
    again = run("account", "reset", "e1027", url=url).splitlines()[-1]
    with pytest.raises(NotAuthenticatedError):
        enter(url, password)
    assert enter(url, again) == "administrator"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (ADD, "user_name_taken"),
        ((*ADD[:5], "x", *ADD[6:]), "wrong_user_name"),
        ((*ADD[:-1], "root"), "unknown_role"),
        ((*ADD[:5], "e2", *ADD[6:-1], "inspector"), "wrong_user_name"),
        ((*ADD[:5], "e22", *ADD[6:-1], "inspector"), "role_of_authorities"),
        ((*ADD[:3], BUREAU, *ADD[4:]), "organisation_not_registered"),
        (("account", "lock", "nobody"), "unknown_account"),
        (("account", "reset", "nobody"), "unknown_account"),
    ],
)
def test_what_cannot_be_is_told(url: str, arguments: tuple[str, ...], code: str) -> None:
    run(*ADD, url=url)
    with Ledger(url) as ledger:
        before = ledger.head()
    assert f"[{code}]" in refused(*arguments, url=url)
    with Ledger(url) as ledger:
        assert ledger.head() == before


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://ledger.example.org", "https://ledger.example.org"),
        ("https://ledger.example.org/", "https://ledger.example.org"),
        ("https://ledger.example.org:443", "https://ledger.example.org"),
        ("https://ledger.example.org:8443", "https://ledger.example.org:8443"),
    ],
)
def test_the_address_of_the_pages_is_an_origin(given: str, read: str) -> None:
    assert read_settings({"BIHUAN_ADDRESS": given}).address == read


@pytest.mark.parametrize(
    "given", ["http://ledger.example.org", "ledger.example.org", "https://a/b", "https://A.org", ""]
)
def test_an_address_that_browsers_would_not_write_so_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="BIHUAN_ADDRESS"):
        read_settings({"BIHUAN_ADDRESS": given})
