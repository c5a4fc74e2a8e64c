"""`/replay/{subject}`: one subject's case, plainly, as of any two instants."""

from typing import Any, NamedTuple

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from msgspec.structs import replace

from api.door import TheLedger, TheRegister, TheSettings, TheViews
from api.pages import shanghai_time
from api.pages.facts_in_words import Detail, Piece, Wording, own_number
from api.pages.loops_in_words import awaited
from api.pages.page import Page, PageRoute, ThePage
from api.pages.quantity_words import lateness, number
from api.pages.registered_names import RegisteredNames, SeenNames
from api.pages.replay_sentence import sentence
from api.pages.stages import stage
from api.pages.words import EFFECT_ROLES, KINDS, LOOPS
from api.people.signed_in import SeenByPerson
from api.subjects import case_of
from ledger.catalogue import CATALOGUE
from ledger.correction import Correction
from ledger.errors import NotFoundError
from ledger.fact import Title
from ledger.log import Ledger
from ledger.subjects import kind_of, problem_with
from projections.custody.asked_at import asked_at
from projections.custody.replay import Case, Effect, Entry
from projections.custody.visibility import Visibility
from projections.custody.whole_case import whole_case
from projections.loops.lists import keepers_for, with_chain
from projections.loops.status import judged

router = APIRouter(include_in_schema=False, route_class=PageRoute)

NOT_PUBLIC = (
    "此账本记录真实事实：登录后可看本单位可见的事实；程序持密钥经 API 查询：GET /v1/subjects/…/history。",
    "This log holds real facts: sign in to see those that your organisation may see, or ask the API with a key:"
    " GET /v1/subjects/…/history.",
)
UNKNOWN = (
    "账本中没有这个编号，或本单位无权查看。请核对编号（含单位的统一社会信用代码），或从首页进入。",
    "The log knows no such number, or your organisation may not see it. Check it, the organisation's code included,"
    " or choose from the first page.",
)


class Row(NamedTuple):
    """One event in words."""

    entry: Entry
    occurred: str
    recorded: str
    """Both clocks as an input of this page takes them."""
    title: Title
    stated_by: str
    on_behalf_of: str | None
    details: list[Detail]
    late: str
    stage_after: tuple[str, str] | None
    replaced_by: int | None
    """The position of the correction or withdrawal after which this no longer counts."""
    withdrawn: bool


class Done(NamedTuple):
    """What a fact about another subject did to this one, in words."""

    effect: Effect
    title: Title
    role: tuple[str, str]
    subject: Piece
    mass: str
    stated_by: str


@router.get("/replay")
def open_drum(
    page: ThePage, ledger: TheLedger, register: TheRegister, person: SeenByPerson, number: str = ""
) -> Response:
    """From a number as it stands on the drum, or the whole subject, to its replay."""
    if person is None and not ledger.opened.simulated:
        return page.sorry(404, NOT_PUBLIC)
    number = number.strip()
    found = register.of_number(number) if number and "\0" not in number else []
    if person is not None and not ledger.opened.simulated:
        visible = person.seen_among(found)
        found = [subject for subject in found if subject in visible]
    if len(found) == 1:
        return RedirectResponse(page.replay_of(found[0]), 303)
    if not found and number and problem_with(number) is None:  # any other subject, which its own page may know
        return RedirectResponse(page.replay_of(number), 303)
    if found:
        return page.answer("which.html", number=number, found=found)
    return page.sorry(404, UNKNOWN)


