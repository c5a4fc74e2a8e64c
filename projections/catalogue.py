"""Every view that is kept in tables, by name."""

from typing import Any

from projections.anomalies.view import AnomalyView
from projections.construction_waste.spoil_view import SpoilView
from projections.cross_province.load_view import LoadView
from projections.custody.confirmations import ConfirmationView
from projections.files.mentions import FileMentionsView
from projections.hazardous_waste.mass_balance.view import BalanceView
from projections.hazardous_waste.register import RegisterView
from projections.hazardous_waste.stock import StockView
from projections.loops.view import LoopView
from projections.parties.directory import DirectoryView
from projections.parties.extensions import ExtensionView
from projections.parties.licences import LicenceView
from projections.parties.party import PartyView
from projections.view import View

VIEWS: tuple[View[Any, Any], ...] = (
    PartyView(),
    FileMentionsView(),
    LoopView(),
    RegisterView(),
    StockView(),
    BalanceView(),
    LicenceView(),
    SpoilView(),
    ExtensionView(),
    ConfirmationView(),
    DirectoryView(),
    LoadView(),
    AnomalyView(),
)
