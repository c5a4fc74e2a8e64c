"""What is known of a container beside what one fact says of it: the words with which a ledger fills its columns."""

from typing import Any, NamedTuple

from api.hj1259.codes import tidy
from api.hj1259.reading_the_log import Books
from api.hj1259.words import KINDS
from ledger.hazardous_waste.container import TAPPED, Container, ContainerState
from ledger.hazardous_waste.waste_profile import WasteProfileState
from ledger.waste_codes import category_of
from projections.custody.state import fold

UNKNOWN = ContainerState()
STEPS = (Container.Generated, Container.Stored, Container.Withdrawn)


class Known(NamedTuple):
    """A container by all of its facts."""

    state: ContainerState = UNKNOWN
    generated: Container.Generated | None = None
    packaging: str | None = None
    profile: WasteProfileState | None = None
    batches: tuple[str, ...] = ()
    """Its batch codes in the order of its life."""

    @property
    def waste_code(self) -> str | None:
        """Its own, or that of its profile."""
        return self.state.waste_code or (self.profile.waste_code if self.profile else None)

    def batch(self, *prefixes: str) -> str | None:
        """The last of its batch codes that begins so, by the first prefix that one has."""
        for prefix in prefixes:
            found = [b for b in self.batches if b.startswith(prefix) and b[len(prefix)].isdigit()]
            if found:
                return found[-1]
        return None

    def columns(self, said: Any) -> dict[str, Any]:
        """The columns about waste and container, first as a fact says them, then as they are known."""
        born = self.generated
        code = said.waste_code or self.waste_code
        name = said.waste_name or (born.waste_name if born else None) or (self.profile.name if self.profile else None)
        count = said.count or (born.count if born else None)
        return {
            "行业俗称/单位内部名称": tidy(name),
            "国家危险废物名录名称": tidy(said.catalogue_name or (born.catalogue_name if born else None)),
            "危险废物类别": category_of(code) if code else None,
            "危险废物代码": code,
            "容器/包装类型": tidy(said.packaging) or self.packaging_in_words(),
            "容器/包装数量": count or (1 if born and born.kind not in TAPPED else None),
        }

    def packaging_in_words(self) -> str | None:
        """Its packaging as the column says it; the kind of container with it where that alone would not tell."""
        kind, own = self.state.kind, tidy(self.packaging)
        return own if kind is None else KINDS.write(kind, own)


def known_of(books: Books) -> dict[str, Known]:
    """Every container that the books know."""
    profiles = {subject: fold(subject, facts) for subject, facts in books.of_kind("profile")}
    found = {}
    for subject, facts in books.of_kind("container"):
        said = [each.statement.data for each in facts]
        state = fold(subject, facts)
        born = next((data for data in said if isinstance(data, Container.Generated)), None)
        packed = next((data.packaging for data in said if isinstance(data, Container.Packaged)), None)
        batches = tuple(
            b for data in said if (b := getattr(data, "batch_code", None)) and data.TOPIC.startswith("con")
        )
        packaging = born.packaging if born and born.packaging else packed
        found[subject] = Known(state, born, packaging, profiles.get(state.profile or ""), batches)
    return found
