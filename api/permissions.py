"""Who may state what, who sees what and which doors want a key: docs/permissions.md, written from the code itself.

`python -m tests.house.test_docs` writes the page again; a test compares it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.app import ROUTERS
from api.door import visibility_of, wants_a_key
from api.people.signed_in import visibility_of_person, wants_a_person, wants_an_administrator
from ledger.catalogue import CATALOGUE
from ledger.fact import Relation
from projections.custody.visibility import SEEN_BY

RELATIONS: dict[Relation, str] = {
    Relation.OWNER: "the organisation whose USCC begins the subject's number",
    Relation.OPERATOR: "the operator of the log",
    Relation.ECOLOGY: "an ecology authority whose division covers the subject's establishment",
    Relation.SENDING: "an ecology authority whose division covers the place that the transfer leaves",
    Relation.RECEIVING: "an ecology authority whose division covers the place that the transfer goes to",
    Relation.TRANSFEROR: "the transferor of the manifest or transfer",
    Relation.CARRIER: "a carrier of the manifest, or of the trip",
    Relation.RECEIVER: "the receiver of the manifest, consignment or transfer",
    Relation.HOLDER: "a receiver that accepted the container on a manifest",
    Relation.KEEPER: "the carrier of the conveyance: the recorded one, else the one that the fact names",
    Relation.OVERSEER: (
        "an authority competent for the waste whose division covers a place of the subject or a party to it"
    ),
    Relation.CONTRACTOR: "the contractor of the project",
    Relation.SITE_OPERATOR: "who operates the site",
    Relation.GREENING: "a greening authority whose division covers the site or project",
    Relation.URBAN_MANAGEMENT: "an urban management authority whose division covers the site or project",
    Relation.AUTHOR: "whoever stated the fact that it is about, or on whose behalf it was stated",
    Relation.COUNTERPARTY: "an organisation that relied on the fact before it was corrected",
    Relation.DELEGATE: "the organisation to which the delegation was granted",
    Relation.FLAGGED: "the organisation against which the register of flags has it",
    Relation.COMPETENT: "an authority competent for the flag's rule whose division covers its place",
    Relation.LOG: "the ledger itself, nobody can post it",
}


def table() -> str:
    """The whole page, as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Permissions"
    yield ""
    yield "Written from the code (`api/permissions.py`); do not edit it by hand."
    yield ""
    yield "## Who may state what"
    yield ""
    yield "Judged on what was recorded before the fact. Anybody else is refused with 403, whether the subject exists"
    yield "or not. Only the operator of the log gives the roles `authority` and `administrator`."
    yield "Who holds a delegation may state on its grantor's behalf (`onbehalfof`) what the grantor may state"
    yield "([posting](posting.md#for-another))."
    yield ""
    yield "Whose manifest a number is, its `manifest.issued` tells as it stands; whom a carrier handed it over to, or"
    yield "who takes back what was refused, is one of its carriers too. While it is not issued here, a fact about it"
    yield "is taken from whoever is registered for that part: the transferor's from a generator, collector or"
    yield "receiver, the carrier's from a carrier, the receiver's from a receiver or collector. A hand-over is stated"
    yield "by one of the two carriers that it names. So a refusal tells that a number was issued here, and no more. A"
    yield "receiver's word on a consignment is taken in the same way while its dispatch is not told here."
    yield ""
    yield "Of construction waste, greening and urban management are competent, of all else ecology. A project's"
    yield "contractor is told by its `disposal_plan.filed`, who operates a site by its filing; a gate whose number"
    yield "begins with that of a project or site is theirs. While none is filed here, a fact is taken from whoever"
    yield "is registered as `contractor` or `site_operator`; of a trip before its departure, from any carrier."
    yield ""
    yield "| type | about | who may state it | legal basis |"
    yield "|---|---|---|---|"
    for name, known in sorted(CATALOGUE.items()):
        fact = known.today
        about = " or ".join(fact.kinds()) or "the subject of the original"
        speakers = "; ".join(RELATIONS[relation] for relation in fact.STATED_BY)
        yield f"| `{name}` | {about} | {speakers} | {'; '.join(fact.BASIS)} |"
    yield from ("", "## Who sees what", "")
    yield "An event is seen if its primary subject is, whole or not at all. What may not be seen answers 404, as does"
    yield "what does not exist. An authority sees what it sees whatever its competence; one that was closed, like an"
    yield "administrator that was, sees only its own and what it stated. What is settled for all (rules, calendars,"
    yield "catalogues) stands in the list of whoever sees only its own where its type or its tag is asked for."
    yield "A fact about a manifest makes others parties only if its own transferor, receiver or carrier states it;"
    yield "and a manifest shows only those containers that its transferor owns, or was sent under another manifest."
    yield "Pages show facts to who is signed in, as far as the key of their organisation would; of a simulated log"
    yield "they show all to everybody."
    yield ""
    yield "| who | sees |"
    yield "|---|---|"
    for who, what in SEEN_BY.items():
        yield f"| {who} | {what} |"
    yield ""
    yield from _doors()


def _doors() -> Iterator[str]:
    yield "## Which doors want a key"
    yield ""
    yield "A page for people wants one who is signed in (`/sign-in`), and shows what their organisation may see, as"
    yield "its key does. Users and keys are for the 组织管理员 of an organisation, who manages those of no other"
    yield "([decision 0015](decisions/0015-sign-in.md)). What a person states carries their pseudonym as its"
    yield "credential and `urn:uscc:USCC:office` as its source; a viewer (只读) states nothing."
    yield ""
    yield "| route | what it is | open to | shows |"
    yield "|---|---|---|---|"
    for route in sorted(every_route(), key=lambda r: not r.include_in_schema):
        door = " ".join([*sorted(route.methods or ()), route.path])
        yield f"| `{door}` | {_what_it_is(route)} | {_open_to(route.dependant)} | {_shows(route)} |"


def every_route() -> Iterator[APIRoute]:
    """Every door of the application."""
    return _routes(part.routes for part in ROUTERS)


def _open_to(dependant: Dependant) -> str:
    if wants_an_administrator(dependant):
        return "administrators of their organisation"
    if wants_a_person(dependant):
        return "whoever is signed in"
    return "whoever has a key" if wants_a_key(dependant) else "everybody"


def _routes(parts: Iterable[Iterable[Any]]) -> Iterator[APIRoute]:
    for route in (route for routes in parts for route in routes):
        if isinstance(route, APIRoute):
            yield route
        else:  # a router within a router
            yield from _routes([route.original_router.routes])


def _what_it_is(route: APIRoute) -> str:
    return route.summary or (route.endpoint.__doc__ or "").partition("\n")[0].rstrip(".")


def _shows(route: APIRoute) -> str:
    if _depends_on(route.dependant, visibility_of_person):
        return "to who is signed in what they may see; all of a simulated log"
    if _depends_on(route.dependant, visibility_of):
        return "what its asker may see"
    if wants_a_person(route.dependant):
        return "what is theirs, or their organisation's"
    if not wants_a_key(route.dependant):
        return "the same to everybody" if route.methods == {"GET"} else "what its asker sent"
    return "the same to whoever has a key" if route.methods == {"GET"} else "what its asker sent"


def _depends_on(dependant: Dependant, wanted: Callable[..., Any]) -> bool:
    return dependant.call is wanted or any(_depends_on(each, wanted) for each in dependant.dependencies)
