"""Of administrative acts that the law of the day, or what is recorded, does not allow."""

from api.refusals.text import Text

MANIFESTS: dict[str, Text] = {
    "transferor_speaks": Text(
        (409,),
        ("联单由移出人自己填写", "A manifest is filled in by its transferor itself"),
        (
            "移出人写本单位；错发的联单先作废再签发",
            "name your own organisation; cancel a wrong one and issue another",
        ),
        (("移出人写作 {party}，不是陈述单位", "{party} as transferor is not who states this"),),
    ),
    "establishment_of_another": Text(
        (409,),
        ("场所不属于所写的单位", "The establishment is not one of the named party"),
        ("核对场所编号与单位", "compare the establishment's number with the party"),
        (("{establishment} 不是 {party} 的场所", "{establishment} is not an establishment of {party}"),),
    ),
    "number_of_another_year": Text(
        (409,),
        ("联单编号的年份不是签发年份", "The number of the manifest begins with another year"),
        ("核对编号与时间，或以 manifest:new 取号", "compare number and time, or ask for `manifest:new`"),
        (("{number} 应以签发年份 {year} 开头", "{number} was to begin with {year}, the year of its issue"),),
    ),
    "number_of_another_place": Text(
        (409,),
        ("联单编号的省市不是移出地", "The number of the manifest names another province or city"),
        ("核对编号与移出场所，或以 manifest:new 取号", "compare number and establishment, or ask for `manifest:new`"),
        (("{number} 的省市与移出地 {division} 不符", "{number} does not name the province and city of {division}"),),
    ),
    "transfer_not_approved": Text(
        (409,),
        ("危险废物出省未写明已批准的跨省转移", "Hazardous waste leaves its province without an approved transfer"),
        ("在 transfer 写明批准的跨省转移编号", "name the approved transfer in `transfer`"),
        (
            (
                "移出地 {sent_from}、接受地 {sent_to} 不在同一省",
                "{sent_from} and {sent_to} lie in different provinces",
            ),
        ),
    ),
    "departed_already": Text(
        (409,),
        ("已起运的联单不能作废", "A manifest is not cancelled after the departure"),
        ("以接受、拒收或退回了结", "end it by its receipt, refusal or return"),
        (("{subject} 已有 {type}", "{subject} has its {type} already"),),
    ),
    "cancelled_already": Text(
        (409,),
        ("联单已经作废", "The manifest was cancelled before"),
        ("无需再次作废", "nothing more is to be done"),
        (("{subject} 已经作废", "{subject} was cancelled before"),),
    ),
}
