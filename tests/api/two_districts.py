"""Two districts, Pudong and Minhang: a plant in each, an ecology bureau over each, and one of everybody else."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, NamedTuple

from httpx2 import Response

from ledger.catalogue import CATALOGUE
from ledger.fact import Recorded, Relation
from ledger.leaf import canonical
from ledger.posting import Posting
from projections.custody.visibility import ABOUT_THE_SUBJECT
from tests.api.least_statements import (
    ANOTHER_SITE,
    BEFORE_TRANSFERS,
    CARRIER,
    CLOSED_SITE,
    CORRECTION,
    DAYS,
    DEPARTED,
    DISPOSAL_SITE,
    FILING,
    GRANT,
    GRANTED,
    ISSUE,
    MANIFEST,
    MINIMAL,
    ORIGINAL,
    PERMIT,
    PERMITTED,
    PLACE,
    PLAN_OF_PROJECT,
    READING,
    RECEIVER,
    SPOIL_PLAN,
    TODAY,
    TRIP,
)
from tests.api.permission_tables import SEEN_BY, STATED_BY
from tests.specification import (
    BUREAU,
    OPERATOR,
    PLANT,
    SITE,
    Scenario,
    drum,
    generated,
    organisation,
    said,
    uscc,
)

PUDONG, MINHANG, SHANGHAI = "310115", "310112", "310100"


@dataclass(frozen=True)
class Party:
    """Somebody with a key, and what they are registered as."""

    code: str
    roles: tuple[str, ...] = ()
    division: str = PUDONG
    competence: tuple[str, ...] = ()

    def is_over(self, other: "Party") -> bool:
        """Whether its division is the other's, or holds it."""
        return "authority" in self.roles and other.division.startswith(self.division.removesuffix("00"))


PUDONG_PLANT = Party(PLANT, ("generator",))
MINHANG_PLANT = Party(uscc("91310112MA1K3XY00"), ("generator",), MINHANG)
PLANTS = {"Pudong's plant": PUDONG_PLANT, "Minhang's plant": MINHANG_PLANT}
UNISSUED = "manifest:20263101150008"
"""A number under which something was stated of each plant's, that nobody issued."""
ORIGINALS = {PUDONG_PLANT: ORIGINAL, MINHANG_PLANT: ORIGINAL + 1}
"""Where each plant's own weighing of its drum 0 stands."""
PLACED = ("manifest:", "disposal_plan:", "permit:")
"""What has the digits of its plant's division in its number."""
CORRECTIONS = {PUDONG_PLANT: CORRECTION, MINHANG_PLANT: CORRECTION + 3}
"""Where each plant's correction of its site stands, which waits for the bureau."""
POSITIONS = {ORIGINAL: ORIGINALS, CORRECTION: CORRECTIONS}
PHOTOS = {plant: plant.code.encode() for plant in ORIGINALS}
"""What stands in the evidence of each plant's weighing."""
ECOLOGY_THERE = Party(uscc("11320500MB1A2B3C4"), ("authority",), "320500", ("ecology",))
"""Over the place to which both plants send across the province."""
NOBODY = Party(uscc("91310115MA1N0B0DY"), division="310120")
"""An organisation about which nothing was ever stated, in a district of which nothing was."""

OTHER_COMPETENCES = ("greening", "urban_management", "police", "transport", "maritime", "prosecutor")
ECOLOGY = {
    PUDONG: Party(BUREAU, ("authority",), PUDONG, ("ecology",)),
    MINHANG: Party(uscc("11310112MB1A2B3C4"), ("authority",), MINHANG, ("ecology",)),
}
GREENING = {
    PUDONG: Party(uscc("11310115MB5D6E7F8"), ("authority",), PUDONG, OTHER_COMPETENCES),
    MINHANG: Party(uscc("11310112MB5D6E7F8"), ("authority",), MINHANG, OTHER_COMPETENCES),
}
THE_OPERATOR = Party(OPERATOR)
THE_CARRIER, THE_RECEIVER = Party(CARRIER, ("carrier",)), Party(RECEIVER, ("receiver",))
"""Of the manifest that each plant issued."""
PARTIES = {
    **PLANTS,
    "a collector": Party(uscc("91310115MA1C0C0C0"), ("collector",)),
    "a carrier": THE_CARRIER,
    "a receiver": THE_RECEIVER,
    "a contractor and site operator": Party(uscc("91310115MA1C3C3C3"), ("contractor", "site_operator")),
    "ecology of Pudong": ECOLOGY[PUDONG],
    "ecology of Minhang": ECOLOGY[MINHANG],
    "ecology of Shanghai": Party(uscc("11310000MB1A2B3C4"), ("authority",), SHANGHAI, ("ecology",)),
    "ecology of Suzhou": ECOLOGY_THERE,
    "greening of Pudong": GREENING[PUDONG],
    "greening of Minhang": GREENING[MINHANG],
    "administrator": Party(uscc("91310000MA1A2B3C4"), ("administrator",), SHANGHAI),
    "operator": THE_OPERATOR,
    "nobody registered": Party(uscc("91310115MA1C4C4C4")),
}
"""One of each kind of caller. A new role or competence is one line here."""

