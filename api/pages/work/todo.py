"""What waits for an organisation at an instant: drums, manifests, deadlines and flags, each with what to do next."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final, NamedTuple

from api.flag_words import message_of
from api.pages.facts_in_words import numbered, own_number
from api.pages.page import Page
from api.pages.words import KINDS, Words
from api.pages.work.awaited import LISTED, OF_A_TRIP, SEE, Does, awaited_of
from api.pages.work.drum_steps import BETWEEN, Step, next_step
from ledger.clock import read_instant, shanghai_day, write_instant
from ledger.construction_waste.trip_state import TripState
from ledger.hazardous_waste.container import ContainerState
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.anomalies.lists import Wanted, flags_of
from projections.anomalies.lists import reached as flags_reached
from projections.clocks import AN_INSTANT, end_of
from projections.construction_waste.awaited import trips_to, turned_away
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.state import fold
from projections.custody.visibility import Viewer
from projections.hazardous_waste.register_rows import ManifestRow
from projections.hazardous_waste.registered import Part, Register
from projections.loops.lists import reached, waits_of
from projections.loops.status import BINDS_KEEPERS, deadlines
from projections.loops.urgent import first_due
from projections.loops.waits import Waiting
from projections.parties.keepers import Keepers
from projections.reading import Reading
from projections.rules.catalogue import BY_ID
from projections.runner import Runner
from projections.settled.recorded_settings import RecordedSettings

AT_MOST: Final = 100
"""How many of each kind are listed."""
WEEK: Final = timedelta(days=7)
MONTH: Final = timedelta(days=30)
"""How long before the year of storage is over it is told (内部阈值)."""
NEXT: Final[dict[Step, Words]] = {
    "package": ("去包装", "Package it"),
    "weigh": ("去称重", "Weigh it"),
    "label": ("去打码", "Label it"),
    "store": ("去入库", "Store it"),
}


Asked = tuple[tuple[str, str | None], ...]
Due = tuple[str, str | None, str, bool]
"""Since when it waits, until when, by which basis, and whether that passed."""


class Task(NamedTuple):
    """One thing to do: what it is, since when and until when by which basis, and where it is done."""

    subject: str
    what: str
    why: str
    since: str
    due: str | None
    basis: str
    past: bool
    button: str
    path: str
    asked: Asked = ()
    """What the form there is filled in with."""


class Tasks(NamedTuple):
    """What waits, by kind; each list is cut at AT_MOST."""

    drums: list[Task]
    manifests: list[Task]
    trips: list[Task]
    deadlines: list[Task]
    flags: list[Task]

    @property
    def number(self) -> int:
        """How many things there are to do."""
        return sum(map(len, self))


class Desk(NamedTuple):
    """From what the list is made."""

    page: Page
    ledger: Ledger
    views: Runner
    settings: RecordedSettings
    register: Register
    viewer: Viewer
    states: bool
    """Whether who looks may state anything, and so is led to the forms."""

    @property
    def organisation(self) -> str:
        """Whose list it is, as a subject."""
        return f"organisation:{self.viewer.organisation}"


def tasks_of(desk: Desk) -> Tasks:
    """All that waits now for an organisation."""
    at = asked_at(desk.ledger, desk.settings)
    reached(desk.views, at.position)
    flags_reached(desk.views, at.position)
    manifests = list(_manifests(desk, at))
    trips = list(_trips(desk, at))
    told = {task.subject for task in (*manifests, *trips)}
    late = [task for task in _deadlines(desk, at, AT_MOST + len(told)) if task.subject not in told]
    return Tasks(list(_drums(desk, at)), _first(manifests), trips, _first(late), list(_flags(desk, at)))


def _first(tasks: Iterable[Task]) -> list[Task]:
    """The most urgent first: by the day it is due, what has none last."""
    return sorted(tasks, key=lambda task: (task.due or "9", task.since, task.subject))[:AT_MOST]


def _drums(desk: Desk, at: AskedAt) -> Iterator[Task]:
    rows = desk.register.waiting(desk.organisation, BETWEEN, AT_MOST)
    reading = Reading(desk.ledger, at.position)
    lives = reading.lives(row.subject for row in rows)
    for row in rows:
        state: ContainerState = fold(row.subject, reading.standing(row.subject, lives[row.subject]))
        step = next_step(state) or "store"
        mass = desk.page.mass(state.net_g) if state.net_g is not None else ""
        words = desk.page.either(NEXT[step])
        yield Task(
            row.subject,
            row.number,
            " ".join(filter(None, [state.packaging or "", mass])),
            row.last_occurred_at,
            None,
            "",
            False,
            words,
            f"/work/drum/{row.number}",
        )


def _manifests(desk: Desk, at: AskedAt) -> Iterator[Task]:
    found: list[tuple[Part, ManifestRow]] = []
    for part, stages in LISTED:
        rows = desk.register.manifests(desk.organisation, part, stages, AT_MOST) if stages else ()
        found += [(part, row) for row in rows]
    waits, keepers = waits_of(desk.views, at, [(row.subject, "manifest") for _, row in found])
    for part, row in found:
        awaited, does = awaited_of(part, row)
        yield Task(
            row.subject,
            desk.page.either(numbered(row.subject)),
            desk.page.either(awaited),
            *_first_due(waits.get((row.subject, "manifest"), ()), at, keepers, row.last_occurred_at),
            *_done_at(desk, does, row.subject),
        )


def _first_due(waits: Iterable[Waiting], at: AskedAt, keepers: Keepers, since: str) -> Due:
    """Its first deadline; where it has none, since when it is so."""
    told = deadlines(waits, at.clocks, keepers)
    if not told:
        return since, None, "", False
    first = told[0]
    return first["since"], first["due"], first["basis"], bool(first["passed"])


def _done_at(desk: Desk, does: Does | None, subject: str, site: str | None = None) -> tuple[str, str, Asked]:
    """A button, where it leads, and with what filled in: to the replay where nothing is to be stated."""
    kind, _, number = subject.partition(":")
    if does is None or not desk.states:
        return desk.page.either(SEE[kind]), f"/replay/{subject}", ()
    asked = {kind: number, "doing": does.doing, "site": site and site.partition(":")[2]}
    return desk.page.either(does.button), does.form, tuple(asked.items())


def _trips(desk: Desk, at: AskedAt) -> Iterator[Task]:
    """Loads of construction waste at its sites' gates or under way to them, and its own that were turned away."""
    wanted = desk.views, desk.viewer.organisation, at.position, AT_MOST
    subjects = list(dict.fromkeys([*trips_to(*wanted), *turned_away(*wanted)]))[:AT_MOST]
    waits, keepers = waits_of(desk.views, at, [(subject, "trip") for subject in subjects])
    reading = Reading(desk.ledger, at.position)
    lives = reading.lives(subjects)
    for subject in subjects:
        standing = reading.standing(subject, lives[subject])
        state: TripState = fold(subject, standing)
        if state.stage not in OF_A_TRIP:
            continue  # the view knows more of it since a moment ago
        awaited, does = OF_A_TRIP[state.stage]
        place = {"arrived": state.site, "refused": None}.get(state.stage, state.to_site)
        plate = (state.conveyance or "").partition(":")[2]
        mass = desk.page.mass(state.carried_g) if state.carried_g is not None else ""
        yield Task(
            subject,
            " ".join(filter(None, [own_number(subject), plate, mass])),
            desk.page.either(awaited),
            *_first_due(waits.get((subject, "trip"), ()), at, keepers, standing[-1].statement.occurred_at),
            *_done_at(desk, does, subject, place),
        )


