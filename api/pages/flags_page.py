"""`/flags`: the flags that one may see, as a queue with its filters in the address; and `/flags/NUMBER`, one of them.

On a log that is simulated everybody sees them all; on a real one, who is signed in sees those of their organisation.
"""

from collections import Counter
from typing import Any, Final
from uuid import uuid4

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.door import TheLedger, TheSettings, TheViews
from api.flag_words import message_of, told
from api.pages.flag_filters import SEVERITY_WORDS, STATUS_WORDS, TheFilters
from api.pages.page import Page, PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.people.forms import OwnForm
from api.people.signed_in import SIGN_IN, GoFirstError, SeenByPerson, SignedIn
from api.speaking_of_flags import COMPETENT, may_say, refuse_others
from api.spreadsheet import ROWS_MAX, Value, local
from ledger.cases.anomaly import Anomaly
from ledger.catalogue import CATALOGUE, read_leaf
from ledger.clock import write_instant
from ledger.errors import InvalidError, NotAllowedError, ViewStoppedError
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.posting import Poster, Posting
from ledger.regulation.divisions import SHANGHAI
from projections.anomalies.lists import EVERYBODY, STATUSES, Flag, Wanted, counted, flags_of, reached
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.visibility import Viewer, Visibility
from projections.rules.catalogue import BY_ID
from projections.rules.finding import SEVERITIES
from projections.runner import Runner

router = APIRouter(include_in_schema=False, route_class=PageRoute)

AT_ONCE: Final = 100
STEPS: Final = {
    "explain": Anomaly.Explained.TOPIC,
    "confirm": Anomaly.Confirmed.TOPIC,
    "dismiss": Anomaly.Dismissed.TOPIC,
}
SPEAKING: Final = frozenset({"administrator", "staff", "inspector"})
"""Who of an organisation may speak for it here; a driver tells of loads, and a viewer of nothing."""
COLUMNS: Final = (
    ("标记", "flag"),
    ("程度", "severity"),
    ("理由", "reason"),
    ("起数", "findings"),
    ("单位", "whose"),
    ("区", "district"),
    ("自", "since"),
    ("处理", "status"),
    ("对象", "subject"),
    ("编号", "number"),
)
NONE_SUCH = (
    "没有这个标记，或本单位无权查看。请从标记列表进入。",
    "There is no such flag, or your organisation may not see it. Choose from the list.",
)


def viewer_of(ledger: Ledger, person: Visibility | None, path: str) -> Viewer | None:
    """Who looks: whoever it is at what is simulated, else who is signed in; raises GoFirstError for nobody."""
    if person is not None:
        return person.viewer
    if not ledger.opened.simulated:
        raise GoFirstError(SIGN_IN, next=path)
    return EVERYBODY


@router.get("/flags")
def queue(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    filters: TheFilters,
    after: str = "",
) -> Response:
    """The newest first, and how many of each severity and status there are."""
    viewer, at = viewer_of(ledger, person, "/flags"), asked_at(ledger, settings)
    reached(views, at.position)
    since, _, flag = after.partition(" ")
    flags = flags_of(views, viewer, at, filters.wanted(), (since, flag), AT_ONCE)
    names = RegisteredNames(ledger)
    figures = counted(views, viewer, at, Wanted(division=filters.division, organisation=filters.organisation))
    return page.answer(
        "flags.html",
        filters=filters,
        rows=[_row(each, names) for each in flags],
        more=f"{flags[-1].since} {flags[-1].flag}" if len(flags) == AT_ONCE else None,
        **counts_of(figures),
        severity_words=SEVERITY_WORDS,
        status_words=STATUS_WORDS,
        districts=SHANGHAI,
        rules={rule: each.title for rule, each in BY_ID.items()},
    )


@router.get("/flags.xlsx")
def queue_as_sheet(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    filters: TheFilters,
) -> Response:
    """The same flags as a table to work with, the newest ten thousand."""
    viewer, at = viewer_of(ledger, person, "/flags"), asked_at(ledger, settings)
    reached(views, at.position)
    names = RegisteredNames(ledger)
    rows = (_row(each, names) for each in flags_of(views, viewer, at, filters.wanted(), limit=ROWS_MAX))
    return page.sheet(page.say("异常标记", "flags"), COLUMNS, (_cells(page, row) for row in rows))


def _cells(page: Page, row: dict[str, Any]) -> list[Value]:
    flag: Flag = row["flag"]
    return [
        page.say(*row["title"]),
        page.say(*SEVERITY_WORDS[flag.severity]),
        page.say(*row["message"]),
        row["number"],
        row["whose"],
        row["district"],
        local(flag.since),
        page.say(*STATUS_WORDS[flag.status]),
        flag.subject,
        flag.flag,
    ]


def severities(views: Runner, at: AskedAt) -> dict[str, int] | None:
    """How many flags of each severity stand in a simulated log, the worst first; None while no view tells."""
    try:
        reached(views, at.position)
        figures = counted(views, EVERYBODY, at, Wanted(), also_cleared=False)
    except ViewStoppedError:
        return None
    counts: dict[str, int] = counts_of(figures)["severities"]
    return counts