MAY_STATE: dict[str, Callable[[Party, Party], bool]] = {
    "the organisation whose USCC begins the subject's number": lambda who, plant: who == plant,
    "the carrier of the conveyance: the recorded one, else the one that the fact names": lambda who, plant: (
        who == plant
    ),
    "whoever stated the fact that it is about, or on whose behalf it was stated": lambda who, plant: who == plant,
    "an organisation that relied on the fact before it was corrected": lambda who, plant: (
        who == ECOLOGY.get(plant.division)
    ),
    "the organisation to which the delegation was granted": lambda who, _: who == PARTIES["a collector"],
    # of a flag that there is; here is none, and nobody may speak of it
    "the organisation against which the register of flags has it": lambda *_: False,
    "an authority competent for the flag's rule whose division covers its place": lambda *_: False,
    "the operator of the log": lambda who, _: who == THE_OPERATOR,
    "an ecology authority whose division covers the subject's establishment": lambda who, plant: (
        who.is_over(plant) and "ecology" in who.competence
    ),
    "an ecology authority whose division covers the place that the transfer leaves": lambda who, plant: (
        who.is_over(plant) and "ecology" in who.competence
    ),
    "an ecology authority whose division covers the place that the transfer goes to": lambda who, _: (
        who == PARTIES["ecology of Suzhou"]
    ),
    "the receiver of the manifest, consignment or transfer": lambda who, _: who == THE_RECEIVER,
    "the transferor of the manifest or transfer": lambda who, plant: who == plant,
    "a carrier of the manifest, or of the trip": lambda who, _: who == THE_CARRIER,
    "the contractor of the project": lambda who, plant: who == plant,
    "who operates the site": lambda who, plant: who == plant,
    "a greening authority whose division covers the site or project": lambda who, plant: (
        who.is_over(plant) and "greening" in who.competence
    ),
    "an urban management authority whose division covers the site or project": lambda who, plant: (
        who.is_over(plant) and "urban_management" in who.competence
    ),
    "a receiver that accepted the container on a manifest": lambda *_: False,  # none of these drums has arrived
    (
        "an authority competent for the waste whose division covers a place of the subject or a party to it"
    ): lambda who, plant: who.is_over(plant) and "ecology" in who.competence,  # what is disputed is a drum's
    "the ledger itself, nobody can post it": lambda *_: False,
}
"""The words of the first table → whether a caller is that to what a plant owns and stated."""

Facts = list[Recorded[Any]]


class Around(NamedTuple):
    """All facts about a fact's subject, those about the manifests that carry it, and all there are."""

    it: Facts
    carrying: Facts
    all: Facts


