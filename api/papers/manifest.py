"""The manifest 危险废物转移联单 as its facts stand: what the transferor, the carriers and the receiver have stated.

Its parts are those in which the measures say who tells what (危险废物转移管理办法 10, 11, 12). The form that the
national system prints was not seen: this is another, and says so.
"""

from collections.abc import Iterator

from api.pages.stages import stage
from api.papers.as_it_stands import Source, Standing, number_of
from api.papers.form import A4, Block, Cell, Foot, Form, Part, print_forms
from api.papers.manifest_load import containers, lines
from api.papers.manifest_ways import received, sent, ways
from ledger.hazardous_waste.manifest_state import ManifestState

TITLE = "危险废物转移联单"
NOT_OFFICIAL = "按账本事实编排，不是国家危险废物信息管理系统的版式"


def print_manifest(source: Source, standing: Standing) -> bytes:
    """The manifest on as many pages as it takes; it rests on the last fact that counts in it."""
    blocks = list(_blocks(source, standing))  # before the foot, which says up to where was read for them
    last = max((each.correction or each.original).position for each in standing.facts)
    notes = [*standing.notes(), NOT_OFFICIAL, *source.notes()]
    foot = Foot(source.check_code(last), source.reflects, notes)
    number = standing.subject.partition(":")[2]

    def fill(form: Form) -> None:
        form.title(TITLE, f"联单编号 {number}", number)
        form.draw(blocks)

    return print_forms(A4, TITLE, [Part(f"{TITLE} {number}", foot, fill)])


def _blocks(source: Source, standing: Standing) -> Iterator[Block]:
    state: ManifestState = standing.state
    step = "暂定：账本尚无签发" if standing.provisional else stage("manifest", state.stage)[0]
    paper = [Cell("纸质联单编号", state.paper_no)] if state.paper_no is not None else []
    yield [Cell("状态", step), Cell("国家系统编号", number_of(state.official)), *paper]
    yield "第一部分　移出（移出人填写）"
    yield from sent(source, standing)
    yield from lines(state)
    yield "第二部分　运输（承运人填写）"
    yield from ways(source, standing)
    yield "第三部分　接受（接受人填写）"
    yield from received(source, standing)
    yield from containers(state)
