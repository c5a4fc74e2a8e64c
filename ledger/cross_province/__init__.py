"""Cross-province transfers 跨省转移: asked for by the transferor, answered by two provinces."""

from ledger.catalogue import publish
from ledger.cross_province.application import Application
from ledger.cross_province.consultation import Consultation
from ledger.cross_province.ruling import Ruling

publish(Application, Consultation, Ruling)