def _deadlines(desk: Desk, at: AskedAt, limit: int) -> Iterator[Task]:
    """Own loops of which a deadline has passed, or passes this week; of storage, within a month."""
    week = end_of(str(shanghai_day(write_instant(read_instant(at.as_of) + WEEK))))
    month = write_instant(read_instant(at.as_of) + MONTH + AN_INSTANT)
    soon = asked_at(desk.ledger, desk.settings, month)  # behind it, what is due until then is overdue

    def due_by(kind: str) -> str:
        return month if kind == BINDS_KEEPERS else week

    for told in first_due(desk.views, desk.viewer.organisation, at, soon, due_by, limit):
        yield _deadline(desk, told)


def _deadline(desk: Desk, told: dict[str, Any]) -> Task:
    subject = told["subject"]
    return Task(
        subject,
        desk.page.either(numbered(subject)),
        desk.page.either((told["title"]["zh"], told["title"]["en"])),
        told["since"],
        told["due"],
        told["basis"],
        told["passed"],
        desk.page.say("看全过程", "Its replay"),
        f"/replay/{subject}",
    )


def _flags(desk: Desk, at: AskedAt) -> Iterator[Task]:
    wanted = Wanted(organisation=desk.viewer.organisation, status="open")
    for flag in flags_of(desk.views, desk.viewer, at, wanted, limit=AT_MOST):
        rule = BY_ID[flag.rule]
        message = message_of(rule, flag.findings[0])
        of = desk.page.either(numbered(flag.subject)) if kind_of(flag.subject) in KINDS else flag.subject
        yield Task(
            flag.subject,
            desk.page.say(rule.title.zh, rule.title.en),
            desk.page.say(f"{of}：{message.zh}", f"{of}: {message.en}"),
            flag.since,
            None,
            "",
            flag.severity == "serious",
            desk.page.say("去说明（申辩）", "Explain it"),
            f"/flags/{flag.flag}",
        )
