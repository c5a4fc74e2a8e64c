"""Who is party to a subject through a place that it names: who operates the site, whose project it is.

A trip names the gate that it leaves, its permit and the site that takes it; the organisations behind them stand in
what was said of those. Looked up when somebody asks, so that it does not matter which was told first.
"""

from sqlalchemy import Select, Table, select, union

OPERATOR = "operator"
"""The field of a site's filing that names who operates it."""
OF_A_PLAN = ("contractor", "owner")
"""Fields of a project's plan that name whose project it is."""


def places_of(party: Table, organisation: str) -> Select[tuple[str]]:
    """The sites that an organisation operates, its projects, and the permits of those."""
    me = party.c.party == f"organisation:{organisation}"
    sites = sites_of(party, organisation)
    plans = select(party.c.subject).where(
        me, party.c.role.in_(OF_A_PLAN), party.c.subject.startswith("disposal_plan:")
    )
    named = party.alias()
    projects = select(named.c.party).where(named.c.role == "project", named.c.subject.in_(plans))
    permits = select(named.c.subject).where(
        named.c.role == "project", named.c.subject.startswith("permit:"), named.c.party.in_(projects)
    )
    places = union(sites, projects, permits).subquery()
    return select(places.c[0])


def sites_of(party: Table, organisation: str) -> Select[tuple[str]]:
    """The sites whose filing names it as their operator."""
    me = party.c.party == f"organisation:{organisation}"
    return select(party.c.subject).where(me, party.c.role == OPERATOR, party.c.subject.startswith("site:"))
