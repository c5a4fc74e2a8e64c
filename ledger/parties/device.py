"""Devices 设备: what facts are stated from, whether it works, and how far its clock is off."""

from typing import Literal

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.parties.establishment import Place
from ledger.quantity import OffsetS
from ledger.text import Reason

DeviceClass = Literal["device", "person", "office"]
"""A machine by itself, somebody with a handset, or a desk at which things are entered afterwards."""


class Device:
    """A source of facts, by its organisation's number."""

    class Registered(Fact, frozen=True, kw_only=True):
        """A device enters the ledger."""

        TOPIC = "device.registered"
        TITLE = Title("设备登记", "Device registered")
        BASIS = ("GB 18597-2023 4.7", "沪府办发〔2024〕30号 三（二）")
        SUBJECT = "device"
        STATED_BY = (Relation.OWNER,)
        CREATES = True

        class_: DeviceClass = msgspec.field(name="class")
        place: Place

    class Failed(Fact, frozen=True, kw_only=True):
        """The device does not work, from this time on."""

        TOPIC = "device.failed"
        TITLE = Title("设备故障", "Device failed")
        BASIS = ("GB 18597-2023 4.7",)
        SUBJECT = "device"
        STATED_BY = (Relation.OWNER,)

        reason: Reason | None = None

    class Restored(Fact, frozen=True, kw_only=True):
        """The device works again."""

        TOPIC = "device.restored"
        TITLE = Title("设备恢复", "Device restored")
        BASIS = ("GB 18597-2023 4.7",)
        SUBJECT = "device"
        STATED_BY = (Relation.OWNER,)

        reason: Reason | None = None

    class ClockChecked(Fact, frozen=True, kw_only=True):
        """The device's clock was compared: ahead by so many seconds, or behind where the number is below zero."""

        TOPIC = "device.clock_checked"
        TITLE = Title("设备校时", "Clock of a device checked")
        BASIS = ("本系统规则：发生时间须可信",)
        SUBJECT = "device"
        STATED_BY = (Relation.OWNER,)

        offset_ms: OffsetS


class DeviceState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a device is, whether it works, and its clock as compared last."""

    stage: Literal["provisional", "registered", "failed"] = "provisional"
    class_: str | None = msgspec.field(default=None, name="class")
    place: Place | None = None
    failed_at: str | None = None
    offset_ms: OffsetS | None = None
    clock_checked_at: str | None = None


def evolve(state: DeviceState, statement: Statement[Fact]) -> DeviceState:
    """The state after one more fact; that it failed is known even before what it is."""
    change = msgspec.structs.replace
    match statement.data:
        case Device.Registered() as now:
            stage = "failed" if state.stage == "failed" else "registered"
            return change(state, stage=stage, class_=now.class_, place=now.place)
        case Device.Failed():
            return change(state, stage="failed", failed_at=statement.occurred_at)
        case Device.Restored():
            return change(state, stage="registered" if state.place else "provisional", failed_at=None)
        case Device.ClockChecked() as now:
            return change(state, offset_ms=now.offset_ms, clock_checked_at=statement.occurred_at)
    return state
