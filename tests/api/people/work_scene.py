"""A plant that fills drums: its waste, its scale, its bay, and its people."""

from typing import Any

from ledger.posting import Posting
from tests.manifests import registered
from tests.specification import BAY, PLANT, SCALE, SITE, kg, said

SOLVENT = f"profile:{PLANT}.P01"
SLUDGE = f"profile:{PLANT}.P02"


def profile(subject: str, name: str, code: str) -> Posting:
    """废物档案登记."""
    told = {"form": "liquid", "hazards": ["T", "I"], "components": ["有机溶剂"], "precautions": "远离火源"}
    return said("waste_profile.registered", subject, {"waste_code": code, "name": name, **told})


def scale(subject: str = SCALE, **more: Any) -> Posting:
    """计量器具登记."""
    data = {"kind": "platform", "max_kg": kg("500"), "division_kg": kg("0.2"), "name": "一号台秤"}
    return said("scale.registered", subject, data | more)


def bay(subject: str = BAY, **more: Any) -> Posting:
    """A storage house with two zones."""
    data = {"establishment": SITE, "kind": "storage_house", "name": "危废库", "zones": ["A区", "B区"]}
    return said("facility.registered", subject, data | more)


FOUNDED = (
    registered(SITE, "310115", PLANT),
    profile(SOLVENT, "废溶剂", "900-402-06"),
    profile(SLUDGE, "含铬污泥", "336-054-17"),
    scale(),
    bay(),
)
"""What a plant has before it fills its first drum."""
