"""The running ruleset: by which version of rules, deadlines and statuses an answer that depends on time is judged."""

from typing import Final

RULESET: Final = "2026.2"
"""Raised whenever the same facts and settings would be judged otherwise; every such answer names it."""
