"""How hazardous waste is recovered or disposed of: the codes 利用处置方式代码 that plans, licences and manifests use.

Source: HJ 1033 附录F, to which HJ 1259-2022 refers; the table was seen in a secondary text only.
"""

from typing import NamedTuple


class Method(NamedTuple):
    """What a code stands for, and to which group it belongs."""

    group: str
    name: str


METHODS: dict[str, Method] = {
    "R1": Method("利用", "作为燃料（直接燃烧除外）或以其他方式产生能量"),
    "R2": Method("利用", "溶剂回收/再生（如蒸馏、萃取等）"),
    "R3": Method("利用", "再循环/再利用不是用作溶剂的有机物"),
    "R4": Method("利用", "再循环/再利用金属和金属化合物"),
    "R5": Method("利用", "再循环/再利用其他无机物"),
    "R6": Method("利用", "再生酸或碱"),
    "R7": Method("利用", "回收污染减除剂的组分"),
    "R8": Method("利用", "回收催化剂组分"),
    "R9": Method("利用", "废油再提炼或其他废油的再利用"),
    "R15": Method("利用", "其他"),
    "D1": Method("处置", "填埋"),
    "D9": Method("处置", "物理化学处理（如蒸发、干燥、中和、沉淀等），不包括填埋或焚烧前的预处理"),
    "D10": Method("处置", "焚烧"),
    "D16": Method("处置", "其他"),
    "C1": Method("其他", "水泥窑协同（共）处置"),
    "C2": Method("其他", "生产建筑材料"),
    "C3": Method("其他", "清洗（包装容器）"),
    "Y10": Method("医废", "医疗废物焚烧"),
    "Y11": Method("医废", "医疗废物高温蒸汽处理"),
    "Y12": Method("医废", "医疗废物化学消毒处理"),
    "Y13": Method("医废", "医疗废物微波消毒处理"),
    "Y16": Method("医废", "医疗废物其他处置方式"),
    "G21": Method("铬渣", "干法解毒"),
    "G22": Method("铬渣", "湿法解毒"),
    "G23": Method("铬渣", "烧结炼铁"),
    "G24": Method("铬渣", "生产水泥"),
    "G29": Method("铬渣", "其他"),
}
"""Code → what it stands for: R recovery, D disposal, C kilns and the like, Y medical, G chromium slag."""
