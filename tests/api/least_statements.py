"""The least that can be said of each type, about something of the plant's. A new type is one line here."""

from typing import Any

from tests.specification import BAY, OPERATOR, OTHER_PLANT, PLANT, SCALE, SITE, drum, kg, uscc, weighed

PARTY = {"name": "示范单位", "roles": ["generator"], "division": "310115"}
PLACE = {"organisation": f"organisation:{PLANT}", "name": "东厂", "division": "310115", "place": {"address": "一号"}}
STORE = {"establishment": SITE, "kind": "storage_house"}
PLATFORM = {"kind": "platform", "max_kg": 500, "division_kg": 1}
SOLVENT = {
    "waste_code": "900-402-06",
    "name": "废溶剂",
    "form": "liquid",
    "hazards": ["T"],
    "components": ["甲苯"],
    "precautions": "防火",
}
FLAG = "anomaly:abcdefghijklmnopqrstuvwxyz"
"""Of a flag that no register has."""
LICENCE = f"licence:L-{PLANT}"
TERMS = {
    "kind": "comprehensive",
    "holder": f"organisation:{PLANT}",
    "establishment": SITE,
    "waste_codes": ["HW06"],
    "methods": ["R2"],
    "capacity_t_per_year": 5000,
    "valid_from": "2026-01-01",
    "valid_until": "2030-12-31",
}
CONTRACT = {
    "generator": f"organisation:{PLANT}",
    "contractor": f"organisation:{OTHER_PLANT}",
    "scope": ["disposal"],
    "waste_codes": ["900-402-06"],
    "valid_from": "2026-01-01",
    "valid_until": "2026-12-31",
}
EXEMPT = {"establishment": SITE, "item": 8, "stage": "recovery", "waste_codes": ["900-249-08"]}
TRUCK = {
    "carrier": f"organisation:{PLANT}",
    "kind": "rigid_truck",
    "axles": 2,
    "tare_kg": 8000,
    "tare_weighed_on": "2026-11-01",
    "gross_limit_kg": 18000,
}
GATE = f"gate:{PLANT}001P.G1"
CAMERA = f"device:{PLANT}.cam-3"
KEY = {"organisation": f"organisation:{PLANT}"}
ORIGINAL = 2
"""The position of the plant's own weighing of drum 0, which the facts about facts are about."""
VERIFIER = "localhost/test+00000000+AAAA"
READING = weighed(drum(0)).data

CARRIER, RECEIVER = uscc("91310000MA1C1C1C1"), uscc("91310000MA1C2C2C2")
"""Who carries what either plant sends, and who takes it."""
MANIFEST = "manifest:20263101150001"
"""Issued by the plant: the digits of its division stand in the serial, so that each plant has its own."""
ANOTHER_MANIFEST = "manifest:20263101150002"
ISSUE = {
    "transferor": f"organisation:{PLANT}",
    "receiver": f"organisation:{RECEIVER}",
    "from_establishment": SITE,
    "to_establishment": f"establishment:{RECEIVER}001P",
    "legs": [{"carrier": f"organisation:{CARRIER}", "mode": "road"}],
    "lines": [{"waste_code": "900-402-06", "name": "废溶剂", "mass_kg": 200, "method": "R2", "packaging": "钢桶"}],
    "containers": [drum(0)],
}
HANDED_OVER = {
    "from_carrier": f"organisation:{CARRIER}",
    "to_carrier": f"organisation:{CARRIER}",
    "mode": "water",
    "place": {"address": "码头"},
}
TODAY = "2026-11-24T08:00:00+08:00"
OF_THE_LAW = "2026-08-10T08:00:00+08:00"
DAYS = {"transfer.filed": OF_THE_LAW}
"""Types that the law of today does not know, with a day on which it did."""
SENT = {"waste_codes": ["900-001-S01"], "quantity_t": 100, "method": "C2"} | {
    "valid_from": "2026-08-10",
    "valid_until": "2026-12-31",
}
ACROSS = SENT | {
    "regime": "approval",
    "transferor": f"organisation:{PLANT}",
    "receiver": f"organisation:{RECEIVER}",
    "from_division": "310115",
    "to_division": "320500",
    "carriers": [f"organisation:{CARRIER}"],
}
SERVED = {"decision": "示-7", "legal_ground": "该决定所载依据", "served_at": TODAY}


