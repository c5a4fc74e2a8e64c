"""What a suspect kept in its own tables before the ledger began, and hands in as it begins."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from api.simulation.book import Book
from api.simulation.happening import Happening
from api.simulation.places import Place
from api.simulation.shanghai import at, written
from api.simulation.waste import Waste

IMPORT = "hj1259"
"""The source under which `bihuan import` states what is in a table."""


def imported(said: Happening) -> Happening:
    """The same, told from a table."""
    return said._replace(device=IMPORT)


def arisen(place: Place, of: Waste, when: datetime, kg: Decimal) -> Iterator[Happening]:
    """A month's waste of one kind, in bulk, and its treatment at home three days later."""
    own = f"M-{when:%y%m%d}"
    bulk = f"container:{place.uscc}.{own}"
    generated = {
        "establishment": place.establishment,
        "profile": place.profile(of),
        "waste_code": of.code,
        "kind": "bulk",
        "mass_kg": kg,
        "origin_facility": place.workshop,
    }
    yield Happening(when, place.uscc, "office", "container.generated", bulk, f"{own}-generated", generated)
    treated = when.replace(day=when.day + 3)
    run = {
        "facility": place.treatment,
        "kind": "disposed",
        "method": of.method,
        "from": written(treated),
        "until": written(treated),
        "inputs": [{"container": bulk, "mass_kg": kg}],
    }
    yield Happening(
        treated, place.uscc, "office", "treatment.completed", f"treatment:{place.uscc}.{own}", f"{own}-treated", run
    )


def kept(book: Book, of: Waste, when: datetime, kg: Decimal) -> None:
    """The same in the book."""
    book.flow(when, "generated", of, kg)
    book.flow(when.replace(day=when.day + 3), "treated", of, kg)


def declared(place: Place, book: Book, period: str, begin: date, end: date, when: datetime) -> Happening:
    """What the book says of a period."""
    rows = book.rows(at(begin, time()), at(end, time()))
    subject = f"declaration:{place.number}.{period}"
    return Happening(
        when, place.uscc, "office", "declaration.submitted", subject, f"declared-{period}", {"rows": rows}
    )


def declared_years(place: Place, book: Book, since: date, opened_at: datetime) -> Iterator[Happening]:
    """The years that were over and declared in January, as tables have them."""
    for year in range(since.year, opened_at.year + 1):
        when = at(date(year + 1, 1, 20), time(10))
        if when < opened_at:
            yield imported(declared(place, book, f"{year}", date(year, 1, 1), date(year + 1, 1, 1), when))
