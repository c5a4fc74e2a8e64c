"""The rules about hazardous waste 危险废物 (RULES.md A)."""
