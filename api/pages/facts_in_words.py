"""The data of a fact or a state in words: titles, units, choices, and links to the subjects it names."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from api.pages.choices import CHOICES
from api.pages.page import Page
from api.pages.quantity_words import number, unit_of
from api.pages.registered_names import RegisteredNames
from api.pages.words import KINDS, OPERATOR, OPERATOR_OF_LOG, STATE_TITLES, TITLES_ABOUT, Words
from ledger import wire
from ledger.fact import Fact
from ledger.regulation.divisions import SHANGHAI
from ledger.subjects import kind_of, problem_with
from ledger.titles import FIELD_TITLES

COMMON = frozenset(field.leaf_name for field in wire.fields(Fact))
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.A)


class Piece(NamedTuple):
    """A stretch of text; with a subject it is a link to that subject's replay."""

    text: str
    subject: str | None = None


class Detail(NamedTuple):
    """One field: what it is called, and what it says."""

    title: str
    pieces: list[Piece]

    @property
    def text(self) -> str:
        """What it says, without the links."""
        return "".join(piece.text for piece in self.pieces)


class Wording:
    """Words for one page."""

    def __init__(self, page: Page, names: RegisteredNames, about: str = "") -> None:
        self._page = page
        self._names = names
        self._about = about

    def of(self, subject: str) -> "Wording":
        """The same, for what is said of one subject: some fields are called by what they are about."""
        return Wording(self._page, self._names, kind_of(subject))

    def details(self, data: Mapping[str, Any]) -> list[Detail]:
        """Each field of wire data: what is particular to its type first, then what every fact may say."""
        ordered = sorted(data.items(), key=lambda field: field[0] in COMMON)
        return [Detail(self._title(name, value), list(self._pieces(name, value))) for name, value in ordered]

    def subject(self, subject: str) -> str:
        """A subject by its registered name, else by its kind and number."""
        name = self._names.of(subject)
        return f"{name} {own_number(subject)}" if name else self._page.either(numbered(subject))

    def _title(self, name: str, value: Any) -> str:
        if name == "operator":
            return self._page.either(OPERATOR_OF_LOG if kind_of(str(value)) == "organisation" else OPERATOR)
        told = TITLES_ABOUT.get((self._about, name)) or STATE_TITLES.get(name) or FIELD_TITLES.get(name)
        return self._page.either(told or (name, name))

    def _pieces(self, name: str, value: Any) -> Iterator[Piece]:
        match value:
            case {"type": "Polygon" | "LineString" as shape, "coordinates": [*paths]}:
                positions = sum(map(len, paths)) if shape == "Polygon" else len(paths)
                yield Piece(self._page.say(f"{positions} 个点", f"{positions} positions"))
            case Mapping():
                yield from self._joined((self._field(k, v) for k, v in value.items()), self._page.say("，", ", "))
            case list():
                yield from self._joined((self._pieces(name, v) for v in value), self._page.say("、", ", "))
            case _:
                yield self._piece(name, value)

    def _field(self, name: str, value: Any) -> Iterator[Piece]:
        yield Piece(f"{self._title(name, value)} ")
        yield from self._pieces(name, value)

    def _piece(self, name: str, value: Any) -> Piece:
        match value:
            case bool():
                return Piece(self._page.say("是" if value else "否", "yes" if value else "no"))
            case int() | Decimal():
                unit = unit_of(name)
                return Piece(f"{number(value)} {unit}" if unit else str(value))
            case str() if (name, value) in CHOICES:
                return Piece(self._page.either(CHOICES[name, value]))
            case str() if name.endswith("division") and value in SHANGHAI:
                return Piece(f"{SHANGHAI[value]} {value}")
            case str() if _INSTANT.fullmatch(value):
                return Piece(self._page.when(value))
            case str() if problem_with(value) is None:
                return Piece(self.subject(value), value)
        return Piece(str(value))

    @staticmethod
    def _joined(parts: Iterator[Iterator[Piece]], between: str) -> Iterator[Piece]:
        for index, part in enumerate(parts):
            if index:
                yield Piece(between)
            yield from part


def own_number(subject: str) -> str:
    """The part of a number that its owner gave; the whole number where others give it."""
    whole = subject.partition(":")[2]
    return whole.partition(".")[2] or whole if kind_of(subject) != "log" else whole


def numbered(subject: str) -> Words:
    """A subject by its kind and the number that its owner gave."""
    kind, number = kind_of(subject), own_number(subject)
    zh, en = KINDS.get(kind, (kind, kind))
    return f"{zh} {number}", f"{en} {number}"
