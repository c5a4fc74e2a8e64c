"""Administrators look after the accounts of their own organisation, and of no other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ledger.accounts.account import ROLES, Account, checked_name, checked_role, checked_shown_name
from ledger.errors import BihuanError, ConflictError, InvalidError, NotAllowedError, NotFoundError, TooManyError
from tests.ledger.accounts.conftest import PASSWORD, Door
from tests.specification import OTHER_PLANT, PLANT

Change = Callable[[Door, Account, Account | None], Account]

CHANGES: dict[str, Change] = {
    "role": lambda door, who, by: door.accounts.change_role(who.id, "viewer", by),
    "lock": lambda door, who, by: door.accounts.lock(who.id, door.clock.now(), by),
    "unlock": lambda door, who, by: door.accounts.unlock(who.id, by),
    "reset": lambda door, who, by: door.accounts.reset(who.id, "$argon2id$x", door.clock.now(), by),
    "end": lambda door, who, by: door.accounts.end_sessions(who.id, by),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
class TestWhoChangesAnAccount:
    def test_an_administrator_of_its_organisation_does(self, door: Door, change: Change) -> None:
        boss, person = door.person("boss", "administrator"), door.person()
        assert change(door, person, boss).id == person.id

    def test_the_operator_does_at_its_terminal(self, door: Door, change: Change) -> None:
        assert change(door, door.person(), None).organisation == PLANT

    @pytest.mark.parametrize("role", [role for role in ROLES if role != "administrator"])
    def test_nobody_else_does(self, door: Door, change: Change, role: str) -> None:
        other, person = door.person("other", role), door.person()
        with pytest.raises(NotAllowedError):
            change(door, person, other)
        assert door.accounts.one(person.id) == person

    def test_to_an_administrator_of_another_organisation_it_does_not_exist(self, door: Door, change: Change) -> None:
        stranger, person = door.person("boss", "administrator", OTHER_PLANT), door.person()
        with pytest.raises(NotFoundError) as existing:
            change(door, person, stranger)
        with pytest.raises(NotFoundError) as missing:
            change(door, person._replace(id="p-NOBODY22"), stranger)
        assert existing.value.findings == missing.value.findings

    def test_nobody_changes_oneself_so_that_an_administrator_is_left(self, door: Door, change: Change) -> None:
        boss = door.person("boss", "administrator")
        with pytest.raises(ConflictError):
            change(door, boss, boss)

    def test_who_is_an_administrator_no_more_does_not(self, door: Door, change: Change) -> None:
        boss, second, person = door.person("boss", "administrator"), door.person("b2", "administrator"), door.person()
        door.accounts.change_role(boss.id, "staff", second)
        with pytest.raises(NotAllowedError):
            change(door, person, boss)


def test_of_two_administrators_who_lock_each_other_at_once_one_stays(door: Door) -> None:
    for turn in range(5):
        pair = [door.person(f"{turn}{n}", "administrator") for n in "ab"]
        together = Barrier(2)

        def lock(mine: Account, other: Account, together: Barrier = together) -> bool:
            together.wait(timeout=30)
            try:
                door.accounts.lock(other.id, door.clock.now(), mine)
            except NotAllowedError:
                return False
            return True

        with ThreadPoolExecutor(2) as threads:
            done = list(threads.map(lock, pair, reversed(pair)))
        assert sorted(done) == [False, True]


@pytest.mark.parametrize("name", ["role", "lock", "reset", "end"])
def test_what_takes_rights_away_works_at_once(door: Door, name: str) -> None:
    boss, person = door.person("boss", "administrator"), door.person()
    token = door.enter()
    CHANGES[name](door, person, boss)
    session = door.sign_in.session_of(token)
    if name == "role":
        assert session is not None
        assert not session.account.may_state
    else:
        assert session is None


def test_a_name_is_taken_once_in_the_whole_installation(door: Door) -> None:
    door.person()
    door.accounts.check_free("e1028")
    with pytest.raises(ConflictError):
        door.accounts.check_free("e1027")
    with pytest.raises(ConflictError) as caught:
        door.person(organisation=OTHER_PLANT)
    assert caught.value.findings[0].code == "user_name_taken"


def test_an_organisation_sees_its_own_people(door: Door) -> None:
    here, there = door.person(), door.person("e2", organisation=OTHER_PLANT)
    assert (door.accounts.of(PLANT), door.accounts.of(OTHER_PLANT)) == ([here], [there])
    assert {each.id for each in door.accounts.of()} == {here.id, there.id}
    with pytest.raises(NotFoundError):
        door.accounts.one(there.id, PLANT)


def test_who_failed_too_often_is_let_try_again(door: Door) -> None:
    door.person()
    for _ in range(6):
        with pytest.raises(BihuanError):
            door.enter(password="wrong")
    with pytest.raises(TooManyError):
        door.enter()
    door.attempts.forget("e1027")
    assert door.is_in(door.enter(password=PASSWORD))


@pytest.mark.parametrize("name", ["e1", "", "-ab", "ab-", "a b", "张三丰", "a" * 41, "a/b/c", "a\x00b"])
def test_a_name_that_is_not_well_written_is_refused(name: str) -> None:
    with pytest.raises(InvalidError):
        checked_name(name)


@pytest.mark.parametrize(("typed", "name"), [(" E1027", "e1027"), ("li.si_2", "li.si_2"), ("a-b", "a-b")])
def test_a_name_is_kept_in_small_letters(typed: str, name: str) -> None:
    assert checked_name(typed) == name


def test_a_shown_name_is_one_short_line() -> None:
    assert (checked_shown_name(" 张三 "), checked_shown_name("  ")) == ("张三", None)
    for text in ("x" * 41, "a\nb", "a\u202eb", "\x00"):
        with pytest.raises(InvalidError):
            checked_shown_name(text)


def test_a_role_is_one_of_five() -> None:
    assert [checked_role(role) for role in ROLES] == list(ROLES)
    with pytest.raises(InvalidError):
        checked_role("root")
