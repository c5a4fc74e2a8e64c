"""The national catalogue of hazardous waste 国家危险废物名录: that an edition was loaded, from which file."""

from typing import Annotated, Literal

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.identifiers import Sha256
from ledger.limits import Limits
from ledger.text import Day

Rows = Annotated[int, Limits(ge=1, le=100_000)]


class WasteCatalogue:
    """An edition of the catalogue, by its year."""

    class Loaded(Fact, frozen=True, kw_only=True):
        """The entries of this edition are those of the file with this SHA-256; they are kept beside the log."""

        TOPIC = "catalogue.loaded"
        TITLE = Title("名录载入", "Catalogue loaded")
        BASIS = ("国家危险废物名录", "固体废物污染环境防治法（2020）75", "生态环境法典 529（自2026-08-15）")
        SUBJECT = "catalogue"
        STATED_BY = (Relation.OPERATOR,)
        CREATES = True

        rows: Rows
        sha256: Sha256
        valid_from: Day | None = None


class WasteCatalogueState(msgspec.Struct, frozen=True, omit_defaults=True):
    """From which file an edition was loaded, and since which day it is the law where that was said."""

    stage: Literal["provisional", "loaded"] = "provisional"
    rows: int | None = None
    sha256: str | None = None
    valid_from: str | None = None


def evolve(state: WasteCatalogueState, statement: Statement[Fact]) -> WasteCatalogueState:
    """The state after one more fact."""
    match statement.data:
        case WasteCatalogue.Loaded() as now:
            return WasteCatalogueState("loaded", now.rows, now.sha256, now.valid_from)
    return state
