"""`/work/drum`: a drum in five taps, one question on a page; each tap states its fact as it happens."""

from datetime import date
from typing import Any, Final, get_args
from uuid import uuid4

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.door import TheLedger, TheRegister, TheViews
from api.pages.choices import CHOICES
from api.pages.facts_in_words import own_number
from api.pages.page import Page, PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.shanghai_time import entered
from api.pages.work.drum_steps import NUMBERED, TAPS, Drum, begun, drum_of, said_by
from api.pages.work.habits import Habits, Package, Place, habits_of
from api.pages.work.own_numbers import next_label, next_number
from api.people.forms import OwnForm
from api.people.said_once import AtTheDesk, once_of, say_once
from api.people.signed_in import SignedIn
from api.problems import STATUS
from api.refusals.table import why
from ledger.clock import shanghai_day, write_instant
from ledger.correction import effective
from ledger.errors import BihuanError, ConflictError, InvalidError, MayNotStateError
from ledger.hazardous_waste.container import ContainerKind
from ledger.log import Ledger
from ledger.quantity import KILOGRAMS
from ledger.subjects import kind_of, owner_of
from projections.custody.state import fold
from projections.hazardous_waste.registered import Register
from projections.parties.dossier import OfOrganisation
from projections.runner import Runner

router = APIRouter(include_in_schema=False, route_class=PageRoute)

REFUSALS: Final = (InvalidError, ConflictError, MayNotStateError)
PACKAGES: Final = (
    Package("drum", "200 L 钢桶"),
    Package("drum", "200 L 塑料桶"),
    Package("ibc", "1000 L 吨桶"),
    Package("bag", "吨袋"),
    Package("box", "周转箱"),
)
"""What is offered behind what an organisation uses already."""
PACKAGES_MAX: Final = 8
STORING: Final = frozenset({"storage_house", "storage_yard", "storage_tank", "storage_point"})
NONE_SUCH: Final = (
    "本单位没有这只容器。从待办列表进入，或开始新的一桶。",
    "Your organisation has no such container. Choose from the to-do list, or begin a new one.",
)


@router.get("/work/drum")
def new_drum(
    page: ThePage,
    session: SignedIn,
    ledger: TheLedger,
    views: TheViews,
    register: TheRegister,
    establishment: str = "",
    profile: str = "",
) -> Response:
    """Where, if there is a choice; then what; then into what."""
    organisation, habits = session.account.organisation, habits_of(ledger, session.account.organisation)
    it = OfOrganisation(ledger, views, f"organisation:{organisation}", ledger.head()[0])
    places = [(subject, state) for subject, state in it.section("establishment").things if state.stage != "closed"]
    here = establishment or (places[0][0] if len(places) == 1 else "")
    if here not in dict(places):
        return page.answer("work_where.html", places=places, last=habits.establishment)
    wastes = [each for each in it.section("profile").things if each[1].stage == "registered"]
    if profile not in dict(wastes):
        order = {subject: place for place, subject in enumerate(habits.profiles)}
        wastes.sort(key=lambda each: (order.get(each[0], len(order)), each[0]))
        return page.answer("work_waste.html", wastes=wastes, here=here, many=len(places) > 1, **_tap(1))
    form = {"establishment": here, "profile": profile}
    form["number"] = next_number(register, organisation, habits.last, _today(ledger))
    return _into_what(page, dict(wastes)[profile], habits, form)


@router.post("/work/drum")
def begin(page: ThePage, session: AtTheDesk, ledger: TheLedger, register: TheRegister, form: OwnForm) -> Response:
    """即产生 and 即包装 together: a waste is in a container, which has its number from here on."""
    own, organisation = form.get("number", "").strip(), session.account.organisation
    try:
        at = entered(form.get("at"), "at")
        say_once(ledger, session.account, once_of(form), begun(f"container:{organisation}.{own}", form), at)
    except REFUSALS as error:
        profile = form.get("profile", "")
        if kind_of(profile) != "profile" or owner_of(profile) != organisation:
            raise  # another's waste is not told here
        state = fold(profile, effective(ledger.recorded(subject=profile)))
        habits, kept = habits_of(ledger, organisation), dict(form)
        if error.findings[0].code == "already_created":
            kept["number"] = next_number(register, organisation, f".{own}", _today(ledger))
        return _into_what(page, state, habits, kept, error)
    tare = form.get("package", "").rpartition("|")[2]
    return RedirectResponse(page.link(f"/work/drum/{own}", tare=tare), 303)


def _into_what(
    page: Page, waste: Any, habits: Habits, form: dict[str, str], error: BihuanError | None = None
) -> Response:
    known = {(each.kind, each.packaging) for each in habits.packages}
    offered = [*habits.packages, *(each for each in PACKAGES if (each.kind, each.packaging) not in known)]
    return page.answer(
        "work_package.html",
        **_refused(error),
        waste=waste,
        packages=[(each, _chosen(each)) for each in offered[:PACKAGES_MAX]],
        kinds={kind: CHOICES["kind", kind] for kind in get_args(ContainerKind)},
        form=form,
        id=uuid4().hex,
        **_tap(2),
    )


