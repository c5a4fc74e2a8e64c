"""Of construction waste: what does not hold together, and what an authority or a contractor may not do yet."""

from api.refusals.text import Text

AMOUNTS_AND_PLACES: dict[str, Text] = {
    "mass_or_volume": Text(
        (422,),
        ("数量须以重量或体积之一陈述", "An amount is told either by mass or by volume"),
        ("写重量，或写体积与容重", "give the mass, or the volume with its density"),
        (("只写其一：{any_of}", "one of {any_of}"),),
    ),
    "other_division": Text(
        (422,),
        ("编号的行政区划与所写不同", "The number lies in another division than the one given"),
        ("核对编号与 division", "compare the number with `division`"),
        (("{subject} 不在所写的区划", "{subject} lies elsewhere"),),
    ),
    "too_many_positions": Text(
        (422,),
        ("边界的点过多", "The boundary has too many positions"),
        (
            "简化边界，或把完整边界作为文件存入并写其摘要",
            "simplify it, or keep the whole of it as a file and give its hash",
        ),
        (("至多 {maximum} 个点", "at most {maximum} positions"),),
    ),
    "ring_not_closed": Text(
        (422,),
        ("边界没有闭合", "A ring of the boundary does not close"),
        ("至少四个点，首尾相同（RFC 7946 3.1.6）", "four positions at least, the last as the first (RFC 7946 3.1.6)"),
    ),
    "ring_encloses_nothing": Text(
        (422,),
        ("边界没有围出面积", "A ring of the boundary encloses no ground"),
        ("核对各点的经度与纬度", "compare longitudes and latitudes"),
    ),
    "ring_crosses": Text(
        (422,),
        ("边界自身相交", "Sides of the boundary cross"),
        ("按沿边界行走的顺序写各点", "give the positions in the order of a walk along the boundary"),
    ),
}

CONSTRUCTION_WASTE: dict[str, Text] = {
    "contractor_files": Text(
        (409,),
        ("处理方案由施工单位自己备案", "The disposal plan is filed by the contractor itself"),
        ("施工单位写本单位", "name your own organisation as contractor"),
        (("施工单位写作 {party}，不是陈述单位", "{party} as contractor is not who states this"),),
    ),
    "plan_does_not_balance": Text(
        (409,),
        ("消纳不平衡：回填与外运之和不等于产生总量", "Backfill and haul-out do not come to what arises"),
        ("核对各类数量、回填与外运", "compare the classes, the backfill and the haul-out"),
        (
            (
                "产生 {total} 吨，回填 {backfill} 吨，外运 {haul_out} 吨",
                "{total} t arise, {backfill} t are filled in and {haul_out} t hauled out",
            ),
        ),
    ),
    "plan_filed_already": Text(
        (409,),
        ("该工程的处理方案已备案", "A disposal plan of this project is filed already"),
        ("更正或撤回先前的备案", "correct the one that is filed, or withdraw it"),
        (("{subject} 的处理方案已备案", "a plan of {subject} is filed already"),),
    ),
    "quota_of_nothing": Text(
        (409,),
        ("核准处置量为零", "The permit allows nothing to be hauled"),
        ("写出核准处置量", "give the quota"),
    ),
    "site_not_filed": Text(
        (409,),
        ("该消纳场所尚未备案", "The site is not filed"),
        ("先陈述 site.filed", "state site.filed first"),
        (("{subject} 尚未备案", "{subject} is not filed"),),
    ),
    "site_filing_expired": Text(
        (409,),
        ("该消纳场所的备案已到期", "The filing of the site is over"),
        ("先以 site.changed 续期", "renew it by site.changed first"),
        (("{subject} 的备案至 {until} 止", "the filing of {subject} ended on {until}"),),
    ),
    "site_closed": Text(
        (409,),
        ("该消纳场所已关闭", "The site is closed"),
        ("先陈述 site.reopened，或改用其他场所", "state site.reopened first, or name another site"),
        (("{subject} 已关闭", "{subject} is closed"),),
    ),
    "site_closed_already": Text(
        (409,),
        ("该消纳场所已处于关闭状态", "The site is closed already"),
        ("无需再次关闭；改期限先重新开放", "nothing to do; to change until when, reopen it first"),
        (("{subject} 已处于关闭状态", "{subject} is closed already"),),
    ),
    "site_not_closed": Text(
        (409,),
        ("该消纳场所没有关闭", "The site is not closed"),
        ("核对编号与时间", "compare number and time"),
        (("{subject} 没有关闭", "{subject} is not closed"),),
    ),
}
