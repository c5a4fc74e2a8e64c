"""The words of the rules in construction_waste/."""

from typing import Final

from ledger.fact import Title
from projections.rules.words.sentence import Words

WORDS: Final[dict[str, Words]] = {
    "disposal_plan_missing": Words(
        title=Title("处理方案未备案", "No disposal plan filed"),
        why=Title("工程施工单位应编制建筑垃圾处理方案并备案。", "A contractor files a plan before waste leaves."),
        says=Title(
            "{departed_at} 首次外运，处理方案未备案", "The first load left at {departed_at}, and no plan was filed"
        ),
    ),
    "gate_passing_without_trip": Words(
        title=Title("过车无趟次", "Gate passing without a trip"),
        why=Title("重车过卡口而没有联单：可能私自外运。", "A laden truck passed and there is no trip of it."),
        says=Title("{plate} 于 {passed_at} 载重过卡口，前后没有趟次", "{plate} passed laden at {passed_at}; no trip"),
    ),
    "hauled_outside_hours": Words(
        title=Title("非许可时段运输", "Hauled outside the permitted hours"),
        why=Title("处置证限定了运输时段。", "The permit says at which hours loads may leave."),
        says=Title(
            "{departed_at} 起运，在处置证许可时段以外 {minutes} 分钟",
            "Departed {departed_at}, {minutes} minutes outside the hours of the permit",
        ),
        exempt=Title("有夜间通行证的", "who has a night pass"),
    ),
    "permit_overdrawn": Words(
        title=Title("超处置证核定量运输", "Permit overdrawn"),
        why=Title(
            "运出量超过处置证核定量，多出的部分没有核准的去处。",
            "More was hauled than the permit allows: what is beyond it has no approved destination.",
        ),
        says=Title(
            "处置证核定 {quota_g}，{trips} 趟共运出 {drawn_g}",
            "{quota_g} permitted, {drawn_g} hauled with {trips} trips",
        ),
    ),
    "plate_in_two_places": Words(
        title=Title("一牌两地", "One plate in two places"),
        why=Title("同一车牌短时间内出现在相距很远的两处，可能套牌。", "Two trucks may run under one plate."),
        says=Title(
            "{first_at} 与 {second_at} 分别出现在相距 {metres} 米的两处卡口",
            "Seen at {first_at} and at {second_at} at two gates {metres} m apart",
        ),
    ),
    "plate_mismatch": Words(
        title=Title("车牌不符", "Plate mismatch"),
        why=Title("申报的车辆与卡口识别的不是同一辆。", "Another truck passed than the one declared."),
        says=Title(
            "申报 {declared}，卡口识别为 {read}（置信度 {permille}）",
            "{declared} was declared, {read} was read ({permille} sure)",
        ),
    ),
    "receipt_without_trip": Words(
        title=Title("凭证无对应趟次", "Receipt without a trip"),
        why=Title("消纳凭证对应不上真实的趟次，可能虚开。", "The receipt fits no real trip: it may be made up."),
        says=Title("凭证 {receipt} 没有对应的起运记录", "Receipt {receipt}: no departure was told"),
        variants={
            "twice": Title(
                "凭证 {receipt} 用于多个趟次：{trips}", "Receipt {receipt} stands on several trips: {trips}"
            ),
            "elsewhere": Title(
                "开具凭证 {receipt} 时车辆距场所 {metres} 米",
                "Receipt {receipt}: the truck was {metres} m from the site then",
            ),
        },
    ),
    "route_deviation": Words(
        title=Title("偏离核定路线", "Off the permitted route"),
        why=Title(
            "车辆长时间偏离处置证核定的路线，可能绕行倾倒。",
            "The truck was off its permitted route for long: it may have dumped on the way.",
        ),
        says=Title(
            "偏离路线 {minutes} 分钟，允许 {allowed} 分钟", "{minutes} minutes off the route; {allowed} are allowed"
        ),
    ),
    "site_closed_acceptance": Words(
        title=Title("场所关闭期间接收", "Accepted at a closed site"),
        why=Title("场所关闭期间不得接收。", "A closed site takes nothing."),
        says=Title("{accepted_at} 接收时场所已关闭", "The site was closed when it accepted at {accepted_at}"),
    ),
    "site_over_capacity": Words(
        title=Title("超消纳能力", "Site over capacity"),
        why=Title("超出备案能力堆放有滑坡风险。", "A site that holds more than it was filed for may slide."),
        says=Title("备案容量 {capacity_g}，已堆存 {held_g}", "Filed for {capacity_g}; it holds {held_g}"),
        variants={
            "day": Title(
                "日消纳能力 {capacity_g}，当日接收 {held_g}", "Filed for {capacity_g} a day; it took {held_g}"
            ),
        },
    ),
    "track_missing": Words(
        title=Title("轨迹缺失", "Track missing"),
        why=Title(
            "重车途中长时间没有有效定位，无从核实去向。", "For long nobody can tell where the laden truck was."
        ),
        says=Title(
            "有效定位 {valid_permille}，最长中断 {gap_minutes} 分钟，未报设备故障",
            "{valid_permille} of the way is told, the longest gap is {gap_minutes} minutes; no failure was told",
        ),
    ),
    "trip_unaccepted": Words(
        title=Title("起运后未消纳", "Trip not accepted"),
        why=Title(
            "渣土已运出而没有消纳凭证，也未退回：不知去了哪里。",
            "A load left, and there is neither a receipt nor a return: nobody knows where it went.",
        ),
        says=Title(
            "{departed_at} 起运，至 {due_at} 无场所接收，也未退回或转驳",
            "Departed {departed_at}; by {due_at} no site took it, and it was neither returned nor transloaded",
        ),
    ),
    "trip_weight_loss": Words(
        title=Title("途中失重", "Weight lost on the way"),
        why=Title(
            "到场重量明显少于起运重量：可能途中倾倒。", "Much less arrived than left: some may have been dumped."
        ),
        says=Title(
            "起运 {departed_g}，到场 {arrived_g}，少 {loss_g}，超过允许的 {allowed_g}",
            "{departed_g} left, {arrived_g} arrived: {loss_g} less; scales may differ by {allowed_g}",
        ),
    ),
    "trip_without_permit": Words(
        title=Title("无处置证运输", "Hauled without a permit"),
        why=Title("建筑垃圾外运须有处置证核准。", "Construction waste may leave only under a permit."),
        says=Title("起运时没有有效的处置证", "No permit was in force for it when it departed"),
        variants={
            "expired": Title("起运时处置证不在有效期内", "The permit was not in force when it departed"),
            "class": Title("处置证不含此类建筑垃圾", "The permit is for another class of waste"),
            "project": Title("处置证是另一工程的", "The permit is another project's"),
            "carrier": Title("承运人不在处置证上", "The carrier is not on the permit"),
            "vehicle": Title("车辆不在处置证上", "The vehicle is not on the permit"),
            "destination": Title(
                "去向不在处置证上，也未登记改道", "Not a destination of the permit, nor a diversion"
            ),
        },
    ),
    "unfiled_place": Words(
        title=Title("未备案场所接收", "Accepted at a place not filed"),
        why=Title("消纳、回填、堆存场所须先备案再使用。", "A place may be used only once it is filed."),
        says=Title("凭证 {receipt} 由未备案的场所开具", "Receipt {receipt} was given by a place that nobody filed"),
        variants={
            "expired": Title(
                "凭证 {receipt} 开具时场所备案已于 {valid_until} 到期",
                "Receipt {receipt} was given by a place whose filing ended on {valid_until}",
            ),
        },
    ),
    "unlawful_unloading_spot": Words(
        title=Title("黑卸点", "Unlawful unloading spot"),
        why=Title("多车次在同一处非备案地点卸载。", "Several loads were put down at one spot that nobody filed."),
        says=Title(
            "{metres} 米内 {days} 日 {times} 次场外卸载，涉及 {vehicles}",
            "{times} unloadings off site within {metres} m, on {days} days, by {vehicles}",
        ),
    ),
    "unloaded_off_site": Words(
        title=Title("场外卸载", "Unloaded off site"),
        why=Title(
            "车辆在备案场所以外卸载，涉嫌偷倒。", "A truck unloaded where no filed site is: it may have been dumped."
        ),
        says=Title(
            "{ended_at} 在备案场所以外卸载，载重下降 {fell_g}",
            "Unloaded outside every filed site at {ended_at}: the load fell by {fell_g}",
        ),
        variants={
            "seen": Title(
                "{ended_at} 在备案场所以外卸载，仅凭定位判断",
                "Unloaded outside every filed site at {ended_at}, by place alone",
            ),
        },
        exempt=Title("设备静默时段的判断（unseen）", "what was concluded while a device was silent (unseen)"),
    ),
    "vehicle_overloaded": Words(
        title=Title("车辆超限", "Vehicle overloaded"),
        why=Title("超限车辆损坏道路、危及安全。", "An overloaded truck wears roads and is a danger on them."),
        says=Title("总质量 {gross_g}，限值 {limit_g}", "{gross_g} gross; {limit_g} are allowed"),
    ),
    "yard_residual": Words(
        title=Title("堆存点账实不符", "Yard residual"),
        why=Title(
            "临时堆存的渣土须清运有据、按期清完。", "What a yard holds for a while must leave in time, and on record."
        ),
        says=Title(
            "账面 {book_g}，少 {missing_g}，超过允许的 {allowed_g}",
            "Of {book_g} in the book {missing_g} are missing, more than {allowed_g}",
        ),
        variants={
            "stay": Title(
                "{came_on} 堆存的超过 {days} 日未清完", "What came on {came_on} lay longer than {days} days"
            ),
        },
    ),
}
