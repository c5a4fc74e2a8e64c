"""The 87 columns of tables B.1 to B.5 of HJ 1259-2022, and the field of a fact that each of them is.

This is the whole map: a file is read by it, written by it, and docs/hj1259.md is written from it. A pointer is a JSON
Pointer into the event as it is posted; `-` stands for the row's own place in a list.
"""

from typing import NamedTuple


class Column(NamedTuple):
    """One column: its name in the standard and in English, how a cell of it is read, and what it becomes."""

    name: str
    english: str
    form: str
    """A name in `api.hj1259.cells.FORMS`."""
    pointers: tuple[str, ...] = ()
    """None for what only orders the rows, or says a second time what another column says."""
    needed: bool = False
    """Whether a row without it is refused."""


class Table(NamedTuple):
    """One table: its number, its title, the step of the waste's life, and the type of fact that a row is."""

    number: str
    title: str
    step: str
    type: str
    columns: tuple[Column, ...]

    @property
    def time(self) -> Column:
        """When it happened; with the batch code it is what tells the tables apart."""
        return self.columns[2]

    @property
    def batch(self) -> Column:
        """The batch code of the step itself."""
        return self.columns[1]


ORDER = Column("序号", "row number", "order")
UNIT = Column("计量单位", "unit of the mass", "unit")
CATEGORY = Column("危险废物类别", "category", "category")


def _described(under: str) -> tuple[Column, ...]:
    """What a row says of the waste, which the standard asks for in the same four columns of each table."""
    return (
        Column("行业俗称/单位内部名称", "name in the trade", "name", (f"{under}/waste_name",)),
        Column("国家危险废物名录名称", "name in the catalogue", "sentence", (f"{under}/catalogue_name",)),
        CATEGORY,
        Column("危险废物代码", "waste code", "waste_code", (f"{under}/waste_code",)),
    )


def _contained(under: str, subject: str) -> tuple[Column, ...]:
    return (
        Column("容器/包装编码", "number of the container", "container", (subject,)),
        Column("容器/包装类型", "type of container", "name", (f"{under}/packaging",)),
        Column("容器/包装数量", "number of containers", "count", (f"{under}/count",)),
    )


def _time(name: str, english: str, pointer: str = "/time") -> Column:
    return Column(name, english, "instant", (pointer,), needed=True)


def _mass(name: str, english: str, pointer: str = "/data/mass_kg", *, needed: bool = False) -> Column:
    return Column(name, english, "quantity", (pointer,), needed)


def _operator(name: str, english: str, pointer: str = "/data/operator") -> Column:
    return Column(name, english, "pseudonym", (pointer,))


def _storage_facility(*, needed: bool) -> tuple[Column, ...]:
    return (
        Column("贮存设施编码", "number of the storage facility", "facility", ("/data/facility",), needed),
        Column("贮存设施类型", "type of storage facility", "name", ("/data/facility_type",)),
    )


