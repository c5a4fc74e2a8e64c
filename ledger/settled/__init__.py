"""Settled for the whole log 全局设定: what changes an answer is a fact, so that any answer can be given again."""

from ledger.catalogue import publish
from ledger.settled.calendar import Calendar
from ledger.settled.threshold import Threshold
from ledger.settled.waste_catalogue import WasteCatalogue

publish(Threshold, Calendar, WasteCatalogue)
