"""Intensity plans 强度控制方案: how much industrial waste a year may bring, in all and for each unit of product."""

from typing import Annotated

from ledger.fact import Fact, Relation, Title
from ledger.limits import Limits
from ledger.quantity import MassT, MassTPerUnit
from ledger.text import Name


class IntensityPlan:
    """The plan of an establishment for one product and year; the one that is filed last counts."""

    class Filed(Fact, frozen=True, kw_only=True):
        """The establishment says what it will keep to; no penalty attaches to it."""

        TOPIC = "intensity_plan.filed"
        TITLE = Title("产废强度控制方案备案", "Intensity plan filed")
        BASIS = ("沪府办发〔2024〕30号 一（三）",)
        SUBJECT = "establishment"
        STATED_BY = (Relation.OWNER,)

        product: Name
        year: Annotated[int, Limits(ge=2020, le=2100)]
        total_g: MassT
        g_per_unit: MassTPerUnit
        unit: Name | None = None