SEES: dict[tuple[str, str], Callable[[Party, Recorded[Any], Around], bool]] = {
    ("the organisation whose USCC begins the subject's number", ABOUT_THE_SUBJECT): (
        lambda who, fact, _: who.code == _owner_of(fact)
    ),
    ("an organisation that a fact about the subject names, as it stands", ABOUT_THE_SUBJECT): (
        lambda who, _, about: who.code in _named("organisation", about.it)
    ),
    ("who handles the waste on a manifest that carries the container, as it stands", ABOUT_THE_SUBJECT): (
        lambda who, _, about: who.code in _named("organisation", about.carrying)
    ),
    ("an organisation that stated a fact about the subject on another's behalf, and that other", ABOUT_THE_SUBJECT): (
        lambda who, _, about: who.code in _speaking_for_each_other(about.it)
    ),
    ("who operates a site that a fact about the subject names", ABOUT_THE_SUBJECT): (
        lambda who, fact, about: who.code in _operators_of(_places("site", fact, about.it), about.all)
    ),
    (
        "the contractor or owner of a project that a fact about the subject names, itself or by its permit",
        ABOUT_THE_SUBJECT,
    ): lambda who, fact, about: who.code in _whose_project(fact, about),
    (
        "an authority in whose division the subject, its establishment, a place that it names or a party lies",
        ABOUT_THE_SUBJECT,
    ): lambda who, fact, about: "authority" in who.roles and _is_over_one_of(who, fact, [*about.it, *about.carrying]),
    (
        "an authority in whose division somebody lies who stated a fact under a manifest's number that nobody issued",
        ABOUT_THE_SUBJECT,
    ): lambda who, fact, about: _is_of_a_number(fact, about.it) and _is_over_a_speaker(who, about.it),
    ("an authority in whose division a cross-province transfer begins or ends", ABOUT_THE_SUBJECT): (
        lambda who, _, about: _is_over_an_end(who, about.it)
    ),
    ("an authority in whose division the transfer ends that a fact about a load names", ABOUT_THE_SUBJECT): (
        lambda *_: False  # none of these loads names one; tests/journeys/test_transfers.py does
    ),
    ("whoever stated a fact", "that fact"): lambda who, fact, _: who.code == fact.fact.stated_by,
    ("whoever has a key", "every fact about a rule, a calendar or a catalogue"): (
        lambda _, fact, __: is_settled_for_all(fact)
    ),
    ("an organisation registered as administrator", "every fact"): lambda who, *_: "administrator" in who.roles,
}
"""The words of the second table → whether a caller is that to a fact, and to all the facts about its subject."""


def _owner_of(fact: Recorded[Any]) -> str:
    return fact.fact.subject.partition(":")[2][:18]


def _is_over_one_of(who: Party, fact: Recorded[Any], about_it: Facts) -> bool:
    named = _named("organisation|establishment", about_it)
    parties = {_owner_of(fact), *named, *_speaking_for_each_other(about_it)}
    within = who.division.removesuffix("00")
    if any(number.startswith(within) for number in _places("site|project|gate", fact, about_it)):
        return True
    return any(who.is_over(party) for party in PARTIES.values() if party.roles and party.code in parties)


def _places(kinds: str, fact: Recorded[Any], about_it: Facts) -> set[str]:
    """The numbers of places by division that a subject is or its facts name; of a gate what it may be the gate of."""
    said = b"".join(canonical(each.fact.data) for each in about_it).decode()
    found = re.findall(f'"({kinds}):([0-9]{{6}}\\.[^"]+)"', f'"{fact.fact.subject}"{said}')
    gates = re.findall(r"^gate:([0-9]{6}\..+)\.[^.]+$", fact.fact.subject)
    return {number for _, number in found} | set(gates)


def _operators_of(sites: set[str], facts: Facts) -> set[str]:
    filed = (f.fact for f in facts if f.fact.type in {"site.filed", "site.changed"})
    return {each.data.operator.partition(":")[2] for each in filed if each.subject.partition(":")[2] in sites}


def _whose_project(fact: Recorded[Any], about: Around) -> set[str]:
    said = b"".join(canonical(each.fact.data) for each in about.it).decode()
    permits = set(re.findall('"(permit:[^"]+)"', said))
    granted = [f for f in about.all if f.fact.type == "disposal_permit.granted" and f.fact.subject in permits]
    projects = _places("project", fact, about.it) | {f.fact.data.project.partition(":")[2] for f in granted}
    plans = (f.fact.data for f in about.all if f.fact.type == "disposal_plan.filed")
    of_it = [plan for plan in plans if plan.project.partition(":")[2] in projects]
    return {each.partition(":")[2] for plan in of_it for each in (plan.contractor, plan.owner)}


def _is_of_a_number(fact: Recorded[Any], about_it: Facts) -> bool:
    """Whether it is about a manifest of which no issue is known."""
    return fact.fact.subject.startswith("manifest:") and all(f.fact.type != "manifest.issued" for f in about_it)


def _is_over_a_speaker(who: Party, about_it: Facts) -> bool:
    speakers = {f.fact.stated_by for f in about_it}
    return any(who.is_over(party) for party in PARTIES.values() if party.roles and party.code in speakers)


