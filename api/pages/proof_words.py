"""What pages say of a proof tried in the browser, by the codes of `static/proof.js` and those of the page itself."""

from typing import Final

from api.pages.page import Page

PROOF_WORDS: Final = {
    "verify": ("核验", "verify"),
    "busy": ("核验中…", "verifying…"),
    "proven": ("✓ 已证明", "✓ proven"),
    "differs": ("✗ 不符", "✗ does not match"),
    "untold": ("未核验", "not verified"),
    "position": ("位置号", "position"),
    "type": ("事实类型", "type"),
    "subject": ("对象", "subject"),
    "stated_by": ("陈述单位", "stated by"),
    "occurred_at": ("发生时间", "occurred at"),
    "recorded_at": ("记录时间", "recorded at"),
    "page_and_leaf": (
        "：页面作“{page}”，账本原文作“{leaf}”",
        ": the page says “{page}”, the bytes say “{leaf}”",
    ),
    "evidence": (
        "检查点含 {size} 条，此为第 {position} 条；根 {root}；由 {key} 签署；{at} 在本浏览器内核验。原文：",
        "This fact is number {position} of the {size} under the checkpoint; root {root}; signed by {key};"
        " verified in this browser at {at}. The bytes:",
    ),
    "all_proven": (
        "{number} 条事实全部证明在检查点之内，与页面所示一致。检查点含 {size} 条，根 {root}。{at} 核验。",
        "All {number} facts are proven under the checkpoint, and are as the page shows them. It has {size} facts, the"
        " root {root}; verified at {at}.",
    ),
    "some_differ": ("{number} 条中有 {wrong} 条不符。", "{wrong} of {number} facts do not match."),
    "some_untold": ("{number} 条中有 {wrong} 条暂未能核验。", "{wrong} of {number} facts could not be verified now."),
    "bad_key": ("账本公钥写法不对。", "The public key of the log is not written as it must be."),
    "bad_note": ("检查点不是签名文书。", "The checkpoint is not a signed note."),
    "unsigned": ("检查点没有此账本密钥的签名。", "No key of this log has signed the checkpoint."),
    "bad_signature": ("检查点的签名不是对此文的。", "The signature of the checkpoint is not over its text."),
    "bad_checkpoint": ("检查点不是此账本的。", "The checkpoint is not one of this log."),
    "bad_proof": ("证明不是此位置的证明。", "The proof is none for this position."),
    "wrong_root": (
        "原文的散列不通向检查点的根：原文或证明已被改动。",
        "The hash of the bytes does not lead to the root of the checkpoint: the bytes or the proof were changed.",
    ),
    "unreadable": ("账本原文不是 JSON。", "The log’s bytes are not JSON."),
    "unable": (
        "此浏览器不能核验 Ed25519 签名，或本页未经 https 打开；可用证据包离线核验。",
        "This browser cannot verify Ed25519, or the page came without https; verify the bundle offline.",
    ),
    "absent": (
        "未取到原文或证明：新事实约一秒后进入检查点，请再试。",
        "The bytes or the proof did not come: a new fact is under a checkpoint in about a second; try again.",
    ),
}


def proof_words(page: Page) -> dict[str, str]:
    """The words in the language of a page, for a script to take from a data attribute."""
    return {name: page.either(words) for name, words in PROOF_WORDS.items()}
