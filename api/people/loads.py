"""`/me/loads/{number}`: what stands on a manifest, for the page at which a receiver ticks it off."""

from typing import Any

from fastapi import APIRouter, Response

from api.answers import answer
from api.door import TheLedger, not_found
from api.pages.registered_names import SeenNames
from api.people.signed_in import SeenByPerson, SignedIn
from api.people.stating import ScriptRoute
from api.subjects import case_of
from ledger.correction import effective
from ledger.log import Ledger
from ledger.subjects import owner_of, without_prefix
from projections.custody.state import fold
from projections.custody.visibility import Visibility

router = APIRouter(include_in_schema=False, route_class=ScriptRoute)


@router.get("/me/loads/{number}")
def load(number: str, session: SignedIn, ledger: TheLedger, person: SeenByPerson) -> Response:  # noqa: ARG001
    """The containers of a manifest with what is known of each, for who may see it; raises NotFoundError otherwise."""
    assert person is not None  # somebody is signed in
    manifest = without_prefix(f"manifest:{number}")
    case = case_of(ledger, person, manifest)
    state = case.state
    if "transferor" not in state:  # facts are told of it, but not what stands on it
        raise not_found(manifest)
    fates = {each["container"]: each["fate"] for each in state.get("fates", ())}
    dispatched = state.get("loaded") or state.get("containers", [])
    names = SeenNames(ledger, person)
    told = {
        "manifest": manifest,
        "stage": case.stage,
        "transferor": names.of(state["transferor"]) or owner_of(state["transferor"]),
        "receiver": state["receiver"],
        "methods": sorted({line["method"] for line in state.get("lines", ())}),
        "containers": _containers(ledger, person, dispatched, fates),
    }
    response = answer(told)
    response.headers["Cache-Control"] = "no-store"
    return response


def _containers(
    ledger: Ledger, person: Visibility, containers: list[str], fates: dict[str, str]
) -> list[dict[str, Any]]:
    """Each with its label and net mass where its own facts may be seen, and what was said of it on the manifest."""
    visible = person.seen_among(containers)
    return [
        {"container": each, "fate": fates.get(each), **(_known(ledger, each) if each in visible else {})}
        for each in containers
    ]


def _known(ledger: Ledger, container: str) -> dict[str, Any]:
    state = fold(container, effective(ledger.recorded(subject=container)))
    net = None if state.net_g is None else state.net_g / 1000
    return {"label": state.label_code, "waste_code": state.waste_code, "net_kg": net}
