"""How the loops stand, for people: how many of each status, and of the overdue ones what they wait for since when."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from api.pages.facts_in_words import numbered
from api.pages.page import Page
from api.pages.registered_names import RegisteredNames
from api.pages.words import LOOPS
from ledger.errors import ViewStoppedError
from projections.custody.asked_at import AskedAt
from projections.custody.visibility import EVERYBODY
from projections.loops.figures import groups_of
from projections.loops.lists import DUTIES, Filter, page_of, reached
from projections.loops.lists import Page as Listed
from projections.loops.rows import whose
from projections.loops.status import STATUSES, deadlines
from projections.runner import Runner

LISTED_MAX: Final = 50
"""How many overdue loops the first page names at most."""


class Late(NamedTuple):
    """A loop of which a deadline has passed."""

    subject: str
    name: str
    whose: str
    loop: tuple[str, str]
    awaited: str
    since: str
    due: str
    basis: str


class Standing(NamedTuple):
    """How many loops stand how, and some of those that are overdue, the longest first."""

    counts: dict[str, int]
    late: list[Late]


def standing(page: Page, views: Runner, at: AskedAt, names: RegisteredNames) -> Standing | None:
    """How the loops of the whole log stand at an instant; None while no view tells."""
    try:
        reached(views, at.position)
        counts = dict.fromkeys(STATUSES, 0)
        for group in groups_of(views, EVERYBODY, at):
            if group.loop in DUTIES:
                counts[group.status] += group.loops
        most = LISTED_MAX if counts["overdue"] else 0  # nothing is looked for where nothing is
        found = page_of(views, EVERYBODY, at, Filter(status="overdue"), ("", ""), most)
    except ViewStoppedError:
        return None
    return Standing(counts, sorted(late_of(page, found, at, names), key=lambda each: each.due))


def late_of(page: Page, found: Listed, at: AskedAt, names: RegisteredNames) -> Iterator[Late]:
    """Each deadline of some loops that has passed at an instant."""
    names.look_up({f"organisation:{whose(row.subject, row.place)}" for row in found.rows})
    for row in found.rows:
        for told in deadlines(found.waits.get((row.subject, row.loop), ()), at.clocks, found.keepers):
            if told["passed"]:
                yield _late(page, row, told, names)


def awaited(page: Page, told: dict[str, Any]) -> str:
    """What a deadline waits for."""
    return page.either((told["title"]["zh"], told["title"]["en"]))


def _late(page: Page, row: Any, told: dict[str, Any], names: RegisteredNames) -> Late:
    owner = whose(row.subject, row.place)
    return Late(
        row.subject,
        page.either(numbered(row.subject)),
        names.of_organisation(owner) or owner,
        LOOPS.get(row.loop, (row.loop, row.loop)),
        awaited(page, told),
        told["since"],
        told["due"],
        told["basis"],
    )
