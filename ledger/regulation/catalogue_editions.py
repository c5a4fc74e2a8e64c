"""Editions of the national catalogue of hazardous waste 国家危险废物名录, and since when each is the law.

Only what was seen is here: 2025年版 (生态环境部令第36号), in force from 2025-01-01. For any other edition whoever
loads it says since when it counts.
"""

IN_FORCE_SINCE: dict[str, str] = {"2025": "2025-01-01"}
"""Edition → the day on which it came into force."""