def transfer(name: str) -> str:
    """A transfer of the plant's."""
    return f"transfer:{name}-{PLANT}"


ASKED, INCOMPLETE, CONSENTED, FILED, TOLD, GRANTED_TRANSFER = map(transfer, ("A", "B", "C", "D", "E", "F"))
BATCH, LOAD, ANOTHER_LOAD = f"batch:{PLANT}.B-1", f"consignment:{PLANT}.C-0", f"consignment:{PLANT}.C-1"
DISPATCH = {
    "from_establishment": SITE,
    "to_establishment": f"establishment:{RECEIVER}001P",
    "carrier": f"organisation:{CARRIER}",
    "conveyance": "vehicle:沪AB1234",
    "receiver": f"organisation:{RECEIVER}",
    "method": "C2",
    "mass_kg": 1000,
}
BEFORE_TRANSFERS: tuple[tuple[str, str, dict[str, Any], str, str], ...] = (
    ("transfer.applied", ASKED, ACROSS, "transferor", OF_THE_LAW),
    ("transfer.applied", INCOMPLETE, ACROSS, "transferor", OF_THE_LAW),
    ("transfer.supplement_requested", INCOMPLETE, {"reason": "缺合同"}, "sending", OF_THE_LAW),
    ("transfer.applied", CONSENTED, ACROSS, "transferor", OF_THE_LAW),
    ("transfer.consented", CONSENTED, {}, "receiving", OF_THE_LAW),
    ("transfer.applied", FILED, ACROSS | {"regime": "filing"}, "transferor", OF_THE_LAW),
    ("transfer.applied", TOLD, ACROSS | {"regime": "notice"}, "transferor", TODAY),
    ("transfer.applied", GRANTED_TRANSFER, ACROSS | {"regime": "notice"}, "transferor", TODAY),
    ("transfer.noticed", GRANTED_TRANSFER, SENT, "transferor", TODAY),
    ("consignment.dispatched", LOAD, DISPATCH, "transferor", TODAY),
)
"""What each plant and its authorities have said of transfers and a load: each step is lawful of one of them."""
PLAN, PERIOD = (
    SITE.replace("establishment", "management_plan") + ".2026",
    SITE.replace("establishment", "declaration") + ".2026-10",
)
PLAN_LINES = {"lines": [{"waste_code": "900-402-06", "mass_t": 12, "method": "D10"}]}
RUN = {
    "facility": BAY,
    "kind": "disposed",
    "method": "D10",
    "from": "2026-11-24T06:00:00+08:00",
    "until": "2026-11-24T07:00:00+08:00",
    "inputs": [{"container": drum(), "mass_kg": 1}],
}

COLLECTOR = uscc("91310115MA1C0C0C0")
GRANT = {
    "from": f"organisation:{PLANT}",
    "to": f"organisation:{COLLECTOR}",
    "establishments": [SITE],
    "types": ["container.*"],
    "basis": "收集委托书",
}
GRANTED = f"delegation:{PLANT}.G-0"
"""What each plant has granted to the collector."""
CORRECTION = 23
"""The position of the plant's correction of its site, made after the bureau had assigned a class to it."""
SECOND_SITE = f"establishment:{PLANT}002P"
PROFILE = f"profile:{PLANT}.W1"

