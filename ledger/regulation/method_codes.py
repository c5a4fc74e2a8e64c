"""Codes of the ways in which hazardous waste is recovered or disposed of 危险废物利用处置方式代码.

Source: HJ 1033 附录F, which HJ 1259-2022 refers to. R is recovery 利用, D disposal 处置, C other, Y medical waste,
G chromium slag.
"""

METHODS: dict[str, str] = {
    "R1": "作为燃料（直接燃烧除外）或以其他方式产生能量",
    "R2": "溶剂回收/再生（如蒸馏、萃取等）",
    "R3": "再循环/再利用不是用作溶剂的有机物",
    "R4": "再循环/再利用金属和金属化合物",
    "R5": "再循环/再利用其他无机物",
    "R6": "再生酸或碱",
    "R7": "回收污染减除剂的组分",
    "R8": "回收催化剂组分",
    "R9": "废油再提炼或其他废油的再利用",
    "R15": "其他",
    "D1": "填埋",
    "D9": "物理化学处理（如蒸发、干燥、中和、沉淀等），不包括填埋或焚烧前的预处理",
    "D10": "焚烧",
    "D16": "其他",
    "C1": "水泥窑协同（共）处置",
    "C2": "生产建筑材料",
    "C3": "清洗（包装容器）",
    "Y10": "医疗废物焚烧",
    "Y11": "医疗废物高温蒸汽处理",
    "Y12": "医疗废物化学消毒处理",
    "Y13": "医疗废物微波消毒处理",
    "Y16": "医疗废物其他处置方式",
    "G21": "干法解毒",
    "G22": "湿法解毒",
    "G23": "烧结炼铁",
    "G24": "生产水泥",
    "G29": "其他",
}
"""Code → its name. A well-written code that is missing here is recorded all the same: the list may grow."""
