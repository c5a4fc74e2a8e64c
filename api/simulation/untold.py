"""Rules of which nothing is injected, and why: no fact of the vocabulary could tell of it."""

CASES, INSPECTIONS = "线索、案件的事实尚不能记录", "检查的事实尚不能记录"
UNTOLD = {
    "carrier_unqualified": "危险货物运输资质尚无事实可以记录",
    "case_decision_overdue": CASES,
    "clue_feedback_overdue": CASES,
    "clue_transfer_overdue": CASES,
    "criminal_threshold_unreferred": CASES,
    "evidence_expiring": "录像是否已留存，不是事实所能表明",
    "inquiry_missing": CASES,
    "inspection_transfer_overdue": INSPECTIONS,
    "rectification_overdue": CASES,
    "referral_overdue": CASES,
    "seizure_expired": CASES,
}
"""Rule → the reason, in words of the register."""