PLAN_OF_PROJECT, PROJECT = "disposal_plan:310115-1", "project:310115.P-1"
DISPOSAL_SITE, CLOSED_SITE = "site:310115.S-1", "site:310115.S-3"
ANOTHER_SITE = "site:310115.S-4"
PERMIT, TRIP = "permit:310115-1", f"trip:{PLANT}.T-1"
"""The plant's own project, its sites, the permit for it, and a trip that departed: it is contractor and operator."""
BOUNDARY = {
    "type": "Polygon",
    "coordinates": [[[kg("121.62"), kg("31.12")], [kg("121.63"), kg("31.12")], [kg("121.63"), kg("31.13")]]],
}
BOUNDARY["coordinates"][0].append(BOUNDARY["coordinates"][0][0])
FILING = {
    "boundary": BOUNDARY,
    "capacity_t": 1_200_000,
    "classes": ["spoil"],
    "daily_capacity_t": 6_000,
    "division": "310115",
    "hours": [{"from": "21:00", "until": "05:00"}],
    "kind": "disposal",
    "level": "district",
    "operator": f"organisation:{PLANT}",
    "valid_until": "2027-06-30",
}
SPOIL_PLAN = {
    "project": PROJECT,
    "contractor": f"organisation:{PLANT}",
    "owner": f"organisation:{PLANT}",
    "division": "310115",
    "classes": [{"waste_class": "spoil", "mass_t": 100}],
    "backfill": {"mass_t": 40},
    "haul_out": {"mass_t": 60},
}
PERMITTED = {
    "project": PROJECT,
    "carriers": [f"organisation:{CARRIER}"],
    "sites": [DISPOSAL_SITE],
    "waste_class": "spoil",
    "quota_t": 60,
    "valid_from": "2026-11-01",
    "valid_until": "2027-04-30",
}
DEPARTED = {
    "carrier": f"organisation:{CARRIER}",
    "conveyance": "vehicle:沪AB1234",
    "gate": "gate:310115.P-1.G1",
    "gross_kg": 30_000,
    "permit": PERMIT,
    "waste_class": "spoil",
}
SEEN_UNLOADING = {
    "place": {"address": "路边"},
    "grade": "seen",
    "from": "2026-11-24T07:00:00+08:00",
    "until": "2026-11-24T07:02:00+08:00",
}

