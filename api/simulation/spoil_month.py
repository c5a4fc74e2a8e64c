"""渣土之夜: the projects' trucks drive, to the district's site, the yard, the wharf, or at need the city's."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from api.simulation.barge import Barge
from api.simulation.happening import Happening
from api.simulation.haul import READ_OFF_KG, Haul
from api.simulation.haul_endings import CLOSED_ON, MISREAD_ON, ON_NIGHT, ROUND, SILENT_ON
from api.simulation.outages import Outage
from api.simulation.shanghai import MONDAY, SUNDAY, TUESDAY, at, calendar_days
from api.simulation.spoil_firms import (
    CITY_SITE,
    DISTRICT_SITE,
    GREENING,
    HOUSES,
    METRO,
    PILES,
    TIPPERS,
    YARD,
    Project,
    Site,
)
from api.simulation.world import World
from api.simulation.yard import YardBook

LOADS = {PILES: 2, METRO: 6, HOUSES: 3}
"""Project → loads of a night at scale 1."""
BEGINS = {PILES: time(20, 10), METRO: time(20, 30), HOUSES: time(22, 30)}
ROUNDS = 3
"""As often as a truck can drive in a night."""
ROUND_TRIP = timedelta(minutes=150)
TO_THE_BARGE, TO_THE_YARD = (1, 4), 2
"""Days of the week."""
FOG = timedelta(hours=45)
"""For which a barge lies at anchor, on the way from every other Tuesday's loading."""
CLOSES = time(21, 20)
AT_THE_SITE = timedelta(minutes=10)
"""From the gate of a site to its receipt."""
TYPHOON = "大风预警，区级场所当晚关闭，由市级场所托底"


def receipt_number(site: Site, day: date, number: int) -> str:
    """消纳接收凭证编号, as all sites of the district number them."""
    return f"XN{site.number.partition('.')[2]}-{day:%y%m%d}-{number:03d}"