def counts_of(figures: dict[tuple[str, str, str], int]) -> dict[str, Any]:
    """Flags by rule, status and severity, as pages tell them: what is cleared stands nowhere but in the statuses."""
    severities, statuses, rules = Counter[str](), Counter[str](), Counter[str]()
    for (rule, status, severity), flags in figures.items():
        statuses[status] += flags
        if status != "cleared":
            severities[severity] += flags
            rules[rule] += flags
    return {
        "standing": sum(severities.values()),
        "severities": {each: severities[each] for each in reversed(SEVERITIES)},
        "statuses": {each: statuses[each] for each in STATUSES},
        "by_rule": rules.most_common(),
    }


def _row(flag: Flag, names: RegisteredNames) -> dict[str, Any]:
    rule, first = BY_ID[flag.rule], flag.findings[0]
    organisation = first.against.partition(":")[2]
    return {
        "flag": flag,
        "title": rule.title,
        "message": message_of(rule, first),
        "number": len(flag.findings),
        "whose": names.of_organisation(organisation) or organisation or "—",
        "district": SHANGHAI.get(flag.division or "", flag.division or "—"),
    }


@router.get("/flags/{flag}")
def one(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    flag: str,
    done: str = "",
) -> Response:
    """Its reason in words, duty and fine apart, the facts that it rests on, what was said of it, what one may say."""
    return _one(page, ledger, views, asked_at(ledger, settings), person, flag, {"done": done})


@router.post("/flags/{flag}/{step}")
def say(
    page: ThePage,
    session: SignedIn,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    person: SeenByPerson,
    form: OwnForm,
    flag: str,
    step: str,
) -> Response:
    """Explain it, confirm it or dismiss it, as a fact that carries the person's pseudonym."""
    if step not in STEPS:
        return page.sorry(404, NONE_SUCH)
    if session.account.role not in SPEAKING:
        raise NotAllowedError.because("role_does_not_speak", "this role does not speak of flags")
    organisation, reason = session.account.organisation, form.get("reason", "").strip()
    if not reason:
        error = {"error": ("请写明理由", "say why"), "step": step}
        return _one(page, ledger, views, asked_at(ledger, settings), person, flag, error, status=422)
    source, now = f"urn:uscc:{organisation}:office", write_instant(ledger.recorder.now())
    about = f"anomaly:{flag}"
    posting = Posting(form.get("id") or uuid4().hex, source, STEPS[step], about, now, {"reason": reason})
    refuse_others(ledger, views, posting, organisation)
    try:
        ledger.state_one(Poster(organisation, session.account.id), [posting])
    except InvalidError as error:
        words = error.findings[0].detail
        told_so = {"error": (words, words), "step": step, "reason": reason}
        return _one(page, ledger, views, asked_at(ledger, settings), person, flag, told_so, status=422)
    return RedirectResponse(page.link(f"/flags/{flag}", done=step), 303)


def _one(
    page: Page,
    ledger: Ledger,
    views: Runner,
    at: AskedAt,
    person: Visibility | None,
    flag: str,
    said: dict[str, Any],
    status: int = 200,
) -> Response:
    viewer = viewer_of(ledger, person, "/flags")
    reached(views, at.position)
    found = [f for s in (None, "cleared") for f in flags_of(views, viewer, at, Wanted(flag=flag, status=s))]
    if not found:
        return page.sorry(404, NONE_SUCH)
    it = found[0]
    rule, names = BY_ID[it.rule], RegisteredNames(ledger)
    facts = [read_leaf(name, stored) for name, stored in ledger.recorder.leaves_at(it.evidence)]
    shown = facts if person is None else person.seen(facts)
    account = page.session.account if page.session else None
    speaks = account is not None and account.role in SPEAKING
    may = may_say(ledger, views, flag, account.organisation) if account is not None and speaks else frozenset()
    return page.answer(
        "flag.html",
        status,
        it=told(it),
        row=_row(it, names),
        rule=rule,
        severity_words=SEVERITY_WORDS,
        status_words=STATUS_WORDS,
        facts=[_fact(each) for each in shown],
        unseen=len(facts) - len(shown),
        findings=[(each, message_of(rule, each)) for each in it.findings[:AT_ONCE]],
        name_of=lambda organisation: names.of_organisation(organisation.partition(":")[2]) or organisation,
        may=[each for each, topic in STEPS.items() if topic in may],
        competent=COMPETENT[rule.competent],
        id=uuid4().hex,
        said={"done": "", "error": None, "step": "", "reason": "", **said},
    )


def _fact(fact: Recorded[Any]) -> dict[str, Any]:
    return {
        "position": fact.position,
        "title": CATALOGUE[fact.fact.type].today.TITLE,
        "subject": fact.fact.subject,
        "occurred_at": fact.fact.occurred_at,
        "recorded_at": fact.recorded_at,
        "by": f"organisation:{fact.fact.stated_by}",
    }
