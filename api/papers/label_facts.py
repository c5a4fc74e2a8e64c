"""What stands on a container's label, each from the facts as they count now; None is a field to be filled by hand."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from api.pages.choices import CHOICES
from api.pages.quantity_words import mass
from api.pages.words import OTHER_STEPS
from api.papers.as_it_stands import Source, Standing
from ledger.clock import shanghai_day
from ledger.hazardous_waste.container import Container, ContainerState
from ledger.hazardous_waste.waste_profile import WasteProfileState
from ledger.subjects import owner_of
from ledger.waste_codes import CATEGORIES, category_of

GONE = frozenset({"emptied", "treated", "lost"})
"""Last steps after which nothing is left to be labelled."""
SIMULATED = "模拟数据"


class LabelFacts(NamedTuple):
    """The fields of a label in words, and the volume that its size hangs on."""

    subject: str
    waste_name: str | None
    category: str | None
    waste_code: str | None
    form: str | None
    hazards: tuple[str, ...]
    components: str | None
    precautions: str | None
    label_code: str | None
    unit: str | None
    produced_on: str | None
    mass: str | None
    remarks: str
    volume_ml: int | None


def label_facts(source: Source, subject: str) -> LabelFacts:
    """What a container's label says.

    Raises NotFoundError where there is nothing to be seen, ConflictError for one that was withdrawn altogether.
    """
    standing = source.wanted(subject, "container")
    state: ContainerState = standing.state
    profile: WasteProfileState = source.registered(state.profile) or WasteProfileState()
    code = state.waste_code or profile.waste_code
    owner = f"organisation:{owner_of(subject)}"
    return LabelFacts(
        subject=subject,
        waste_name=profile.name or _told(standing, "waste_name"),
        category=code and f"{category_of(code)} {CATEGORIES.get(category_of(code), '')}".strip(),
        waste_code=code,
        form=CHOICES["form", profile.form][0] if profile.form else None,
        hazards=tuple(CHOICES["hazards", each][0] for each in profile.hazards),
        components="、".join(profile.components) or None,
        precautions=profile.precautions,
        label_code=state.label_code,
        unit=getattr(source.registered(owner), "name", None) or owner.partition(":")[2],
        produced_on=_produced_on(standing),
        mass=_mass(state),
        remarks="；".join(_remarks(source, standing)),
        volume_ml=_told(standing, "volume_ml"),
    )


def _told(standing: Standing, field: str) -> Any:
    """What was said last under a name of a field, by its facts as they count."""
    own = (each.statement.data for each in reversed(standing.facts) if each.statement.subject == standing.subject)
    return next((found for data in own if (found := getattr(data, field, None)) is not None), None)


def _produced_on(standing: Standing) -> str | None:
    """The day on which it was generated; of one that was poured into first, the day of that."""
    for each in standing.facts:
        poured = each.statement.data.part_of(standing.subject)
        if isinstance(each.statement.data, Container.Generated):
            return shanghai_day(each.statement.occurred_at).isoformat()
        if poured is not None and poured.role == "into":
            return f"{shanghai_day(each.statement.occurred_at).isoformat()}（倒装）"
    return None


def _mass(state: ContainerState) -> str | None:
    """What is in it, as weighed or poured; else as declared, and marked so."""
    if state.remaining_g is not None:
        return mass(state.remaining_g) if state.masses.told else f"{mass(state.remaining_g)}（申报）"
    return None


def _remarks(source: Source, standing: Standing) -> Iterator[str]:
    yield f"容器 {standing.subject.partition('.')[2]}"
    if standing.provisional:
        yield "暂定：账本尚无即产生"
    if standing.state.stage in GONE:
        yield f"已{OTHER_STEPS[standing.state.stage][0]}"
    if source.opened.simulated:
        yield SIMULATED
