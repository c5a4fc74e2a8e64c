"""The words of the rules in records/."""

from typing import Final

from ledger.fact import Title
from projections.rules.words.sentence import Words

WORDS: Final[dict[str, Words]] = {
    "correction_after_confirmation": Words(
        title=Title("更正未经对方确认", "Corrected without the counterparty's word"),
        why=Title(
            "对方已据以接收，事后单方改数须对方认可。",
            "Another has relied on it: a figure that is changed afterwards wants that one's agreement.",
        ),
        says=Title(
            "{corrected_at} 更正「{fact}」（质量变动 {percent}%），{waits_for} 至今未确认",
            "“{fact}” corrected at {corrected_at} (mass changed by {percent} %), and not confirmed by {waits_for}",
        ),
    ),
    "label_reused": Words(
        title=Title("标签重复使用", "Label used twice"),
        why=Title(
            "一码贴两桶，扫码得到的信息就不知道是哪一桶的。",
            "With one code on two drums nobody can tell which of them a scan is about.",
        ),
        says=Title("同一数字识别码贴在 {containers} 上", "One label code is on {containers}"),
    ),
    "repeated_weight": Words(
        title=Title("重复重量", "Repeated weight"),
        why=Title("真实称量有波动；编造的数字会重复。", "What is weighed varies; what is made up repeats itself."),
        says=Title(
            "{waste_code} 七日内 {times} 次净重同为 {net_g}",
            "{waste_code}: the same net of {net_g} {times} times in seven days",
        ),
        variants={
            "round": Title(
                "{waste_code} 七日内 {times} 次称量，{round} 次为百千克整数",
                "{waste_code}: {round} of {times} nets in seven days are whole hundreds of kilograms",
            ),
        },
    ),
    "stated_late": Words(
        title=Title("记录迟报", "Stated late"),
        why=Title(
            "事后补录的记录难以核对，也最容易被编造。",
            "What is entered long afterwards can hardly be checked, and is most easily made up.",
        ),
        says=Title(
            "{source} 于 {day} 上报 {told} 条，其中 {late} 条迟报",
            "{late} of {told} facts that {source} told on {day} came late",
        ),
        exempt=Title("纸质联单补录、台账导入", "manifests run on paper, imported ledgers"),
    ),
    "stated_out_of_order": Words(
        title=Title("记录顺序颠倒", "Stated out of order"),
        why=Title(
            "后一步早于前一步，说明时间不真实，或设备时钟有误。",
            "A later step before an earlier one: the times are not true, or a device's clock is wrong.",
        ),
        says=Title(
            "{later}（{later_at}）早于 {earlier}（{earlier_at}）",
            "{later} ({later_at}) comes before {earlier} ({earlier_at})",
        ),
    ),
    "subject_not_created": Words(
        title=Title("缺少建档记录", "The fact that creates it is missing"),
        why=Title(
            "有后续记录而没有产生、起运或登记记录，链条缺了开头。",
            "There are later steps and no generation, departure or registration: the chain lacks its beginning.",
        ),
        says=Title(
            "自 {first_at} 起已有 {facts} 条记录，至今没有建档记录",
            "Facts since {first_at}: {facts}, and none that creates it",
        ),
    ),
}