@router.get("/replay/{subject:path}")
def replay_page(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    subject: str,
    happened_by: str | None = None,
    known_by: str | None = None,
) -> Response:
    """The case: a sentence, the state, the events; cut by when things happened and by when they were known."""
    simulated = ledger.opened.simulated
    if person is None and not simulated:
        return page.sorry(404, NOT_PUBLIC)
    seen = None if simulated else person
    happened = shanghai_time.cut(happened_by, "happened_by")
    known = shanghai_time.cut(known_by, "known_by")
    case = _case(ledger, seen, subject, happened, known)
    if case is None:
        return page.sorry(404, UNKNOWN)
    told: list[dict[str, Any]] = []
    if happened is None:  # chains and deadlines are known as of an instant of the log, not of the ground
        at = asked_at(ledger, settings, known)
        case = with_chain(views, at, case)
        loops, told = judged(case.loops, case.waits, at.clocks, keepers_for(views, at, case))
        case = replace(case, loops=loops)
    names = RegisteredNames(ledger) if seen is None else SeenNames(ledger, seen)
    wording = Wording(page, names)
    shown = {entry.position: entry for entry in case.entries}
    kind = KINDS.get(kind_of(subject), (kind_of(subject),) * 2)
    who = f"{page.either(kind)} {names.of(subject) or own_number(subject)}"
    return page.answer(
        "replay.html",
        case=case,
        simulated=simulated,
        who=who,
        sentence=sentence(page, case, who, [each for each in told if each["passed"]]),
        deadlines=[{**each, "awaited": awaited(page, each), "loop": LOOPS[each["loop"]]} for each in told],
        state=wording.details(case.state),
        rows=[_row(page, entry, shown, wording, names) for entry in case.entries],
        effects=[_done_by_others(effect, wording, names) for effect in case.effects],
        happened_by=happened_by,
        known_by=known_by,
    )


def _case(
    ledger: Ledger, seen: Visibility | None, subject: str, happened: str | None, known: str | None
) -> Case | None:
    """The case as far as it may be seen; None where there is nothing to be seen. `seen` None shows everything."""
    if seen is None:
        return whole_case(ledger, subject, happened, known) if problem_with(subject) is None else None
    try:
        return case_of(ledger, seen, subject, happened, known)
    except NotFoundError:
        return None


def _done_by_others(effect: Effect, wording: Wording, names: RegisteredNames) -> Done:
    subject = effect.subject or ""
    return Done(
        effect,
        CATALOGUE[effect.type].today.TITLE,
        EFFECT_ROLES[effect.role],
        Piece(wording.subject(subject), subject),
        f"{number(effect.mass_kg)} kg" if effect.mass_kg is not None else "",
        names.of_organisation(effect.party) or effect.party,
    )


def _row(page: Page, entry: Entry, shown: dict[int, Entry], wording: Wording, names: RegisteredNames) -> Row:
    replaced_by, withdrawn = _replaced(entry, shown)
    return Row(
        entry=entry,
        occurred=shanghai_time.for_input(entry.occurred_at),
        recorded=shanghai_time.for_input(entry.recorded_at),
        title=CATALOGUE[entry.type].today.TITLE,
        stated_by=names.of_organisation(entry.stated_by) or entry.stated_by,
        on_behalf_of=entry.on_behalf_of and (names.of_organisation(entry.on_behalf_of) or entry.on_behalf_of),
        details=wording.details(_data(entry)),
        late=lateness(int(entry.lateness_s), page.english),
        stage_after=stage(kind_of(entry.subject), entry.stage_after) if entry.stage_after else None,
        replaced_by=replaced_by,
        withdrawn=withdrawn,
    )


def _data(entry: Entry) -> dict[str, Any]:
    """What was said; a correction tells its corrected data as the original would, and its link says of what."""
    if entry.about is None:
        return entry.data
    about_it = {name: value for name, value in entry.data.items() if name not in {"position", "data"}}
    return {**entry.data.get("data", {}), **about_it}


def _replaced(entry: Entry, shown: dict[int, Entry]) -> tuple[int | None, bool]:
    """After which event this one no longer counts, and whether that withdrew it."""
    if entry.withdrawn_by is not None:
        return entry.withdrawn_by, True
    original = shown.get(entry.about or entry.position)
    if original is None or entry.pending or entry.type not in {original.type, Correction.Corrected.TOPIC}:
        return None, False
    if original.withdrawn_by is not None:
        return original.withdrawn_by, True
    latest = max(original.corrected_by, default=None)
    return (None, False) if latest in {None, entry.position} else (latest, False)
