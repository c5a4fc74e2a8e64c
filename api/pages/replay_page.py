"""`/replay/{subject}`: one subject's case, plainly, as of any two instants."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from msgspec.structs import replace

from api.door import TheLedger, TheRegister, TheSettings, TheViews
from api.flag_words import flags_about
from api.pages import shanghai_time
from api.pages.facts_in_words import Wording, own_number
from api.pages.flag_filters import SEVERITY_WORDS, STATUS_WORDS
from api.pages.loops_in_words import awaited
from api.pages.page import PageRoute, ThePage
from api.pages.proof_words import proof_words
from api.pages.registered_names import RegisteredNames, SeenNames
from api.pages.replay_instants import instants_of
from api.pages.replay_lineage import FOLLOWED, lineage
from api.pages.replay_rows import done_by_others, rows_of
from api.pages.replay_sentence import sentence
from api.pages.words import KINDS, LOOPS
from api.people.signed_in import SeenByPerson, site_of
from api.subjects import case_of
from ledger.errors import NotFoundError
from ledger.log import Ledger
from ledger.subjects import kind_of, problem_with
from projections.custody.asked_at import asked_at
from projections.custody.replay import Case
from projections.custody.visibility import EVERYBODY, Visibility
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


def signs(request: Request) -> bool:
    """Whether this server publishes checkpoints, without which nothing can be proven."""
    return request.app.state.publisher is not None


@router.get("/replay/{subject:path}")
def replay_page(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    signing: Annotated[bool, Depends(signs)],
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
    whole = case if happened is None and known is None else _case(ledger, seen, subject, None, None)
    told: list[dict[str, Any]] = []
    at = asked_at(ledger, settings, known)
    if happened is None:  # chains and deadlines are known as of an instant of the log, not of the ground
        case = with_chain(views, at, case)
        loops, told = judged(case.loops, case.waits, at.clocks, keepers_for(views, at, case))
        case = replace(case, loops=loops)
    names = RegisteredNames(ledger) if seen is None else SeenNames(ledger, seen)
    wording = Wording(page, names)
    kind = KINDS.get(kind_of(subject), (kind_of(subject),) * 2)
    who = f"{page.either(kind)} {names.of(subject) or own_number(subject)}"
    reader = seen or Visibility(ledger, views, "", EVERYBODY)
    return page.answer(
        "replay.html",
        case=case,
        simulated=simulated,
        who=who,
        sentence=sentence(page, case, who, [each for each in told if each["passed"]]),
        deadlines=[{**each, "awaited": awaited(page, each), "loop": LOOPS[each["loop"]]} for each in told],
        state=wording.of(subject).details(case.state),
        rows=rows_of(page, case, wording, names),
        effects=[done_by_others(page, effect, wording, names) for effect in case.effects],
        flags=flags_about(views, EVERYBODY if person is None else person.viewer, at, subject, happened),
        severity_words=SEVERITY_WORDS,
        status_words=STATUS_WORDS,
        lineage=lineage(page, ledger, reader, names, subject, at.position, happened),
        holds_waste=kind_of(subject) in FOLLOWED,
        instants=instants_of(whole or case),
        happened_by=happened_by,
        known_by=known_by,
        pinned={"happened_by": happened_by, "known_by": known_by or shanghai_time.for_input(at.as_of)},
        address=site_of(page.request).address or str(page.request.base_url).rstrip("/"),
        origin=ledger.opened.origin,
        signing=signing,
        bundled=person is not None and (not simulated or person.sees(subject)),
        words=proof_words(page),
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
