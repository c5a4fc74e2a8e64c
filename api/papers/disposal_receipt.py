"""The receipt 消纳接收凭证 of a site for a load of construction waste, one page for each that was given on the trip.

No form of it is prescribed in any text that was read; its fields are those of the facts.
"""

from collections.abc import Iterator

from api.pages.choices import CHOICES
from api.pages.quantity_words import mass, number
from api.pages.shanghai_time import shown
from api.papers.as_it_stands import Source, Standing, number_of
from api.papers.form import A5, Block, Cell, Foot, Form, Part, print_forms
from ledger.construction_waste.trip import Trip, Weighed
from ledger.construction_waste.trip_state import TripState
from ledger.correction import Effective
from ledger.errors import NotFoundError
from ledger.fact import Statement, speaker_of
from ledger.quantity import Unit

TITLE = "建筑垃圾消纳接收凭证"
CUBIC_METRES, DENSITY = Unit("_m3", "_cm3", 6), Unit("", "_g_per_m3", 6)


def print_receipts(source: Source, standing: Standing) -> bytes:
    """The receipts of a trip as they count; raises NotFoundError while no site has accepted anything of it."""
    receipts = list(receipts_of(standing))
    if not receipts:
        values = {"sought": standing.subject}
        raise NotFoundError.because("not_accepted_yet", "no site has given a receipt for it", values=values)
    return print_forms(A5, TITLE, [_Receipt(source, standing, each).part() for each in receipts])


def receipts_of(standing: Standing) -> Iterator[Effective]:
    """The acceptances of a trip, in occurred order; one that was stated again under its number stands once."""
    given = set()
    for each in standing.facts:
        now = each.statement.data
        if isinstance(now, Trip.Accepted) and (now.site, now.receipt, now.told_g) not in given:
            given.add((now.site, now.receipt, now.told_g))
            yield each


class _Receipt:
    """One receipt."""

    def __init__(self, source: Source, standing: Standing, accepted: Effective) -> None:
        self._source = source
        self._standing = standing
        self._accepted = accepted
        self._says: Trip.Accepted = accepted.statement.data

    def part(self) -> Part:
        """Its page; the check code is that of the fact as it counts, of the correction where there is one."""
        fact = self._accepted.correction or self._accepted.original
        blocks = list(self._blocks())  # before the foot, which says up to where was read for them
        notes = [*self._standing.notes(), *self._source.notes()]
        foot = Foot(self._source.check_code(fact.position), self._source.reflects, notes)

        def fill(form: Form) -> None:
            form.title(TITLE, f"凭证编号 {self._says.receipt}")
            form.draw(blocks)

        return Part(f"{TITLE} {self._says.receipt}", foot, fill)

    def _blocks(self) -> Iterator[Block]:
        source, state = self._source, self._standing.state
        assert isinstance(state, TripState)
        permit = source.registered(state.permit)
        project = source.registered(getattr(permit, "project", None))
        departed, arrived = self._last(Trip.Departed), self._last(Trip.Arrived)
        yield "趟次"
        yield [Cell("趟次编号", self._standing.subject.partition(":")[2])]
        yield [Cell("处置证", number_of(state.permit)), Cell("工程项目", number_of(getattr(permit, "project", None)))]
        yield [Cell("施工单位", source.named(getattr(project, "contractor", None)))]
        yield [Cell("运输单位", source.named(state.carrier or self._spoken_for(departed)))]
        yield [Cell("运输工具", number_of(state.conveyance)), Cell("垃圾种类", _class(state.waste_class))]
        yield "起运"
        yield [Cell("起运时间", _time(departed)), Cell("起运卡口", number_of(state.gate))]
        yield from _weighed(departed)
        yield "到场与接收"
        yield [Cell("消纳场所", source.named(self._says.site))]
        yield [Cell("运营单位", source.named(getattr(source.registered(self._says.site), "operator", None)))]
        yield [Cell("到场时间", _time(arrived)), Cell("接收时间", shown(self._accepted.statement.occurred_at))]
        yield from _weighed(arrived)
        yield [Cell("接收量", self._amount()), Cell("本趟其余", self._rest(state))]

    def _last(self, kind: type[Trip.Departed | Trip.Arrived]) -> Statement[Trip.Departed | Trip.Arrived] | None:
        """The last such fact up to the acceptance; of an arrival, at the site that gave the receipt."""
        upto = self._standing.facts[: self._standing.facts.index(self._accepted)]
        found = [
            each.statement
            for each in upto
            if isinstance(each.statement.data, kind)
            and getattr(each.statement.data, "site", self._says.site) == self._says.site
        ]
        return found[-1] if found else None

    @staticmethod
    def _spoken_for(departed: Statement[Trip.Departed | Trip.Arrived] | None) -> str | None:
        return None if departed is None else f"organisation:{speaker_of(departed)}"

    def _amount(self) -> str:
        says = self._says
        if says.volume_cm3 is None or says.density_g_per_m3 is None:
            return mass(says.told_g)
        volume, density = CUBIC_METRES.to_wire(says.volume_cm3), DENSITY.to_wire(says.density_g_per_m3)
        return f"{number(volume)} m³ × {number(density)} t/m³ = {mass(says.told_g)}"

    def _rest(self, state: TripState) -> str:
        """What became of the rest of the load, as far as it was told."""
        told = (
            ("他证已收", (state.accepted_g or 0) - self._says.told_g),
            ("拒收", state.refused_g),
            ("退回", state.returned_g),
            ("转驳", state.transloaded_g),
        )
        parts = [f"{word} {mass(grams)}" for word, grams in told if grams]
        return "，".join([*parts, *(["其余另有凭证"] if self._says.more_follows else [])]) or "无"


def _class(waste_class: str | None) -> str | None:
    return None if waste_class is None else CHOICES["waste_class", waste_class][0]


def _time(statement: Statement[Trip.Departed | Trip.Arrived] | None) -> str | None:
    return None if statement is None else shown(statement.occurred_at)


def _weighed(statement: Statement[Trip.Departed | Trip.Arrived] | None) -> Iterator[list[Cell]]:
    """Gross, tare and net, or the volume of which the net was counted."""
    reading: Weighed | None = None if statement is None else statement.data
    if reading is not None and reading.volume_cm3 is not None:
        volume = f"{number(CUBIC_METRES.to_wire(reading.volume_cm3))} m³"
        yield [Cell("体积", volume), Cell("折合重量", None if reading.net_g is None else mass(reading.net_g))]
        return
    gross, tare = (None, None) if reading is None else (reading.gross_g, reading.tare_g)
    net = None if reading is None else reading.net_g
    yield [Cell(name, None if g is None else mass(g)) for name, g in (("毛重", gross), ("皮重", tare), ("净重", net))]
    yield [Cell("计量器具", None if reading is None else number_of(reading.scale))]
