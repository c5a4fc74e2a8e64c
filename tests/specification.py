"""The language of the tests: who there is, what they say, and what came of it."""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from ledger.errors import BihuanError
from ledger.fact import Recorded
from ledger.identifiers import USCC_ALPHABET
from ledger.log import Ledger
from ledger.posting import Poster, Posting
from ledger.receipts import Receipt

_ids = count(1)


def uscc(first_seventeen: str) -> str:
    """A code with its check character."""
    total = sum(USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first_seventeen))
    return first_seventeen + USCC_ALPHABET[-total % 31]


OPERATOR = uscc("11310000MB2C3D4E5")
BUREAU = uscc("11310115MB1A2B3C4")
PLANT = "91310115MA1K3XY006"
OTHER_PLANT = uscc("91310117MA1B2C3D4")
SITE = f"establishment:{PLANT}001P"
SCALE = f"scale:{PLANT}.07"
BAY = f"facility:{PLANT}001P.TS001"


def drum(number: int | str = 1, owner: str = PLANT) -> str:
    """A container of an owner."""
    return f"container:{owner}.D-{number}"


def kg(text: str) -> Decimal:
    """A mass as it comes off the wire."""
    return Decimal(text)


def said(
    fact_type: str,
    subject: str,
    data: dict[str, Any] | None = None,
    *,
    by: str = PLANT,
    at: str = "2026-11-24T08:00:00+08:00",
    id: str | None = None,
) -> Posting:
    """One posting; its id is new unless it is given."""
    return Posting(id or f"id-{next(_ids)}", f"urn:uscc:{by}:test", fact_type, subject, at, data or {})


def generated(subject: str, *, at: str = "2026-11-24T08:00:00+08:00", **more: Any) -> Posting:
    """即产生 of a drum of waste solvent."""
    data = {"establishment": SITE, "kind": "drum", "waste_code": "900-402-06"}
    return said("container.generated", subject, data, at=at, **more)


def weighed(
    subject: str, gross: str = "212.4", tare: str = "12.4", *, at: str = "2026-11-24T08:10:00+08:00", **more: Any
) -> Posting:
    """即称重."""
    data = {"gross_kg": kg(gross), "tare_kg": kg(tare), "scale": SCALE}
    return said("container.weighed", subject, data, at=at, **more)


def organisation(code: str, *roles: str, by: str = OPERATOR, **more: Any) -> Posting:
    """An organisation, registered by the operator."""
    data = {"name": "示范单位", "roles": list(roles), "division": "310115", **more}
    return said("organisation.registered", f"organisation:{code}", data, by=by)


@dataclass
class Scenario:
    """Given facts, when a statement, then facts, a receipt or a refusal."""

    ledger: Ledger
    receipts: list[Receipt] = field(default_factory=list)

    def given(self, *postings: Posting) -> "Scenario":
        """Recorded, each stated by the organisation of its source."""
        for posting in postings:
            self.when(posting)
        return self

    def when(self, *postings: Posting) -> list[Receipt]:
        """State one request; raises what refuses it."""
        poster = Poster(postings[0].source.split(":")[2], "test")
        self.receipts = self.ledger.state_one(poster, list(postings))
        return self.receipts

    def refused(self, error: type[BihuanError], code: str, *postings: Posting) -> BihuanError:
        """State one request and see it refused with that code, and nothing stored."""
        before = self.ledger.head()
        with pytest.raises(error) as caught:
            self.when(*postings)
        assert code in [finding.code for finding in caught.value.findings]
        assert self.ledger.head() == before
        return caught.value

    def facts(self, subject: str) -> list[Recorded[Any]]:
        """What is recorded about a subject."""
        return self.ledger.recorded(subject=subject)
