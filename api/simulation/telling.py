"""What the demo says at its end: the figures, a drum to look at, and the keys to look with."""

from collections.abc import Iterator, Mapping, Sequence

from api.simulation.district import BUREAU, GENERATOR, OPERATOR
from api.simulation.firms import BURNER, COLLECTOR, TRUCKS
from api.simulation.logins import Login
from api.simulation.report import Report
from api.simulation.spoil_firms import DISTRICT_SITE, GREENING, METRO, TIPPERS

KEYS_SHOWN_ONCE = "密钥只在模拟结束时显示一次；签发新密钥 · keys are shown once; for a new one:"
WHO = {
    GENERATOR: "产废单位 generator",
    COLLECTOR.uscc: "收集单位 collector",
    TRUCKS.uscc: "承运单位 carrier",
    BURNER.uscc: "接受单位 receiver",
    METRO.contractor: "施工单位 contractor",
    TIPPERS.uscc: "渣土运输 spoil carrier",
    DISTRICT_SITE.operator: "消纳场所 site operator",
    GREENING.uscc: "区绿化市容局 greening authority",
    OPERATOR: "系统管理 administrator",
    BUREAU: "区生态环境局 authority",
}
"""Whose key it is, as a visitor would say."""


def told(
    report: Report,
    container: str | None,
    keys: Mapping[str, str],
    logins: Sequence[Login],
    address: str,
    database_url: str,
) -> Iterator[str]:
    """Lines for a person; `keys` is empty where an existing demo is served again, `logins` are new each time."""
    loops, injected = report.loops, sum(each.injected for each in report.anomalies.values())
    yield (
        f"✓ {report.events} 条事实 facts · {report.subjects} 个对象 subjects · {report.seconds} s · "
        f"{report.events / max(report.seconds, 0.1):.0f} 条/秒 facts/s"
    )
    words = {"open": "进行中", "overdue": "逾期", "closed": "闭环", "broken": "断裂", "cancelled": "撤销"}
    stand = " · ".join(f"{loops[status]} {zh} {status}" for status, zh in words.items())
    yield f"  环 loops: {stand} · 埋入异常 irregularities injected: {injected}"
    environment = f"BIHUAN_DATABASE_URL='{database_url}'"
    yield (
        "✓ 核验完好 verified"
        if report.verified
        else f"✗ 核验不通过 · not sound; what is wrong: {environment} bihuan verify"
    )
    if not keys:
        yield KEYS_SHOWN_ONCE
        yield f"  {environment} bihuan key issue --organisation {GENERATOR}"
    for organisation, key in keys.items():
        yield f"演示密钥 demo key · {WHO[organisation]} {organisation}: {key}"
    if container is not None:
        key = keys.get(GENERATOR, "KEY")
        yield f"一个容器的全过程 · the life of a container: {container}"
        yield f"  curl -H 'Authorization: Bearer {key}' '{address}/v1/subjects/{container}/history'"
    if logins:
        yield f"演示账户，每次启动换新密码 · demo logins, with new passwords at each start: {address}/sign-in"
    width = max((len(each.name) for each in logins), default=0)
    for each in logins:
        yield f"  {each.name:<{width}}  {each.password}  {each.who}"
