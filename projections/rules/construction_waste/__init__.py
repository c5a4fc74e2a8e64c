"""The rules about construction waste 建筑垃圾 (RULES.md B)."""
