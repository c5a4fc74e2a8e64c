"""`/flags/NUMBER`: one flag, its reason in words, what it rests on, what was said of it, and what one may say."""

from typing import Any, Final
from uuid import uuid4

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.door import TheLedger, TheSettings, TheViews
from api.flag_words import message_of, told
from api.pages.flag_filters import SEVERITY_WORDS, STATUS_WORDS
from api.pages.flags_in_words import row_of
from api.pages.page import Page, PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.who_looks import viewer_of
from api.people.forms import OwnForm
from api.people.signed_in import SeenByPerson, SignedIn
from api.speaking_of_flags import COMPETENT, may_say, refuse_others
from ledger.cases.anomaly import Anomaly
from ledger.catalogue import CATALOGUE, read_leaf
from ledger.clock import write_instant
from ledger.errors import InvalidError, NotAllowedError
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.posting import Poster, Posting
from projections.anomalies.lists import Wanted, flags_of, reached
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.visibility import Visibility
from projections.rules.catalogue import BY_ID
from projections.runner import Runner

router = APIRouter(include_in_schema=False, route_class=PageRoute)

FINDINGS_MAX: Final = 100
"""How many findings of one flag are listed."""
STEPS: Final = {
    "explain": Anomaly.Explained.TOPIC,
    "confirm": Anomaly.Confirmed.TOPIC,
    "dismiss": Anomaly.Dismissed.TOPIC,
}
SPEAKING: Final = frozenset({"administrator", "staff", "inspector"})
"""Who of an organisation may speak for it here; a driver tells of loads, and a viewer of nothing."""
NONE_SUCH = (
    "没有这个标记，或本单位无权查看。请从标记列表进入。",
    "There is no such flag, or your organisation may not see it. Choose from the list.",
)


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
        row=row_of(it, names),
        rule=rule,
        severity_words=SEVERITY_WORDS,
        status_words=STATUS_WORDS,
        facts=[_fact(each) for each in shown],
        unseen=len(facts) - len(shown),
        findings=[(each, message_of(rule, each)) for each in it.findings[:FINDINGS_MAX]],
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
