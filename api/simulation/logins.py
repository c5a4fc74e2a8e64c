"""Logins to try the pages with: a person for each journey, with a new password each time the demo is served."""

from typing import Final, NamedTuple

from api.people.issuing import NewAccount, Speaker, add_account
from api.simulation.district import BUREAU, GENERATOR
from api.simulation.firms import BURNER, TRUCKS
from api.simulation.spoil_firms import GREENING
from ledger.accounts.account import AccountRole
from ledger.accounts.passwords import first_password
from ledger.accounts.sign_in import SignIn
from ledger.log import Ledger


class Login(NamedTuple):
    """What a visitor types to come in as somebody of the district."""

    name: str
    password: str
    who: str


class Visitor(NamedTuple):
    """Somebody of the district as whom a visitor may come in."""

    name: str
    organisation: str
    role: AccountRole
    called: str
    who: str


VISITORS: Final = (
    Visitor("inspector", BUREAU, "inspector", "演示执法人员", "区生态环境局执法人员 inspector of the bureau"),
    Visitor(
        "producer", GENERATOR, "administrator", "演示产废管理员", "产废单位组织管理员 administrator of a generator"
    ),
    Visitor("receiver", BURNER.uscc, "staff", "演示接受经办", "接受单位经办 staff of a receiver"),
    Visitor("driver", TRUCKS.uscc, "driver", "演示司机", "承运单位司机 driver of a carrier"),
    Visitor("greening", GREENING.uscc, "staff", "演示绿化经办", "区绿化市容局经办 staff of the greening authority"),
)


def issue_demo_logins(ledger: Ledger, door: SignIn) -> None:
    """Accounts of invented people, where there are none yet; nobody knows their passwords until it is served."""
    by, there = Speaker.at_the_terminal(ledger), {account.name for account in door.accounts.of()}
    for each in VISITORS:
        if each.name not in there:
            new = NewAccount(each.organisation, each.name, each.called, each.role)
            add_account(ledger, door.accounts, door.passwords, by, new, keeps=True)


def demo_logins(ledger: Ledger, door: SignIn) -> list[Login]:
    """The logins with passwords of this time; whoever was signed in with an older one is signed out.

    What an older release did not make is made, and whoever was locked is unlocked: an invented log belongs to whoever
    looks at it.
    """
    issue_demo_logins(ledger, door)
    told = []
    for each in VISITORS:
        account, password = door.accounts.named(each.name), first_password()
        door.accounts.choose_password(account.id, door.passwords.hashed(password))
        door.unlock(account.id, None)
        told.append(Login(each.name, password, each.who))
    return told
