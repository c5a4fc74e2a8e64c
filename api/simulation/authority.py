"""What the bureaus decide in the month: lists entered and left, a licence changed, storage extended."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from api.simulation.firms import BURNER, CITY_BUREAU, OVER, RECOVERER
from api.simulation.founding_firms import licence_terms
from api.simulation.happening import Happening
from api.simulation.places import Place
from api.simulation.shanghai import at, calendar_days, is_worked, written
from api.simulation.shanghai import day_of as shanghai_day
from api.simulation.world import World


def decisions(world: World, places: Sequence[Place]) -> Iterator[Happening]:
    """Some acts on working days in the middle of the month, as far as it is long enough."""
    worked = [day for day in calendar_days(world.start, world.until) if is_worked(day)][1:]
    listed = [place for place in places if place.supervision.name == "key"][:3]
    for place in listed[: len(worked)]:
        yield _of(OVER[place.division], worked[0], "supervision_list.entered", place, _listing("产生量位居全区前列"))
    if len(worked) > 8 and len(listed) > 2:
        place = listed[2]
        yield _of(OVER[place.division], worked[8], "supervision_list.left", place, _listing("已落实整改并通过核查"))
    if len(worked) > 5:
        yield (extended := _extension(worked[5]))
        world.lawful("storage_overdue", extended.subject, "贮存期限已获准延长", extended.at)
    if len(worked) > 9:
        yield (changed := _more_capacity(worked[9], world.opened_at))
        world.lawful("receiver_unlicensed", changed.subject, "许可量已增加", changed.at)


def _listing(reason: str) -> dict[str, Any]:
    return {"list": "key_supervision", "reason": reason}


def _of(bureau: str, day: date, type_: str, place: Place, data: dict[str, Any]) -> Happening:
    own = f"{type_}-{place.number}"
    return Happening(_morning(day), bureau, "office", type_, place.establishment, own, data)


def _extension(day: date) -> Happening:
    until = day + timedelta(days=180)
    data = {"waste_codes": ["HW49"], "valid_until": f"{until}", "decision": f"沪环延〔{day.year}〕7号"}
    data |= {"reason": "焚烧炉年度检修", "served_at": written(_morning(day))}
    subject = BURNER.facility("TS003")
    return Happening(_morning(day), CITY_BUREAU, "office", "storage.extension_granted", subject, "extension-7", data)


def _more_capacity(day: date, opened_at: datetime) -> Happening:
    subject, terms = licence_terms(RECOVERER, shanghai_day(opened_at))
    data = {**terms, "capacity_t_per_year": terms["capacity_t_per_year"] + 5_000}
    data |= {"decision": f"沪环许变〔{day.year}〕12号", "served_at": written(_morning(day))}
    return Happening(_morning(day), CITY_BUREAU, "office", "licence.changed", subject, "licence-changed-12", data)


def _morning(day: date) -> datetime:
    return at(day, datetime.min.time()) + timedelta(hours=9, minutes=40)