GENERATED = (
    ORDER,
    Column("产生批次编码", "batch code of generation", "generation_batch", ("/data/batch_code",)),
    _time("产生时间", "generated at"),
    *_described("/data")[:3],
    Column("危险废物代码", "waste code", "waste_code", ("/data/waste_code",), needed=True),
    _mass("产生量", "generated mass"),
    UNIT,
    Column("容器/包装编码", "number of the container", "container", ("/subject",)),
    Column("容器/包装类型", "type of container", "kind", ("/data/kind", "/data/packaging")),
    Column("容器/包装数量", "number of containers", "count", ("/data/count",)),
    Column("产生危险废物设施编码", "number of the facility of origin", "facility", ("/data/origin_facility",)),
    _operator("产生部门经办人", "operator of the department of origin"),
    Column("去向", "destination", "name", ("/data/destination",)),
)
STORED = (
    ORDER,
    Column("入库批次编码", "batch code of storing", "storage_batch", ("/data/batch_code",)),
    _time("入库时间", "stored at"),
    *_contained("/data", "/subject"),
    *_described("/data"),
    _mass("入库量", "stored mass"),
    UNIT,
    *_storage_facility(needed=True),
    _operator("运送部门经办人", "operator of the department that moved it", "/data/transported_by"),
    _operator("贮存部门经办人", "operator of the storage department"),
    Column("产生批次编码", "batches of generation", "generation_batches", ("/data/from_batches",)),
)
WITHDRAWN = (
    ORDER,
    Column("出库批次编码", "batch code of withdrawal", "withdrawal_batch", ("/data/batch_code",)),
    _time("出库时间", "withdrawn at"),
    *_contained("/data", "/subject"),
    *_described("/data"),
    _mass("出库量", "withdrawn mass"),
    UNIT,
    *_storage_facility(needed=False),
    _operator("出库部门经办人", "operator of the department that withdrew it"),
    _operator("运送部门经办人", "operator of the department that moved it", "/data/transported_by"),
    Column("入库批次编码", "batches of storing", "storage_batches", ("/data/from_batches",)),
    Column("去向", "destination", "purpose", ("/data/purpose", "/data/destination")),
)
TREATED = (
    ORDER,
    Column("自行利用/处置批次编码", "batch code of treatment", "treatment_batch", ("/data/batch_code",)),
    _time("自行利用/处置时间", "treated from", "/data/from"),
    *_contained("/data/inputs/-", "/data/inputs/-/container"),
    *_described("/data/inputs/-"),
    _mass("自行利用/处置量", "treated mass", "/data/inputs/-/mass_kg", needed=True),
    UNIT,
    Column("自行利用/处置设施编码", "number of the treatment facility", "facility", ("/data/facility",), needed=True),
    Column("自行利用/处置方式", "method", "method_at_home", ("/data/method", "/data/kind"), needed=True),
    _time("自行利用/处置完毕时间", "treated until", "/data/until"),
    _operator("自行利用/处置部门经办人", "operator of the treatment department"),
    Column("产生批次编码/出库批次编码", "batches before", "earlier_batches", ("/data/inputs/-/from_batches",)),
)
_LICENSED, _EXEMPT, _ABROAD = (
    "危险废物经营许可证持有单位",
    "危险废物利用处置环节豁免管理单位",
    "境外危险废物利用处置单位",
)
SENT_OUT = (
    ORDER,
    Column("委外利用/处置批次编码", "batch code of sending out", "outward_batch", ("/data/batch_code",)),
    _time("出厂时间", "left at"),
    *_contained("/data", "/subject"),
    *_described("/data"),
    _mass("委外利用/处置量", "mass sent out"),
    UNIT,
    Column("利用/处置方式", "method", "method", ("/data/method",)),
    Column("接收单位类型", "kind of recipient", "recipient_kind", ("/data/recipient/kind",)),
    Column(f"{_LICENSED}:单位名称", "name of the holder of a licence", "name", ("/data/recipient/name",)),
    Column(f"{_LICENSED}:许可证编码", "its licence", "name", ("/data/recipient/licence_number",)),
    Column(f"{_EXEMPT}:单位名称", "name of the exempt unit", "name", ("/data/recipient/name",)),
    Column(f"{_ABROAD}:单位名称", "name of the unit abroad", "name", ("/data/recipient/name",)),
    Column(f"{_ABROAD}:出口核准通知单编号", "export notice", "name", ("/data/recipient/export_notice",)),
    Column("产生批次编码/出库批次编码", "batches before", "earlier_batches", ("/data/from_batches",)),
)
OF_RECIPIENT = {
    "licensed": (f"{_LICENSED}:单位名称", f"{_LICENSED}:许可证编码"),
    "exempt": (f"{_EXEMPT}:单位名称",),
    "abroad": (f"{_ABROAD}:单位名称", f"{_ABROAD}:出口核准通知单编号"),
}
"""Kind of recipient → the columns of B.5 that are about it."""

TABLES: dict[str, Table] = {
    table.number: table
    for table in (
        Table("B.1", "危险废物产生环节记录表", "产生环节", "container.generated", GENERATED),
        Table("B.2", "危险废物入库环节记录表", "入库环节", "container.stored", STORED),
        Table("B.3", "危险废物出库环节记录表", "出库环节", "container.withdrawn", WITHDRAWN),
        Table("B.4", "危险废物自行利用/处置环节记录表", "自行利用/处置环节", "treatment.completed", TREATED),
        Table("B.5", "危险废物委外利用/处置记录表", "委外利用/处置", "container.withdrawn", SENT_OUT),
    )
}