def _chosen(package: Package) -> str:
    tare = "" if package.tare_g is None else KILOGRAMS.to_wire(package.tare_g)
    return f"{package.kind}|{package.packaging}|{tare}"


@router.get("/work/drum/{own}")
def drum(
    page: ThePage,
    session: SignedIn,
    ledger: TheLedger,
    views: TheViews,
    register: TheRegister,
    own: str,
    tare: str = "",
) -> Response:
    """The next question about a drum that was begun, or that it is done."""
    found = drum_of(ledger, f"container:{session.account.organisation}.{own}")
    return (
        page.sorry(404, NONE_SUCH)
        if found is None
        else _asked(page, ledger, views, register, found, {"tare_kg": tare})
    )


@router.post("/work/drum/{own}/{step}")
def take_step(
    page: ThePage,
    session: AtTheDesk,
    ledger: TheLedger,
    views: TheViews,
    register: TheRegister,
    form: OwnForm,
    own: str,
    step: str,
) -> Response:
    """The fact of one step; then the next question."""
    found = drum_of(ledger, f"container:{session.account.organisation}.{own}")
    wanted = next((each for each in NUMBERED if each == step), None)
    if found is None or wanted is None:
        return page.sorry(404, NONE_SUCH)
    try:
        said = said_by(wanted, found.subject, form)
        say_once(ledger, session.account, once_of(form), said, entered(form.get("at"), "at"))
    except REFUSALS as error:
        return _asked(page, ledger, views, register, found._replace(next=wanted), dict(form), error)
    return RedirectResponse(page.link(f"/work/drum/{own}"), 303)


def _asked(
    page: Page,
    ledger: Ledger,
    views: Runner,
    register: Register,
    drum: Drum,
    form: dict[str, str],
    error: BihuanError | None = None,
) -> Response:
    organisation = drum.subject.partition(":")[2][:18]
    names, habits = RegisteredNames(ledger), habits_of(ledger, organisation)
    it = OfOrganisation(ledger, views, f"organisation:{organisation}", ledger.head()[0])
    profile = drum.state.profile
    waste = fold(profile, effective(ledger.recorded(subject=profile))) if profile else None
    code = drum.state.waste_code or (waste.waste_code if waste else None)
    shown: dict[str, Any] = {
        "drum": drum,
        "own": own_number(drum.subject),
        "waste": waste.name if waste else None,
        "code": code,
        "form": form,
        "id": uuid4().hex,
        "names": names,
        **_refused(error),
    }
    match drum.next:
        case None:
            return page.answer("work_stored.html", **shown)
        case "weigh":
            shown |= _weighing(it, habits, drum, form)
        case "label":
            proposed = next_label(register, organisation, code, shanghai_day(drum.generated_at)) if code else None
            shown["label"] = form.get("label_code") or proposed or ""
        case "store":
            shown["places"] = _storing(it, habits, drum)
        case "package":
            shown["packages"] = [each.packaging for each in (*habits.packages, *PACKAGES)][:PACKAGES_MAX]
    template = "work_repackage.html" if drum.next == "package" else f"work_{drum.next}.html"
    return page.answer(template, **shown, **_tap(NUMBERED[drum.next]))


def _weighing(it: OfOrganisation, habits: Habits, drum: Drum, form: dict[str, str]) -> dict[str, Any]:
    scales = [each for each in it.section("scale").things if each[1].stage == "registered"]
    tares = [each.tare_g for each in habits.packages if each[:2] == (drum.state.kind, drum.state.packaging)]
    usual = next((str(KILOGRAMS.to_wire(tare)) for tare in tares if tare is not None), "")
    return {
        "scales": scales,
        "scale": form.get("scale") or habits.scale,
        "tare": form.get("tare_kg") or usual,
        "gross": form.get("gross_kg", ""),
    }


def _storing(it: OfOrganisation, habits: Habits, drum: Drum) -> list[tuple[Place, Any]]:
    """Every zone of every place of storage of the establishment, the most used first."""
    order = {place: number for number, place in enumerate(habits.places)}
    found = [
        (Place(subject, zone), state)
        for subject, state in it.section("facility").things
        if state.stage == "registered" and state.kind in STORING and state.establishment == drum.state.establishment
        for zone in state.zones or [None]
    ]
    return sorted(found, key=lambda each: (order.get(each[0], len(order)), each[0].facility, each[0].zone or ""))


def _today(ledger: Ledger) -> date:
    return shanghai_day(write_instant(ledger.recorder.now()))


def _tap(number: int) -> dict[str, int]:
    return {"tap": number, "taps": TAPS}


def _refused(error: BihuanError | None) -> dict[str, Any]:
    """How a page tells what was refused, and with which status."""
    if error is None:
        return {"refused": None, "pointer": "", "status": 200}
    return {"refused": why(error.findings[0]), "pointer": error.findings[0].pointer, "status": STATUS[type(error)]}