def _is_over_an_end(who: Party, about_it: Facts) -> bool:
    """Whether a transfer leaves or goes to a place in its division."""
    ends = (getattr(f.fact.data, end, None) for f in about_it for end in ("from_division", "to_division"))
    return any(end is not None and who.is_over(Party("", division=end)) for end in ends)


def _named(kinds: str, facts: Facts) -> set[str]:
    """The codes of those that stand in what the facts say."""
    said = b"".join(canonical(fact.fact.data) for fact in facts).decode()
    return {code for _, code in re.findall(f'"({kinds}):([0-9A-Z]{{18}})', said)}


def _speaking_for_each_other(facts: Facts) -> set[str | None]:
    """Who stated one of these facts on another's behalf, and that other."""
    spoken = [f.fact for f in facts if f.fact.on_behalf_of is not None]
    return {code for said in spoken for code in (said.stated_by, said.on_behalf_of)}


def is_settled_for_all(fact: Recorded[Any]) -> bool:
    """Whether it is about what whoever has a key may see."""
    return fact.fact.subject.startswith(("rule:", "calendar:", "catalogue:"))


def seen_by(who: Party, facts: Facts) -> Facts:
    """What docs/permissions.md says of who may see which of all recorded facts."""
    about = {subject: _around(subject, facts) for subject in {fact.fact.subject for fact in facts}}
    return [f for f in facts if any(SEES[row](who, f, about[f.fact.subject]) for row in SEEN_BY.items())]


def _around(subject: str, facts: Facts) -> Around:
    cancelled = {f.fact.subject for f in facts if f.fact.type == "manifest.cancelled"}
    issues = [f for f in facts if f.fact.type == "manifest.issued" and f.fact.subject not in cancelled]
    manifests = {f.fact.subject for f in issues if subject in (f.fact.data.containers or ())}
    it, carrying = ([f for f in facts if f.fact.subject in subjects] for subjects in ({subject}, manifests))
    return Around(it, carrying, facts)


def may_state(who: Party, fact_type: str, plant: Party) -> bool:
    """What docs/permissions.md says of a statement about a plant's."""
    return any(MAY_STATE[words](who, plant) for words in STATED_BY[fact_type])


def of(plant: Party, value: Any) -> Any:
    """What is said of Pudong's plant, said of another."""
    match value:
        case str():
            placed = value == PUDONG or value.startswith(PLACED) or f":{PUDONG}." in value
            return value.replace(*((PUDONG, plant.division) if placed else (PLANT, plant.code)))
        case dict():
            changed = {name: of(plant, each) for name, each in value.items()}
            position = POSITIONS.get(changed.get("position", 0))
            return changed | ({} if position is None else {"position": position.get(plant, 999)})
        case list() | tuple():
            return [of(plant, each) for each in value]
    return value


def least(fact_type: str, plant: Party, by: Party) -> Posting:
    """The least that can be said of a type about a plant's."""
    subject, data = of(plant, MINIMAL[fact_type])
    return said(fact_type, subject, data, by=by.code, at=DAYS.get(fact_type, TODAY))


def _registered(party: Party) -> Posting:
    competence = {"competence": [*party.competence]} if party.competence else {}
    # who may state a step of an approval is asked for; at which level it is lawful the acts' own tests tell
    level = {"level": "province"} if "authority" in party.roles else {}
    return organisation(party.code, *party.roles, division=party.division, **competence, **level)


