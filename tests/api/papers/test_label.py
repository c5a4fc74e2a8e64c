"""The label on paper: sizes, everything within its border, every letter embedded, the same bytes each time."""

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as some

from api.papers.drawing import Drawing
from api.papers.label import CUT, print_labels
from api.papers.label_facts import LabelFacts
from api.papers.lettering import GLYPH_OF_EM, width
from ledger.errors import InvalidError
from ledger.regulation.waste_label import BORDER_MM, MARGIN_MM, SIZES, SizeName, least_size
from tests.pdf import Page, Pdf
from tests.specification import PLANT, drum

CODE = f"{PLANT}9004020620261102001"
FULL = LabelFacts(
    subject=drum(1),
    waste_name="废溶剂",
    category="HW06 废有机溶剂与含有机溶剂废物",
    waste_code="900-402-06",
    form="半固态",
    hazards=("毒性 T", "易燃性 I"),
    components="丙酮、异丙醇",
    precautions="远离火源，防止泄漏。",
    label_code=CODE,
    unit="上海示范电子材料有限公司",
    produced_on="2026-11-02",
    mass="200 kg",
    remarks="容器 D-1",
    volume_ml=200_000,
)
EMPTY = LabelFacts(drum(1), None, None, None, None, (), None, None, None, None, None, None, "容器 D-1", None)
FIELDS = (
    *("废物名称", "废物类别", "废物代码", "废物形态", "危险特性", "主要成分", "有害成分", "注意事项"),
    *("数字识别码", "产生/收集单位", "联系人和联系方式", "产生日期", "废物重量", "备注"),
)
WORDS = some.text(some.characters(codec="utf-8"), max_size=1000)
MAYBE = some.none() | WORDS


def label(facts: LabelFacts, size: SizeName | None = None) -> Page:
    document = Pdf(print_labels([facts], size))
    assert document.embedded
    return document.pages[0]


@pytest.mark.parametrize(
    ("volume_ml", "size"), [(50_000, "S"), (50_001, "M"), (450_000, "M"), (450_001, "L"), (None, "M")]
)
def test_the_volume_of_the_container_decides_the_size(volume_ml: int | None, size: SizeName) -> None:
    page = label(FULL._replace(volume_ml=volume_ml))
    assert (page.wide, page.high) == pytest.approx((SIZES[size].side_mm,) * 2, abs=0.01)
    assert least_size(volume_ml).name == size


def test_a_larger_label_may_be_asked_for_and_a_smaller_one_is_refused() -> None:
    assert label(FULL, "L").wide == pytest.approx(200, abs=0.01)
    with pytest.raises(InvalidError, match="label_too_small"):
        print_labels([FULL], "S")
    assert label(FULL._replace(volume_ml=None), "S").wide == pytest.approx(100, abs=0.01), "nobody told the volume"


def test_one_above_450_litres_is_labelled_on_two_sides() -> None:
    pages = Pdf(print_labels([FULL._replace(volume_ml=1_000_000), FULL], None)).pages
    assert [round(page.wide) for page in pages] == [200, 200, 150]
    assert pages[0] == pages[1]


def test_all_fields_stand_on_it_and_all_that_is_known() -> None:
    text = label(FULL).text.replace("\n", "")
    assert all(f"{name}：" in text for name in FIELDS)
    told = (each for value in FULL[1:-1] for each in (value if isinstance(value, tuple) else (value,)))
    assert all(value in text for value in told)
    assert CUT not in text


def test_what_is_not_known_is_left_to_be_filled_by_hand() -> None:
    shown = [each.text for each in label(EMPTY).shown]
    assert [each for each in shown if not each.endswith("：")] == ["危险废物", "二维码", "尚未打码", "容器 D-1"]
    assert sorted(each.rstrip("：") for each in shown if each.endswith("：")) == sorted(FIELDS)


def test_no_text_is_lower_than_the_least_height_and_what_is_cut_says_so() -> None:
    long = FULL._replace(precautions="远离火源，防止泄漏。" * 50, waste_name="废" * 120)
    for volume_ml, size in ((20_000, "S"), (200_000, "M"), (1_000_000, "L"), (20_000, "L")):
        page = label(long._replace(volume_ml=volume_ml), size)
        least = least_size(volume_ml).text_mm
        assert min(each.size for each in page.shown) * GLYPH_OF_EM >= least - 1e-3, (volume_ml, size)
        assert CUT in page.text.replace("\n", "")


facts = some.builds(
    LabelFacts,
    subject=some.just(drum(1)),
    **dict.fromkeys(("waste_name", "components", "precautions", "unit", "mass", "category", "form"), MAYBE),
    waste_code=some.none() | some.just("900-402-06"),
    hazards=some.lists(some.sampled_from(["毒性 T", "腐蚀性 C", "感染性 In"]), max_size=5).map(tuple),
    label_code=some.none() | some.just(CODE),
    produced_on=some.none() | some.just("2026-11-02（倒装）"),
    remarks=WORDS,
    volume_ml=some.none() | some.integers(0, 10**9),
)


@settings(max_examples=60, deadline=None)
@given(facts)
def test_nothing_is_written_over_the_border(facts: LabelFacts) -> None:
    for page in Pdf(print_labels([facts], None)).pages:
        inner = MARGIN_MM + BORDER_MM
        for each in page.shown:
            right = each.left + width(each.text, each.size, each.weight)
            assert each.left >= inner
            assert right <= page.wide - inner + 1e-3
            assert each.base - 0.12 * each.size >= inner - 0.05 * each.size
            assert each.base + 0.88 * each.size <= page.high - inner


def test_the_code_is_that_of_the_label_at_level_h(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    monkeypatch.setattr(Drawing, "code", lambda _, box, text, recovery: drawn.append((box, text, recovery)))
    print_labels([FULL, EMPTY], None)
    [(box, text, recovery)] = drawn
    assert (text, recovery) == (CODE, "H")
    modules = segno.make_qr(CODE, error="H", boost_error=False).symbol_size(border=4)[0]
    assert box.wide / modules > 0.5, "a module of half a millimetre, which any scanner reads"


def test_letters_that_the_typeface_lacks_stand_by_their_numbers() -> None:
    assert "□U+20BB7田化工" in label(FULL._replace(unit="𠮷田化工")).text


def test_the_same_facts_give_the_same_bytes_and_other_facts_others() -> None:
    first = print_labels([FULL, EMPTY], None)
    assert print_labels([FULL, EMPTY], None) == first
    assert print_labels([FULL._replace(mass="201 kg"), EMPTY], None) != first
