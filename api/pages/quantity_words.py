"""Masses and spans of time as people say them."""

from decimal import Decimal

UNITS = {"_kg": "kg", "_t": "t", "_m3": "m³", "_l": "L", "_s": "s", "_t_per_year": "t/a", "t_per_unit": "t"}
"""Suffix of a wire name → its unit."""


def mass(grams: int) -> str:
    """Kilograms, and tonnes from one tonne on; never rounded, for the ledger counts grams."""
    if grams < 1_000_000:
        return f"{number(Decimal(grams) / 1000)} kg"
    return f"{number(Decimal(grams) / 1_000_000)} t"


def number(value: int | Decimal) -> str:
    """A number with its thousands apart and without trailing zeros."""
    text = f"{Decimal(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_of(wire_name: str) -> str | None:
    """The unit that a field's name carries."""
    return next((unit for suffix, unit in UNITS.items() if wire_name.endswith(suffix)), None)


def lateness(seconds: int, english: bool) -> str:
    """How long after the fact the ledger learned of it."""
    if seconds == 0:
        return "at once" if english else "即时"
    span = _span(abs(seconds), english)
    if seconds < 0:
        return f"{span} ahead" if english else f"早 {span}"
    return f"{span} late" if english else f"迟 {span}"


def _span(seconds: int, english: bool) -> str:
    """The two largest units, as people say a span; the exact instants stand beside it."""
    names = ("d", "h", "min", "s") if english else ("天", "小时", "分", "秒")
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, rest = divmod(rest, 60)
    parts = list(zip((days, hours, minutes, rest), names, strict=True))
    first = next(i for i, (amount, _) in enumerate(parts) if amount)
    return " ".join(f"{amount} {name}" for amount, name in parts[first : first + 2] if amount)
