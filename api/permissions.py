"""Who may state what, who sees what and which doors want a key: docs/permissions.md, written from the code itself.

`python -m tests.house.test_docs` writes the page again; a test compares it.
"""

from collections.abc import Iterator

from fastapi.routing import APIRoute

from api.app import ROUTERS
from api.door import wants_a_key
from ledger.catalogue import CATALOGUE
from ledger.fact import Relation
from projections.custody import visibility

RELATIONS: dict[Relation, str] = {
    Relation.OWNER: "the organisation whose USCC begins the subject's number",
    Relation.OPERATOR: "the operator of the log",
    Relation.ECOLOGY: "an ecology authority whose division covers the subject's establishment",
    Relation.AUTHOR: "whoever stated the fact that it is about",
    Relation.LOG: "the ledger itself; nobody can post it",
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
    yield ""
    yield "| type | about | who may state it | legal basis |"
    yield "|---|---|---|---|"
    for name, known in sorted(CATALOGUE.items()):
        fact = known.today
        about = "the subject of the original" if fact.SUBJECT == "*" else fact.SUBJECT
        speakers = "; ".join(RELATIONS[relation] for relation in fact.STATED_BY)
        yield f"| `{name}` | {about} | {speakers} | {'; '.join(fact.BASIS)} |"
    yield ""
    yield "## Who sees what"
    yield ""
    yield _rule_of_visibility()
    yield ""
    yield "An organisation registered as administrator sees everything. What may not be seen answers 404, as does"
    yield "what does not exist. The pages show facts only where the log is simulated."
    yield ""
    yield "## Which doors want a key"
    yield ""
    yield "| route | what it is | open to |"
    yield "|---|---|---|"
    for route in _routes():
        door = " ".join([*sorted(route.methods or ()), route.path])
        wanted = "whoever has a key" if wants_a_key(route.dependant) else "everybody"
        yield f"| `{door}` | {route.summary} | {wanted} |"


def _rule_of_visibility() -> str:
    """The rule as the view itself states it, without its first line."""
    return (visibility.__doc__ or "").strip().partition("\n\n")[2]


def _routes() -> Iterator[APIRoute]:
    return (route for part in ROUTERS for route in part.routes if isinstance(route, APIRoute))
