"""What stands on a printed manifest of its load: the waste by lines, and each container with what became of it."""

from collections.abc import Iterator

from api.pages.choices import CHOICES
from api.pages.quantity_words import mass
from api.pages.words import EFFECT_ROLES
from api.papers.form import Block, Table
from ledger.hazardous_waste.manifest_form import Line
from ledger.hazardous_waste.manifest_state import LineFate, ManifestState
from ledger.waste_codes import CATEGORIES, category_of

WASTE = (
    *(("行", 5), ("废物名称", 20), ("类别与代码", 24), ("形态", 8), ("危险特性", 15)),
    *(("包装与数量", 14), ("方式", 8), ("签发重量", 13), ("接受", 13), ("拒收", 16)),
)
BY_CONTAINER = "按容器"
"""What was accepted or refused was told container by container, not by line."""
CONTAINERS = (("序号", 7), ("容器", 42), ("装载", 9), ("结果", 14), ("重量", 14), ("理由", 34))


def lines(state: ManifestState) -> Iterator[Block]:
    """The lines as issued, with what was accepted and refused of each where that was told by line."""
    fates = {each.line: each for each in state.line_fates}
    untold = BY_CONTAINER if state.fates else None
    rows = [_line(number, line, fates.get(number), untold) for number, line in enumerate(state.lines, start=1)]
    yield Table(WASTE, rows or [[None] * len(WASTE)])


def _line(number: int, line: Line, fate: LineFate | None, untold: str | None) -> list[str | None]:
    category = category_of(line.waste_code)
    hazards = "\n".join(CHOICES["hazards", each][0] for each in line.hazards or ())
    refused = untold if fate is None else mass(fate.refused_g)
    if fate is not None and fate.refused_g:
        refused = f"{refused}\n{EFFECT_ROLES[fate.fate or 'refused'][0]}：{fate.reason or ''}"
    return [
        str(number),
        line.name,
        f"{category} {CATEGORIES.get(category, '')}\n{line.waste_code}",
        CHOICES["form", line.form][0] if line.form else None,
        hazards or None,
        line.packaging if line.count is None else f"{line.packaging} × {line.count}",
        line.method,
        mass(line.mass_g),
        untold if fate is None else mass(fate.accepted_g),
        refused,
    ]


def containers(state: ManifestState) -> Iterator[Block]:
    """Each container that was listed, loaded, accepted or refused; none where the load has none."""
    fates = {each.container: each for each in state.fates}
    named = list(dict.fromkeys([*state.containers, *state.loaded, *fates]))
    if not named:
        return
    yield f"容器明细（{len(named)} 个）"
    rows: list[list[str | None]] = []
    for number, container in enumerate(named, start=1):
        fate = fates.get(container)
        became = None if fate is None else EFFECT_ROLES[fate.fate][0]
        if container in state.unlisted:
            became = f"{became}（联单外）"
        loaded = "是" if container in state.loaded else "否" if state.loaded else None
        grams = None if fate is None else mass(fate.mass_g)
        reason = "" if fate is None else fate.reason or "—"
        rows.append([str(number), container.partition(":")[2], loaded, became, grams, reason or None])
    yield Table(CONTAINERS, rows)
