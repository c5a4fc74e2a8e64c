"""Of what is told of waste and does not hold together, and of plans and declarations that are not lawful yet."""

from api.refusals.text import Text

WASTE: dict[str, Text] = {
    "not_first_of_into": Text(
        (422,),
        ("倒装的对象应是 into 的第一个容器", "A repacking is about the first container of `into`"),
        ("以 into 的第一个容器为 subject", "give that container as the subject"),
        (("{subject} 不是 into 的第一个", "{subject} is not the first of into"),),
    ),
    "named_twice": Text(
        (422,),
        ("同一对象在清单中出现两次", "A thing stands twice in what may name it once"),
        ("合并成一项，重量相加", "put it once, with the sum of its masses"),
        (("{subject} 已写在 {first}", "{subject} stands at {first} already"),),
    ),
    "not_poured_from": Text(
        (422,),
        ("倒空的容器不在 from 之中", "An emptied container is not among those poured from"),
        ("把它写入 from，重量可为 0", "put it into `from`; its mass may be 0"),
        (("{subject} 不在 from 之中", "{subject} is not among from"),),
    ),
    "not_one_source": Text(
        (422,),
        ("投入须有且只有一个来源", "An input has one source"),
        ("写 container、tank，或 manifest 与 line", "write container, or tank, or manifest with line"),
    ),
    "no_such_part": Text(
        (422,),
        ("分部分陈述的编号不符", "The numbers of a part do not fit each other"),
        (
            "part 与 parts 同写，part 不大于 parts；不分部分则都不写",
            "give part and parts, or neither; part is at most parts",
        ),
        (("第 {part} 部分，共 {parts} 部分", "part {part} of {parts}"),),
    ),
}

PLANNING: dict[str, Text] = {
    "establishment_not_registered": Text(
        (422,),
        ("该生产经营场所尚未登记或已关闭", "The establishment is not registered, or closed"),
        ("先陈述 establishment.registered，再备案或申报", "state establishment.registered first, then file again"),
        (("{establishment} 尚未登记或已关闭", "{establishment} is not registered, or closed"),),
    ),
    "plan_not_filed": Text(
        (422,),
        ("该年度的管理计划尚未备案，无从变更", "No plan of that year is filed that could change"),
        ("先陈述 management_plan.filed", "state management_plan.filed first"),
    ),
    "declaration_not_submitted": Text(
        (422,),
        ("该时段尚未申报，无从更正", "Nothing is declared for that period that could be amended"),
        ("先陈述 declaration.submitted", "state declaration.submitted first"),
    ),
    "other_parts": Text(
        (409,),
        ("同一申报的各部分所述总数不同", "The parts of a declaration differ in how many they are"),
        (
            "用先前的总数，或以 declaration.amended 全部重报",
            "keep to the first number, or tell all anew by declaration.amended",
        ),
        (("先前为 {first} 部分，此次为 {parts} 部分", "{first} parts so far, {parts} now"),),
    ),
}
