"""Where a fact was told from: the device that it names, or the one whose number its source ends with."""

from ledger.parties.device import Device, DeviceState
from projections.rules.case import ALWAYS, Case, Known, Step
from projections.rules.conventions import shifted


def device_of(step: Step, known: Known, at: str = ALWAYS) -> Case | None:
    """The device, by what was said of it up to an instant; None where the source names none."""
    _, _, speaker, *own = step.fact.statement.source.split(":")
    device = step.says.device or (f"device:{speaker}.{own[0]}" if own else None)
    return known.case(device, at) if device else None


def true_time(step: Step, known: Known) -> str:
    """When it happened, once its device's clock is put right by the comparison before it, else by the first one."""
    device = device_of(step, known)
    checked = device.first(Device.ClockChecked) if device else None
    if device is None or checked is None:
        return step.at
    state: DeviceState = device.state_at(step.at)
    ahead = checked.says.offset_ms if state.offset_ms is None else state.offset_ms
    return shifted(step.at, -ahead / 60_000)