MINIMAL: dict[str, tuple[str, dict[str, Any]]] = {
    "organisation.registered": (f"organisation:{PLANT}", PARTY),
    "organisation.changed": (f"organisation:{PLANT}", PARTY),
    "organisation.closed": (f"organisation:{PLANT}", {}),
    "establishment.registered": (SECOND_SITE, PLACE),
    "establishment.changed": (SECOND_SITE, PLACE),
    "establishment.closed": (SECOND_SITE, {}),
    "supervision_class.assigned": (SITE, {"class": "key", "year": 2026, "source": "名录"}),
    "supervision_list.entered": (SITE, {"list": "key_supervision", "reason": "产生量大"}),
    "supervision_list.left": (SITE, {"list": "key_supervision", "reason": "停产"}),
    "output.reported": (SITE, {"product": "涂料", "unit": "吨", "quantity": 120, "month": "2026-10"}),
    "storage.extension_granted": (BAY, {"waste_codes": ["HW06"], "valid_until": "2027-06-30"}),
    "licence.granted": (LICENCE, TERMS),
    "licence.changed": (LICENCE, TERMS),
    "licence.suspended": (LICENCE, {"establishment": SITE}),
    "licence.revoked": (LICENCE, {"establishment": SITE}),
    "contract.signed": (f"contract:{PLANT}.C-1", CONTRACT),
    "contract.ended": (f"contract:{PLANT}.C-1", {}),
    "exemption.claimed": (f"exemption:{PLANT}.E-1", EXEMPT),
    "conveyance.registered": ("vehicle:沪AB1234", TRUCK),
    "conveyance.changed": ("vehicle:沪AB1234", TRUCK),
    "conveyance.closed": ("vehicle:沪AB1234", {}),
    "device.registered": (CAMERA, {"class": "device", "place": {"address": "一号"}}),
    "device.failed": (CAMERA, {}),
    "device.restored": (CAMERA, {}),
    "device.clock_checked": (CAMERA, {"offset_s": kg("1.5")}),
    "gate.registered": (GATE, {"place": {"address": "一号"}}),
    "gate.changed": (GATE, {"place": {"address": "一号"}}),
    "gate.passed": (GATE, {"direction": "out", "plate_recognised": "沪AB1234", "confidence": kg("0.97")}),
    "gate.plate_confirmed": (GATE, {"position": ORIGINAL, "plate": "vehicle:沪AB1234"}),
    "gate.closed": (GATE, {}),
    "facility.registered": (BAY, STORE),
    "facility.changed": (BAY, STORE),
    "facility.closed": (BAY, {}),
    "scale.registered": (SCALE, PLATFORM),
    "scale.changed": (SCALE, PLATFORM),
    "scale.verified": (SCALE, {"certificate": "示-1", "result": "failed"}),
    "scale.checked": (SCALE, {"zero_kg": 0, "reference_kg": 20, "indicated_kg": 20, "passed": True}),
    "scale.closed": (SCALE, {}),
    "waste_profile.registered": (PROFILE, SOLVENT),
    "waste_profile.changed": (PROFILE, SOLVENT),
    "waste_profile.closed": (PROFILE, {}),
    "credential.issued": (f"credential:{PLANT}.k-1", KEY),
    "credential.revoked": (f"credential:{PLANT}.k-1", KEY),
    "delegation.granted": (f"delegation:{PLANT}.G-1", GRANT),
    "delegation.accepted": (GRANTED, {}),
    "delegation.ended": (GRANTED, {}),
    "container.generated": (drum(), {"establishment": SITE, "kind": "drum", "waste_code": "900-402-06"}),
    "container.closed": (drum(), {}),
    "container.packaged": (drum(), {"packaging": "钢桶"}),
    "container.weighed": (drum(), READING),
    "container.labelled": (drum(), {"label_code": "0" * 37}),
    "container.stored": (drum(), {"facility": BAY}),
    "container.withdrawn": (drum(), {"purpose": "transfer"}),
    "container.repacked": (
        drum(2),
        {"from": [{"container": drum(), "mass_kg": 1}], "into": [{"container": drum(2), "mass_kg": 1}]},
    ),
    "container.loss_declared": (drum(), {"cause": "evaporation", "mass_kg": 1}),
    "storage.counted": (BAY, {"containers": []}),
    "tank.metered": (BAY, {"day": "2026-11-23", "direction": "in", "mass_kg": 1, "meter": SCALE}),
    "treatment.completed": (f"treatment:{PLANT}.T-1", RUN),
    "management_plan.filed": (PLAN, PLAN_LINES),
    "management_plan.changed": (PLAN, PLAN_LINES),
    "declaration.submitted": (PERIOD, {"rows": []}),
    "declaration.amended": (PERIOD, {"rows": []}),
    "manifest.issued": (ANOTHER_MANIFEST, ISSUE),
    "manifest.loaded": (MANIFEST, {"mass_kg": 200}),
    "manifest.number_bound": (MANIFEST, {"official": MANIFEST}),
    "manifest.cancelled": (MANIFEST, {}),  # before what cannot be said of a trip that did not begin
    "manifest.collected": (MANIFEST, {"mode": "road"}),
    "manifest.handed_over": (MANIFEST, HANDED_OVER),
    "manifest.arrived": (MANIFEST, {}),
    "manifest.received": (MANIFEST, {"accepted": [{"container": drum(0), "mass_kg": 200}]}),
    "manifest.discrepancy_reported": (MANIFEST, {"to": [f"organisation:{PLANT}"], "reason": "少一桶"}),
    "manifest.return_dispatched": (MANIFEST, {}),
    "manifest.returned": (MANIFEST, {}),
    "manifest.entered_from_paper": (MANIFEST, {"paper_no": "0042", "completed_at": "2026-11-20T08:00:00+08:00"}),
    "transfer.applied": (transfer("G"), ACROSS),
    "transfer.supplement_requested": (ASKED, {"reason": "缺合同"}),
    "transfer.supplemented": (INCOMPLETE, {}),
    "transfer.admitted": (ASKED, {}),
    "transfer.preliminarily_reviewed": (ASKED, {"outcome": "passed"}),
    "transfer.consulted": (ASKED, {}),
    "transfer.consented": (ASKED, {}),
    "transfer.objected": (ASKED, {"reason": "能力不足"}),
    "transfer.capacity_confirmed": (ASKED, {}),
    "transfer.capacity_withdrawn": (ASKED, {"reason": "停炉"}),
    "transfer.approved": (CONSENTED, SENT),
    "transfer.refused": (ASKED, {"reason": "能力不足"}),
    "transfer.filed": (FILED, SENT),
    "transfer.noticed": (TOLD, SENT),
    "transfer.suspended": (GRANTED_TRANSFER, SERVED),
    "transfer.resumed": (GRANTED_TRANSFER, SERVED),
    "transfer.revoked": (GRANTED_TRANSFER, SERVED),
    "batch.generated": (BATCH, {"establishment": SITE, "facility": BAY, "waste_code": "900-001-S01", "mass_kg": 1}),
    "batch.stored": (BATCH, {"facility": BAY}),
    "batch.recovered": (BATCH, {"method": "R5", "mass_kg": 1}),
    "batch.disposed": (BATCH, {"method": "D1", "mass_kg": 1}),
    "batch.loss_declared": (BATCH, {"cause": "evaporation", "mass_kg": 1}),
    "consignment.dispatched": (ANOTHER_LOAD, DISPATCH),
    "consignment.received": (LOAD, {"accepted_kg": 1000}),
    "consignment.refused": (LOAD, {"reason": "无合同"}),
    "consignment.returned": (LOAD, {}),
    "intensity_plan.filed": (SITE, {"product": "粗钢", "year": 2026, "total_t": 1, "t_per_unit": 1}),
    "disposal_plan.filed": ("disposal_plan:310115-2", SPOIL_PLAN | {"project": "project:310115.P-2"}),
    "spoil.backfilled": (PROJECT, {"mass_kg": 1}),
    "site.filed": ("site:310115.S-2", FILING),
    "site.changed": (DISPOSAL_SITE, FILING),
    "site.reopened": (CLOSED_SITE, {}),
    "site.closed": (DISPOSAL_SITE, {}),
    "site.removed": (DISPOSAL_SITE, {"mass_kg": 1, "to": PROJECT}),
    "yard.counted": (DISPOSAL_SITE, {"mass_kg": 1}),
    "disposal_permit.granted": ("permit:310115-2", PERMITTED | {"sites": [ANOTHER_SITE]}),
    "trip.departed": (f"trip:{PLANT}.T-2", DEPARTED),
    "trip.diverted": (
        TRIP,
        {"to_site": DISPOSAL_SITE, "decided_by": f"organisation:{PLANT}", "reason": "场所关闭"},
    ),
    "trip.transloaded": (TRIP, {"site": DISPOSAL_SITE}),
    "trip.arrived": (TRIP, {"site": DISPOSAL_SITE}),
    "trip.accepted": (TRIP, {"site": DISPOSAL_SITE, "receipt": "R-1", "accepted_kg": 1}),
    "trip.refused": (TRIP, {"site": DISPOSAL_SITE, "reason": "混装"}),
    "trip.returned": (TRIP, {}),
    "trip.unloading_observed": (TRIP, SEEN_UNLOADING),
    "trip.track_assessed": (TRIP, {"valid_share": kg("0.9"), "longest_gap_s": 60}),
    "anomaly.explained": (FLAG, {"reason": "台风停运"}),
    "anomaly.confirmed": (FLAG, {"reason": "现场核实"}),
    "anomaly.dismissed": (FLAG, {"reason": "误报"}),
    "threshold.set": ("rule:stated_late", {"parameter": "hours", "value": 24, "valid_from": "2026-01-01"}),
    "calendar.published": ("calendar:2027", {"exceptions": [{"day": "2027-01-01", "kind": "off"}], "notice": "示例"}),
    "catalogue.loaded": ("catalogue:2021", {"sha256": "ab" * 32, "rows": 1}),
    "fact.corrected": (drum(0), {"position": ORIGINAL, "data": READING, "reason": "更正"}),
    "fact.withdrawn": (drum(0), {"position": ORIGINAL, "reason": "撤回"}),
    "fact.correction_confirmed": (SITE, {"position": CORRECTION}),
    "fact.disputed": (drum(0), {"position": ORIGINAL, "reason": "与检查不符"}),
    "log.opened": ("log:other", {"operator": f"organisation:{OPERATOR}", "origin": "other", "simulated": False}),
    "heads.recorded": ("log:localhost/test", {"root": "ab" * 32, "size": 1, "tags": 1}),
    "log_key.changed": ("log:localhost/test", {"key": VERIFIER, "receipt_key": VERIFIER, "reason": "更换"}),
}
"""Type → a subject of the plant's and the least that can be said of it."""