def found(scenario: Scenario) -> None:
    """Everybody but the plants registered; each plant has a site, and a weighed drum (ORIGINALS) on a manifest.

    And each has granted a delegation to the collector, and corrected what it said of its site too late.
    """
    for plant in PLANTS.values():
        evidence = {"evidence": [{"sha256": sha256(PHOTOS[plant]).hexdigest()}]}
        scenario.given(said("container.weighed", drum(0, plant.code), {**READING, **evidence}, by=plant.code))
    scenario.when(*(_registered(party) for party in PARTIES.values() if party.roles and party not in ORIGINALS))
    for plant in PLANTS.values():
        first = generated(drum(0, plant.code), by=plant.code)
        scenario.when(
            said("establishment.registered", *of(plant, (SITE, PLACE)), by=plant.code),
            said(first.type, first.subject, of(plant, first.data), by=plant.code),
            said("manifest.issued", of(plant, MANIFEST), of(plant, ISSUE), by=plant.code),
        )
    for plant in PLANTS.values():
        (site,) = (f for f in scenario.facts(of(plant, SITE)) if f.fact.type == "establishment.registered")
        corrected = {"position": site.position, "data": of(plant, PLACE), "reason": "名称有误"}
        scenario.given(
            said("delegation.granted", *of(plant, (GRANTED, GRANT)), by=plant.code),
            least("supervision_class.assigned", plant, ECOLOGY[plant.division]),
            said("fact.corrected", of(plant, SITE), corrected, by=plant.code),
        )
        assert scenario.receipts[0].position == CORRECTIONS[plant]
    for plant in PLANTS.values():
        _dig(scenario, plant)
    for plant in PLANTS.values():
        bureau = ECOLOGY[plant.division].code
        speakers = {"transferor": plant.code, "sending": bureau, "receiving": ECOLOGY_THERE.code}
        for fact_type, subject, data, by, at in BEFORE_TRANSFERS:
            scenario.given(said(fact_type, of(plant, subject), of(plant, data), by=speakers[by], at=at))


def _dig(scenario: Scenario, plant: Party) -> None:
    """The plant files the plan of a project, operates a site and another that is closed, and a truck has left."""
    bureau = GREENING[plant.division].code
    sites = (DISPOSAL_SITE, CLOSED_SITE, ANOTHER_SITE)
    scenario.given(
        said("disposal_plan.filed", *of(plant, (PLAN_OF_PROJECT, SPOIL_PLAN)), by=plant.code),
        *(said("site.filed", *of(plant, (site, FILING)), by=bureau) for site in sites),
        said("site.closed", of(plant, CLOSED_SITE), by=bureau),
        said("disposal_permit.granted", *of(plant, (PERMIT, PERMITTED)), by=bureau),
        said("trip.departed", *of(plant, (TRIP, DEPARTED)), by=plant.code),
    )


def everything(plant: Party) -> Iterator[Posting]:
    """One fact of each type about a plant's, but for those that end something, by one of those who may."""
    speakers = {
        Relation.OWNER: plant,
        Relation.KEEPER: plant,
        Relation.AUTHOR: plant,
        Relation.OPERATOR: THE_OPERATOR,
        Relation.TRANSFEROR: plant,
        Relation.CARRIER: THE_CARRIER,
        Relation.RECEIVER: THE_RECEIVER,
        Relation.ECOLOGY: ECOLOGY[plant.division],
        Relation.SENDING: ECOLOGY[plant.division],
        Relation.RECEIVING: ECOLOGY_THERE,
        Relation.OVERSEER: ECOLOGY[plant.division],
        Relation.COUNTERPARTY: ECOLOGY[plant.division],
        Relation.DELEGATE: PARTIES["a collector"],
        Relation.CONTRACTOR: plant,
        Relation.SITE_OPERATOR: plant,
        Relation.GREENING: GREENING[plant.division],
    }
    for name, (subject, _) in MINIMAL.items():
        if plant != PUDONG_PLANT and of(plant, subject) == subject:
            continue  # it belongs to no plant, and is said once
        relation = CATALOGUE[name].today.STATED_BY[0]
        if relation in speakers and not name.endswith((".closed", "fact.withdrawn")):
            yield least(name, plant, speakers[relation])
    yield replace(least("container.packaged", plant, PARTIES["a collector"]), on_behalf_of=plant.code)
    yield said("manifest.arrived", of(plant, UNISSUED), by=RECEIVER)
    carrier = {"organisation": f"organisation:{PARTIES['a carrier'].code}"}
    yield said("credential.issued", f"credential:{plant.code}.of-the-carrier", carrier, by=OPERATOR)


def alike(answer: Response, sought: str) -> tuple[int, str]:
    """What an answer tells, but for the name of what was sought and the number of the request."""
    body = {name: value for name, value in answer.json().items() if name != "instance"}
    # a position is a word of its own; a code may be the beginning of a longer number
    word = rf"\b{sought}\b" if sought.isdigit() else re.escape(sought)
    told = re.sub(word, "what was sought", json.dumps(body, ensure_ascii=False))
    return answer.status_code, told
