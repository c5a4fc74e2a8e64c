"""The mass balance 物料平衡 of an establishment and a waste code: the books, held against what was counted."""
