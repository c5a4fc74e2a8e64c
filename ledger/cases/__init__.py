"""Cases 案件: flags and what becomes of them. A flag itself is no fact: it is what the rules say of the facts."""

from ledger.cases.anomaly import Anomaly
from ledger.catalogue import publish

publish(Anomaly)
