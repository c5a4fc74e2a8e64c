"""一桶五步: the five taps of a drum, which of them it still wants, and the facts that each of them states."""

from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal, NamedTuple

from api.people.forms import Form
from api.people.said_once import Said
from ledger.errors import InvalidError
from ledger.hazardous_waste.container import TAPPED, ContainerState
from ledger.log import Ledger
from ledger.subjects import problem_with
from projections.custody.acting import acting_on, counting
from projections.custody.beside import facts_beside
from projections.custody.state import fold

Step = Literal["package", "weigh", "label", "store"]
TAPS: Final = 5
NUMBERED: Final[dict[Step, int]] = {"package": 2, "weigh": 3, "label": 4, "store": 5}
"""Which tap a step is; choosing the waste is the first, and states nothing yet."""
BETWEEN: Final = frozenset({"generated", "closed", "packaged", "weighed", "labelled"})
"""Stages of a drum that is not stored yet."""
MASS_MAX: Final = 12


class Drum(NamedTuple):
    """A container as its facts leave it, and what it wants next; None where it is stored, or gone on."""

    subject: str
    state: ContainerState
    next: Step | None
    generated_at: str


def drum_of(ledger: Ledger, subject: str) -> Drum | None:
    """A container by its facts; None where nothing was said of it."""
    if problem_with(subject):
        return None
    head, _ = ledger.head()
    facts = ledger.recorded(subject=subject, upto=head)
    if not facts:
        return None
    naming = [*facts_beside(ledger, subject, facts, head), *(a.fact for a in acting_on(ledger, subject, head))]
    standing = counting(subject, facts, naming)
    state: ContainerState = fold(subject, standing)
    born = standing[0].statement if standing else facts[0].fact
    return Drum(subject, state, next_step(state), born.occurred_at)


def next_step(state: ContainerState) -> Step | None:
    """The first of the steps that is missing while a drum is not stored; a tank or a pipe has none of them."""
    if state.stage not in BETWEEN or state.kind in TAPPED:
        return None
    if state.packaging is None:
        return "package"
    if state.net_g is None:
        return "weigh"
    return "label" if state.label_code is None else "store"


def begun(subject: str, form: Form) -> list[Said]:
    """即产生 and 即包装: a profile is filled into a package, `KIND|PACKAGING|TARE` or as written beside it."""
    kind, packaging = form.get("kind", ""), form.get("packaging", "").strip()
    if form.get("package"):
        kind, packaging, *_ = f"{form['package']}||".split("|")
    generated = {"establishment": form.get("establishment", ""), "kind": kind, "profile": form.get("profile", "")}
    packaged = Said("container.packaged", subject, {"packaging": packaging})
    return [Said("container.generated", subject, generated), *([packaged] if packaging else [])]


def said_by(step: Step, subject: str, form: Form) -> list[Said]:
    """The fact of one of the later steps; raises InvalidError for what is no mass."""
    match step:
        case "package":
            return [Said("container.packaged", subject, {"packaging": form.get("packaging", "").strip()})]
        case "weigh":
            data: dict[str, Any] = {name: mass_in(form, name) for name in ("gross_kg", "tare_kg")}
            return [Said("container.weighed", subject, {**data, "scale": form.get("scale", "")})]
        case "label":
            return [Said("container.labelled", subject, {"label_code": form.get("label_code", "").strip().upper()})]
        case "store":
            facility, _, zone = form.get("place", "").partition("|")
            return [Said("container.stored", subject, {"facility": facility, **({"zone": zone} if zone else {})})]


def mass_in(form: Form, name: str) -> Decimal:
    """Kilograms as typed, with a full-width point or comma for the decimal point too."""
    typed = form.get(name, "").strip().replace("，", ".").replace("。", ".").replace(",", ".")
    try:
        if len(typed) > MASS_MAX or not typed.isascii() or "_" in typed:
            raise InvalidOperation
        mass = Decimal(typed)
        if not mass.is_finite() or "e" in typed.lower():
            raise InvalidOperation
    except InvalidOperation:
        raise InvalidError.because("not_a_mass", f"{typed[:20]!r} is no mass in kg", f"/data/{name}") from None
    return mass
