"""What the demo says at its end: the figures, a drum to look at, and the keys to look with."""

from collections.abc import Iterator, Mapping

from api.simulation.district import BUREAU, GENERATOR
from api.simulation.report import Report

KEYS_SHOWN_ONCE = "密钥只在模拟结束时显示一次；签发新密钥 · keys are shown once; for a new one:"
WHO = {GENERATOR: "产废单位 generator", BUREAU: "区生态环境局 bureau"}


def told(
    report: Report, container: str | None, keys: Mapping[str, str], address: str, database_url: str
) -> Iterator[str]:
    """Lines for a person; `keys` is empty where an existing demo is served again."""
    loops = report.loops
    yield (
        f"✓ {report.events} 条事实 facts · {report.subjects} 个对象 subjects · "
        f"{loops['open']} 环未闭 open · {loops['cancelled']} 环撤销 cancelled · {report.seconds} s"
    )
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
