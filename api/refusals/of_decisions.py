"""Of administrative acts that would be unlawful on the day on which they are done; each cites its article."""

from api.refusals.text import Text

DECISIONS: dict[str, Text] = {
    "ends_before_it_begins": Text(
        (409, 422),
        ("截止日期早于起始日期", "It ends before it begins"),
        ("核对起止日期", "check both days"),
        (("截止 {until} 早于 {from}", "it ends on {until}, before {from}"),),
    ),
    "licence_not_granted": Text(
        (409,),
        ("该许可证没有颁发给这个场所", "No such licence was granted to that establishment"),
        (
            "核对许可证编号与场所；先陈述 licence.granted",
            "check its number and the establishment; state licence.granted first",
        ),
        (("{subject} 没有颁发给该场所", "{subject} was not granted to that establishment"),),
    ),
    "licence_revoked": Text(
        (409,),
        ("该许可证已吊销，吊销不可更改", "The licence was revoked, which is final"),
        ("以新的编号颁发许可证", "grant another licence, under a new number"),
        (("{subject} 已吊销，不可更改", "{subject} was revoked, which is final"),),
    ),
    "licence_too_long": Text(
        (409,),
        ("许可证有效期超过法定年限", "The licence is valid longer than the law allows"),
        ("综合经营至多五年，收集至多三年", "five years at most for a comprehensive one, three for collection"),
        (
            (
                "自 {from} 起的此类许可证至迟 {latest} 届满",
                "a licence of this kind from {from} ends on {latest} at the latest",
            ),
        ),
    ),
    "not_on_the_list": Text(
        (409,),
        ("该场所不在这个名单上", "The establishment does not stand on that list"),
        ("核对名单；先陈述 supervision_list.entered", "check the list; state supervision_list.entered first"),
        (("{subject} 不在该名单上", "{subject} does not stand on that list"),),
    ),
}
