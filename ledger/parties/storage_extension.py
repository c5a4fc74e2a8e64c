"""Extensions 延长贮存期限: who holds a licence keeps waste for a year, unless its issuer allows more."""

from ledger.fact import Fact, Relation, Title
from ledger.subjects import LicenceID
from ledger.text import Day, Instant, Name, Reason
from ledger.waste_codes import WasteCodes


class StorageExtension:
    """Leave to keep waste in a facility beyond the year."""

    class Granted(Fact, frozen=True, kw_only=True):
        """The waste of these codes may be kept in the facility until the day given; the latest decision counts."""

        TOPIC = "storage.extension_granted"
        TITLE = Title("贮存延期批准", "Storage extension granted")
        BASIS = (
            "固体废物污染环境防治法（2020）81(3)",
            "生态环境法典 535(3)（自2026-08-15）",
        )
        SUBJECT = "facility"
        STATED_BY = (Relation.ECOLOGY,)

        waste_codes: WasteCodes
        valid_until: Day
        decision: Name | None = None
        licence: LicenceID | None = None
        reason: Reason | None = None
        served_at: Instant | None = None