class SpoilMonth:
    """All nights of the month but Sundays'."""

    def __init__(self, world: World, scale: float) -> None:
        self._world, self._scale = world, scale
        self._rng = world.chance("spoil")
        self._receipts: Counter[tuple[str, date]] = Counter()
        self._yard = YardBook(world)

    def play(self) -> None:
        """Night after night, and what is filled in, counted and taken away by day."""
        begins = [at(day, time(20)) for day in calendar_days(self._world.start, self._world.until)]
        self._world.lawful("unloaded_off_site", METRO.subject, "工地内回填", self._world.start)
        nights = [each for each in begins if each >= self._world.start and each.weekday() != SUNDAY]
        for number, night in enumerate(nights):
            day = night.date()
            if day.weekday() == MONDAY:
                self._backfill(day)
                self._yard.counted(day)
            self._yard.clear(day, partial(self._receipt, day))
            self._night(number % ROUND, day)

    def _backfill(self, day: date) -> None:
        data = {"volume_m3": self._rng.randrange(180, 420), "density": Decimal("1.6"), "waste_class": "spoil"}
        when = at(day, time(17, 30))
        own = f"backfill-{day:%y%m%d}"
        self._world.tell([Happening(when, METRO.contractor, "office", "spoil.backfilled", METRO.subject, own, data)])

    def _receipt(self, day: date, site: Site) -> str:
        self._receipts[site.number, day] += 1
        return receipt_number(site, day, self._receipts[site.number, day])

    def _night(self, number: int, day: date) -> None:
        closes = at(day, CLOSES) if number == CLOSED_ON else None
        if closes is not None:
            self._close(closes)
        if number == SILENT_ON:
            self._world.outages[TIPPERS.uscc].append(Outage(at(day, time(20, 15)), at(day, time(23, 50))))
        for project in LOADS:
            hauls = self._hauls(project, day)
            if project is METRO:
                self._watched(hauls, misread=number == MISREAD_ON)
                if number == SILENT_ON:
                    why = "司机手机断网，恢复后补传起运"
                    for rule in ("gate_passing_without_trip", "receipt_without_trip"):
                        self._world.lawful(rule, hauls[0].subject, why, at(day, time(23, 50)))
                if day.weekday() in TO_THE_BARGE:
                    fog = FOG if day.weekday() == TUESDAY and day.isocalendar().week % 2 else timedelta()
                    Barge(self._world, day, fog).loaded(hauls, partial(self._receipt, day))
                    continue
            for index, haul in enumerate(hauls):
                ending = ON_NIGHT.get(number) if project is HOUSES and index == 0 else None
                bound = replace(haul, site=YARD) if self._to_the_yard(project, index, day) else haul
                if ending is not None:
                    first = receipt_number(DISTRICT_SITE, day, 1)
                    self._yard.took(ending(self._world, bound, partial(self._receipt, day), first))
                else:
                    self._plain(bound, day, closes)

    def _to_the_yard(self, project: Project, index: int, day: date) -> bool:
        return project is METRO and index == 0 and day.weekday() == TO_THE_YARD

    def _hauls(self, project: Project, day: date) -> list[Haul]:
        trucks = project.carrier.conveyances
        if project is PILES:
            trucks = trucks[:1]
        elif project is HOUSES:
            trucks = trucks[1:]
        most = min(max(1, round(LOADS[project] * self._scale)), len(trucks) * ROUNDS)
        begin = at(day, BEGINS[project])
        return [self._haul(project, begin, number, trucks) for number in range(most)]

    def _haul(self, project: Project, begin: datetime, number: int, trucks: tuple[str, ...]) -> Haul:
        own_round, truck = divmod(number, len(trucks))
        leaves = begin + own_round * ROUND_TRIP + timedelta(minutes=7 * truck, seconds=self._rng.randrange(240))
        kg = Decimal(self._rng.randrange(15_000, 17_000, READ_OFF_KG))
        if project is PILES:
            kg = Decimal(self._rng.randrange(120, 138)) * 120
        return Haul(
            own=f"{project.own}-{begin:%y%m%d}-{number + 1:02d}",
            project=project,
            carrier=project.carrier,
            conveyance=trucks[truck],
            site=DISTRICT_SITE,
            leaves_at=leaves,
            arrives_at=leaves + timedelta(minutes=self._rng.randrange(35, 60)),
            kg=kg,
            came_kg=kg + self._rng.randrange(-40, 41, READ_OFF_KG),
            gate=project.gate,
            permit=project.permit,
            waste_class=project.waste_class,
        )

    def _watched(self, hauls: list[Haul], *, misread: bool) -> None:
        for index, haul in enumerate(hauls):
            plate = haul.conveyance.partition(":")[2]
            wrong = plate.replace("6", "8", 1) if misread and index == 0 else None
            seen = haul.passed(wrong)
            self._world.tell([seen, haul.plate_confirmed(seen)] if wrong else [seen])
            if wrong:
                self._world.lawful("plate_mismatch", haul.subject, "形近字符 6/8 误读，已人工核对", seen.at)

    def _close(self, closes: datetime) -> None:
        subject, by = DISTRICT_SITE.subject, DISTRICT_SITE.operator
        own, opens = f"closed-{closes:%y%m%d}", closes + timedelta(hours=9)
        closed = Happening(closes, by, "office", "site.closed", subject, own, {"reason": TYPHOON})
        opened = closed._replace(at=opens, type="site.reopened", id=f"re{own}", data={"reason": "预警解除"})
        self._world.tell([closed, opened])

    def _plain(self, haul: Haul, day: date, closes: datetime | None) -> None:
        """To the site that it is bound for; to the city's where the district's has closed before it comes."""
        if closes is None or haul.arrives_at + AT_THE_SITE < closes or haul.site is not DISTRICT_SITE:
            self._world.tell(haul.plain(self._receipt(day, haul.site)))
            self._yard.took(haul)
            return
        further = replace(haul, site=CITY_SITE, arrives_at=haul.arrives_at + timedelta(minutes=35))
        receipt = self._receipt(day, CITY_SITE)
        if haul.leaves_at > closes:
            self._world.tell(further.plain(receipt))
            return
        turned = closes + timedelta(minutes=5)
        self._world.tell([haul.departed(), haul.diverted(turned, CITY_SITE, GREENING.uscc, TYPHOON)])
        self._world.tell([further.arrived(), further.accepted(receipt)])
        self._world.lawful("trip_without_permit", haul.subject, "经决定改道至托底场所", turned)
