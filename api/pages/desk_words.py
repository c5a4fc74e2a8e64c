"""What the pages of a bureau's desk call things, in Chinese and English."""

from api.pages.words import Words
from ledger.regulation.deadlines import DEADLINES

STREAM_WORDS: dict[str, Words] = {
    "hazardous_waste": ("危险废物", "hazardous waste"),
    "construction_waste": ("建筑垃圾", "construction waste"),
    "industrial_waste": ("工业固体废物", "industrial waste"),
    "cross_province": ("跨省转移", "cross-province transfer"),
}

STANDING_WORDS: dict[str, Words] = {
    "open": ("在进行中", "open"),
    "overdue": ("逾期", "overdue"),
    "broken": ("断裂", "broken"),
    "closed": ("已闭合", "closed"),
    "cancelled": ("已取消", "cancelled"),
}
"""How a loop stands, as a choice or in a column."""

CAUSES: dict[str, Words] = {
    "lost": ("声明损耗，未交付", "declared lost"),
    "residual_mass": ("部分重量去向不明", "part of its mass is unaccounted for"),
    **{kind: (f"{deadline.title[0]}逾期", f"overdue: {deadline.title[1]}") for kind, deadline in DEADLINES.items()},
}
"""Why a loop is overdue or broken: by what the facts say, or by the deadline that has passed."""

WHY_NOT: dict[str, Words] = {
    "not_granted": ("尚未批准", "not granted"),
    "revoked": ("已撤销", "revoked"),
    "suspended": ("暂停中", "suspended"),
    "not_yet_valid": ("尚未生效", "not yet valid"),
    "expired": ("已过期", "expired"),
}
"""Why no load may leave under a transfer."""

CREDIT_REASONS: dict[str, Words] = {
    "unaccepted": ("逾期未接收", "not accepted in time"),
    "refused": ("被拒收", "refused"),
    "lighter": ("到场变轻", "lighter on arrival"),
    "receipt_used_twice": ("凭证重复使用", "receipt on two trips"),
    "without_permit": ("无处置证", "without a permit"),
}
"""What speaks against a carrier."""

FIGURES: dict[str, Words] = {
    "generated": ("产生", "generated"),
    "received": ("接收", "received"),
    "repacked": ("倒装净额", "repacked, net"),
    "treated": ("利用处置", "treated"),
    "dispatched": ("转出", "dispatched"),
    "lost": ("声明损耗", "declared lost"),
}
"""What a mass balance adds up, in its order."""
