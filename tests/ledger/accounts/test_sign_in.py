"""Who comes in and who does not; nobody learns from a refusal whether there is such an account."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlalchemy import select

from ledger.accounts.passwords import WITHIN, Passwords
from ledger.accounts.sign_in import SignIn
from ledger.errors import BihuanError, InvalidError, NotAllowedError, NotAuthenticatedError, TooManyError
from ledger.store.tables import account, session, sign_in_attempt
from tests.ledger.accounts.conftest import PASSWORD, CountedHasher, Door

WRONG = "not-the-password-at-all"


def refusal(door: Door, name: str, password: str = WRONG, address: str = "192.0.2.7") -> BihuanError:
    with pytest.raises(BihuanError) as caught:
        door.enter(name, password, address)
    return caught.value


def test_a_name_and_its_password_begin_a_session(door: Door) -> None:
    person = door.person(role="administrator")
    found = door.sign_in.session_of(door.enter())
    assert found is not None
    assert found.account == person
    assert found.began_at == door.clock.now()


@pytest.mark.parametrize("typed", [" E1027 ", "e1027", "E1027\t"])
def test_capitals_and_blanks_around_a_name_do_not_count(door: Door, typed: str) -> None:
    door.person()
    assert door.is_in(door.enter(typed))


def test_wide_characters_of_a_keyboard_are_the_same_as_narrow_ones(door: Door) -> None:
    door.person()
    assert door.is_in(door.enter(password=PASSWORD.replace("and", "ａｎｄ")))


def test_nothing_that_lets_anybody_in_is_stored(door: Door) -> None:
    door.person()
    token = door.enter()
    refusal(door, "e1027", WRONG)
    with door.ledger.recorder.engine.connect() as connection:
        stored = repr(
            [tuple(row) for table in (account, session, sign_in_attempt) for row in connection.execute(select(table))]
        )
    for secret in (PASSWORD, WRONG, token, token[:20]):
        assert secret not in stored


def test_an_unknown_name_is_refused_in_the_same_words_after_the_same_work(door: Door) -> None:
    door.person()
    told = []
    for name in ("e1027", "nobody", "", "x" * 500, "e1027 or 1=1", "\x00"):
        error = refusal(door, name)
        told.append((type(error), error.findings, tuple(door.hasher.computed)))
        door.hasher.computed.clear()
    assert set(map(str, told)) == {str(told[0])}
    assert told[0][0] is NotAuthenticatedError
    assert told[0][2] == ("verify",)


def test_a_name_that_does_not_exist_waits_like_one_that_does(door: Door) -> None:
    door.person()
    told: dict[str, list[str]] = {}
    for number, name in enumerate(("e1027", "nobody")):
        for _ in range(9):
            error = refusal(door, name, address=f"192.0.2.{number}")
            told.setdefault(name, []).append(f"{error.findings} {door.hasher.computed}")
            door.hasher.computed.clear()
            door.later(seconds=20)
    assert told["e1027"] == told["nobody"]


def test_after_five_failures_a_name_waits_longer_each_time_also_with_the_right_password(door: Door) -> None:
    door.person()
    for _ in range(5):
        assert isinstance(refusal(door, "e1027"), NotAuthenticatedError)
    waits = []
    for _ in range(4):
        error = refusal(door, "e1027", PASSWORD)
        assert isinstance(error, TooManyError)
        waits.append(error.findings[0].about["retry_after"])
        door.later(seconds=waits[-1] - 1)
        assert isinstance(refusal(door, "e1027", PASSWORD), TooManyError)
        door.later(seconds=1)
        assert isinstance(refusal(door, "e1027"), NotAuthenticatedError)
    assert waits == [30, 60, 120, 240]


def test_nothing_is_computed_for_who_has_to_wait(door: Door) -> None:
    door.person()
    for _ in range(5):
        refusal(door, "e1027")
    door.hasher.computed.clear()
    refusal(door, "e1027", PASSWORD)
    assert door.hasher.computed == []


def test_of_many_who_guess_at_once_some_are_turned_away_and_nothing_is_counted_of_them(door: Door) -> None:
    door.person()
    with ExitStack() as others:
        for _ in range(WITHIN):
            others.enter_context(door.sign_in.passwords.turn())
        for _ in range(6):
            error = refusal(door, "e1027", PASSWORD)
            assert isinstance(error, TooManyError)
            assert (error.findings[0].code, door.hasher.computed) == ("sign_in_busy", [])
    assert door.is_in(door.enter())


def test_of_many_guesses_at_once_only_five_are_looked_at(door: Door) -> None:
    door.person()
    with ThreadPoolExecutor(WITHIN) as threads:
        errors = list(threads.map(lambda _: refusal(door, "e1027"), range(WITHIN)))
    assert sorted(type(error).__name__ for error in errors) == (
        ["NotAuthenticatedError"] * 5 + ["TooManyError"] * (WITHIN - 5)
    )
    assert door.hasher.computed == ["verify"] * 5


def test_a_success_lets_the_failures_before_it_be_forgotten(door: Door) -> None:
    door.person()
    for _ in range(3):
        for _ in range(4):
            refusal(door, "e1027")
        assert door.is_in(door.enter())


def test_after_a_quarter_of_an_hour_failures_are_forgotten(door: Door) -> None:
    door.person()
    for _ in range(8):
        refusal(door, "e1027")
        door.later(seconds=31)
    door.later(minutes=15)
    assert door.is_in(door.enter())
    with door.ledger.recorder.engine.connect() as connection:
        assert connection.execute(select(sign_in_attempt)).all() == []


def test_an_address_that_tries_many_names_waits_and_others_do_not(door: Door) -> None:
    door.person()
    for number in range(20):
        assert isinstance(refusal(door, f"guess{number}"), NotAuthenticatedError)
    assert isinstance(refusal(door, "guess20"), TooManyError)
    assert isinstance(refusal(door, "e1027", PASSWORD), TooManyError)
    assert door.is_in(door.enter(address="198.51.100.1"))


def test_one_good_account_does_not_clear_an_address(door: Door) -> None:
    door.person()
    for number in range(19):
        refusal(door, f"guess{number}")
        if number % 4 == 0:
            door.enter()
    refusal(door, "guess19")
    assert isinstance(refusal(door, "e1027", PASSWORD), TooManyError)


def test_all_addresses_of_one_network_of_ipv6_count_as_one(door: Door) -> None:
    for number in range(20):
        refusal(door, f"guess{number}", address=f"2001:db8:0:1::{number:x}")
    assert isinstance(refusal(door, "guess", address="2001:db8:0:1:ffff::1"), TooManyError)
    assert isinstance(refusal(door, "guess", address="2001:db8:0:2::1"), NotAuthenticatedError)


def test_a_locked_account_says_so_only_to_who_knows_its_password(door: Door) -> None:
    door.person("admin", "administrator")
    locked = door.person()
    token = door.enter()
    door.accounts.lock(locked.id, door.clock.now(), None)
    assert not door.is_in(token)
    assert isinstance(refusal(door, "e1027"), NotAuthenticatedError)
    error = refusal(door, "e1027", PASSWORD)
    assert isinstance(error, NotAllowedError)
    assert error.findings[0].code == "account_locked"
    door.accounts.unlock(locked.id, None)
    assert not door.is_in(token)
    assert door.is_in(door.enter())


def test_a_first_password_is_good_for_seven_days(door: Door) -> None:
    person = door.person(first_until=door.clock.now() + timedelta(days=7))
    door.later(days=7, seconds=-1)
    assert door.is_in(door.enter())
    door.later(seconds=1)
    error = refusal(door, "e1027", PASSWORD)
    assert error.findings[0].code == "first_password_expired"
    door.accounts.reset(person.id, door.sign_in.passwords.hashed(PASSWORD), door.clock.now(), None)
    assert door.is_in(door.enter())


def test_a_hash_of_other_parameters_is_made_anew_by_the_next_success(door: Door) -> None:
    door.person()
    stronger = CountedHasher(time_cost=2)
    sign_in = SignIn(door.accounts, door.sessions, door.attempts, Passwords(stronger), door.clock.now)
    assert door.accounts.with_hash("e1027")[1].split("$")[3] == "m=8,t=1,p=1"
    with pytest.raises(NotAuthenticatedError):
        sign_in.sign_in("e1027", WRONG, "192.0.2.1")
    assert door.accounts.with_hash("e1027")[1].split("$")[3] == "m=8,t=1,p=1"
    assert sign_in.session_of(sign_in.sign_in("e1027", PASSWORD, "192.0.2.1"))
    assert door.accounts.with_hash("e1027")[1].split("$")[3] == "m=8,t=2,p=1"
    stronger.computed.clear()
    assert sign_in.session_of(sign_in.sign_in("e1027", PASSWORD, "192.0.2.1"))
    assert stronger.computed == ["verify"]


def test_the_parameters_in_use_are_those_of_rfc_9106_for_little_memory() -> None:
    hashed = Passwords().hashed(PASSWORD)
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert Passwords().fits(PASSWORD, hashed)
    assert not Passwords().fits(PASSWORD, None)


class TestChoosingAPassword:
    def test_every_session_ends_and_a_new_one_begins(self, door: Door) -> None:
        door.person(first_until=door.clock.now() + timedelta(days=7))
        others, mine = [door.enter(), door.enter()], door.enter()
        session = door.sign_in.session_of(mine)
        token = door.sign_in.change_password(session, PASSWORD, "another one of mine", "192.0.2.7")
        assert [door.is_in(each) for each in (*others, mine, token)] == [False, False, False, True]
        assert door.sign_in.session_of(token).account.first_until is None
        assert isinstance(refusal(door, "e1027", PASSWORD), NotAuthenticatedError)
        assert door.is_in(door.enter(password="another one of mine"))

    @pytest.mark.parametrize(
        ("chosen", "code"),
        [
            ("short one", "password_too_short"),
            ("x" * 11, "password_too_short"),
            ("x" * 201, "password_too_long"),
            ("e1027e1027e1027", "password_is_the_name"),
            ("E1027-E1027-123", "password_is_the_name"),
            ("ababababababab", "password_too_plain"),
            (PASSWORD, "password_unchanged"),
        ],
    )
    def test_one_that_is_soon_guessed_is_refused_in_words(self, door: Door, chosen: str, code: str) -> None:
        door.person()
        mine = door.enter()
        with pytest.raises(InvalidError) as caught:
            door.sign_in.change_password(door.sign_in.session_of(mine), PASSWORD, chosen, "192.0.2.7")
        assert caught.value.findings[0].code == code
        assert chosen not in str(caught.value)
        assert door.is_in(mine)
        assert door.is_in(door.enter())

    def test_who_does_not_know_the_present_one_guesses_no_longer_than_at_the_door(self, door: Door) -> None:
        door.person()
        session = door.sign_in.session_of(door.enter())
        codes = []
        for _ in range(7):
            with pytest.raises(BihuanError) as caught:
                door.sign_in.change_password(session, WRONG, "another one of mine", "192.0.2.7")
            codes.append(caught.value.findings[0].code)
        assert codes == ["wrong_sign_in"] * 5 + ["too_many_sign_ins"] * 2
        assert door.is_in(session.token)

    def test_a_session_that_was_begun_with_the_old_one_does_not_slip_by(self, door: Door) -> None:
        person = door.person()
        _, stored = door.accounts.with_hash("e1027")
        door.accounts.choose_password(person.id, door.sign_in.passwords.hashed("another one of mine"))
        assert door.sessions.begin(person.id, stored, door.clock.now()) is None
