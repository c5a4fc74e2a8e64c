"""What a filled in form says as `manifest.issued`: lines by waste, legs as typed, and what the log adds to it."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from api.pages.shanghai_time import entered
from api.pages.work.contracts import Agreed
from api.pages.work.sendable import Drum
from api.people.forms import Form
from ledger.errors import InvalidError
from ledger.identifiers import MMSI_PATTERN
from ledger.quantity import KILOGRAMS
from projections.parties.dossier import OfOrganisation

LEGS: Final = (1, 2, 3)
TICK: Final = "drum."
"""Before the own number of a container that is ticked."""


def ticked(form: Form, drums: Sequence[Drum]) -> list[Drum]:
    """What was ticked; raises InvalidError for nothing, and for what may not go."""
    own = {f"{TICK}{drum.subject.partition(':')[2]}": drum for drum in drums if drum.may_go}
    names = [name for name in form if name.startswith(TICK)]
    if not names:
        raise InvalidError.because("nothing_ticked", "no container is ticked", "/data/containers")
    for name in names:
        if name not in own:
            number = name.removeprefix(TICK)[:80]
            raise InvalidError.because(
                "not_to_be_sent", f"{number} may not be sent", "/data/containers", {"container": number}
            )
    return [own[name] for name in names]


def issue_of(
    form: Form, drums: Sequence[Drum], it: OfOrganisation, contracts: Sequence[Agreed], here: str, today: date
) -> dict[str, Any]:
    """The data of the manifest that a form asks for; what is missing in it the ledger says."""
    place = (form.get("place") or form.get("to_establishment", "")).strip().upper().removeprefix("ESTABLISHMENT:")
    receiver, codes = f"organisation:{place[:18]}", {drum.waste_code for drum in drums}
    found = {
        "contract": _contract(contracts, receiver, [code for code in codes if code]),
        "plan": _plan(it, here, today),
        "planned_arrival": entered(form.get("planned_arrival"), "planned_arrival"),
        "transfer": f"transfer:{form['transfer'].strip()}" if form.get("transfer", "").strip() else None,
        "emergency_measures": form.get("emergency_measures", "").strip() or None,
    }
    return {
        "transferor": it.organisation,
        "receiver": receiver,
        "from_establishment": here,
        "to_establishment": f"establishment:{place}",
        "legs": [leg for number in LEGS if (leg := _leg(form, number)) is not None],
        "lines": [
            _line(form, code or "", [d for d in drums if d.waste_code == code])
            for code in sorted(filter(None, codes))
        ],
        "containers": [drum.subject for drum in drums],
        **{name: value for name, value in found.items() if value is not None},
    }


def _line(form: Form, code: str, drums: Sequence[Drum]) -> dict[str, Any]:
    profile = next((drum.profile for drum in drums if drum.profile is not None), None)
    packaging = Counter(drum.packaging for drum in drums if drum.packaging).most_common(1)
    told = {} if profile is None else {"form": profile.form, "hazards": profile.hazards}
    return {
        "waste_code": code,
        "name": next((drum.name for drum in drums if drum.name), code),
        "mass_kg": KILOGRAMS.to_wire(sum(drum.mass_g or 0 for drum in drums)),
        "method": form.get(f"method.{code}", ""),
        "packaging": packaging[0][0] if packaging else "—",
        "count": len(drums),
        **told,
    }


def _leg(form: Form, number: int) -> dict[str, Any] | None:
    """A leg as chosen, `CARRIER|MODE|CONVEYANCE`, or as typed; None where nothing was."""
    carrier, mode, conveyance = (
        form.get(f"{name}.{number}", "").strip() for name in ("carrier", "mode", "conveyance")
    )
    if form.get(f"leg.{number}") and not carrier:
        carrier, mode, conveyance = f"{form[f'leg.{number}']}||".split("|")[:3]
    if not carrier:
        return None
    if conveyance and ":" not in conveyance:
        kind = "vessel" if re.fullmatch(MMSI_PATTERN, conveyance, re.A) else "vehicle"
        conveyance = f"{kind}:{conveyance.upper()}"
    carrier = f"organisation:{carrier.upper().removeprefix('ORGANISATION:')}"
    return {"carrier": carrier, "mode": mode or "road", **({"conveyance": conveyance} if conveyance else {})}


def _contract(contracts: Sequence[Agreed], receiver: str, codes: Sequence[str]) -> str | None:
    """The latest contract with the receiver that covers all of it."""
    with_it = (each for each in contracts if each.contractor == receiver)
    return next((each.subject for each in with_it if len(each.covered(codes)) == len(codes)), None)


def _plan(it: OfOrganisation, here: str, today: date) -> str | None:
    """The plan of the year, if one is filed."""
    subject = f"management_plan:{here.partition(':')[2]}.{today.year}"
    return subject if subject in dict(it.section("management_plan").things) else None
