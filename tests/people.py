"""People at a browser: they sign in, fill in the forms of the pages that they see, and sign out."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from typing import Any

from argon2 import PasswordHasher
from fastapi.dependencies.models import Dependant
from fastapi.testclient import TestClient
from httpx2 import Response
from openpyxl import load_workbook

from api.people.issuing import NewAccount, Speaker, add_account
from api.people.signed_in import wants_a_person
from api.permissions import every_route
from ledger.accounts.account import Account
from ledger.accounts.passwords import Passwords
from tests.specification import PLANT

HERE = "http://127.0.0.1:8000"
OWN = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
"""What a browser says of a form that one of our pages sent."""
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def text_of(html: str) -> str:
    """What a person reads."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def answer_of(html: str) -> str:
    """The sentence that a page opens with."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    assert found, html
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", found[1]))).strip()


def people_doors(method: str, wanted: Callable[[Dependant], bool] = wants_a_person) -> set[str]:
    """The pages that want somebody to be signed in, each at an address that leads to nothing there is."""
    every = (route for route in every_route() if method in (route.methods or ()) and wanted(route.dependant))
    return {re.sub(r"\{.*?}", "x-NOBODY22", route.path) for route in every}


def sheet_of(answer: Response) -> list[list[Any]]:
    """The rows of a table that was downloaded."""
    return next(iter(sheets_of(answer).values()))


def sheets_of(answer: Response) -> dict[str, list[list[Any]]]:
    """Title → rows of each table that was downloaded as one."""
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith(".xlsx")
    book = load_workbook(BytesIO(answer.content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


@dataclass
class Browser:
    """One browser with its own cookies, at the address of this machine unless a test says otherwise."""

    app: Any
    address: str = HERE
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        # not opened: the application runs already
        headers = {"Accept": "text/html"}
        self.client = TestClient(self.app, base_url=self.address, headers=headers, follow_redirects=False)

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def send(self, path: str, data: dict[str, str] | None = None, **headers: str) -> Response:
        """A form, as it is."""
        return self.client.post(path, data=data or {"a": "b"}, headers=headers or OWN)

    def fill(self, page: str, path: str, **data: str) -> Response:
        """The form of a page that leads to a path, with its hidden fields as they are."""
        html = self.get(page).text
        forms = re.findall(r'<form[^>]* action="([^"]+)"[^>]*>(.*?)</form>', html, re.S)
        fields = next(inner for action, inner in forms if unescape(action) == path)
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', fields))
        return self.send(path, {**hidden, **data})

    def enter(self, name: str, password: str) -> Response:
        return self.fill("/sign-in", "/sign-in", name=name, password=password)

    def token(self) -> str:
        """The form token of this session."""
        found = re.search(r'name="form_token" value="([^"]+)"', self.get("/me/password").text)
        assert found
        return found[1]

    @property
    def cookie(self) -> str | None:
        return next((each.value for each in self.client.cookies.jar), None)


@dataclass
class People:
    """Who may sign in at an application; their passwords are known here alone."""

    app: Any
    passwords: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.app.state.sign_in.passwords = CHEAP

    def add(self, name: str = "boss", role: Any = "administrator", organisation: str = PLANT, **more: Any) -> Account:
        ledger, accounts = self.app.state.ledger, self.app.state.sign_in.accounts
        new = NewAccount(organisation, name, more.pop("shown_name", None), role)
        account, password = add_account(
            ledger, accounts, CHEAP, Speaker.at_the_terminal(ledger), new, keeps=more.pop("keeps", True)
        )
        self.passwords[name] = password
        return account

    def browser(self, name: str | None = None, address: str = HERE) -> Browser:
        """A browser, in which somebody signed in where a name is given."""
        browser = Browser(self.app, address)
        if name is not None:
            assert browser.enter(name, self.passwords[name]).status_code == 303
        return browser
