"""The tables of views: each filling of a view has its own, so that one can be made while another serves."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine, MetaData, inspect

from ledger.store.engine import to_write
from projections.bookkeeping import await_readers
from projections.text_order import in_order_of_bytes
from projections.view import View

AnyView = View[Any, Any]


class Fillings:
    """The tables of the views of one database, as this process knows them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._made: dict[tuple[str, int], Any] = {}

    def tables(self, view: AnyView, filling: int) -> Any:
        """Always the same objects: a statement over others would be compiled anew each time."""
        place = view.NAME, filling
        if place not in self._made:
            self._made[place] = view.tables(MetaData(), _prefix(view, filling))
        return self._made[place]

    def create(self, view: AnyView, filling: int) -> None:
        """Make the tables of a filling, which are not there."""
        with to_write(self._engine) as connection:
            in_order_of_bytes(_described(view, filling)).create_all(connection)

    def drop_all_but(self, view: AnyView, filling: int | None) -> None:
        """Remove what other fillings left: the one that served before, or one whose process was killed."""
        others = sorted(self._names(view, but=filling))
        if not others:
            return
        with to_write(self._engine) as connection:
            await_readers(connection)
            quoted = map(connection.dialect.identifier_preparer.quote, others)
            for name in quoted:  # their columns may be those of a version that nobody knows any more
                connection.exec_driver_sql(f"DROP TABLE {name}")

    def _names(self, view: AnyView, but: int | None) -> Iterable[str]:
        for name in inspect(self._engine).get_table_names():
            of_it = re.match(rf"{re.escape(view.NAME)}(\d+)_", name)
            if of_it is not None and int(of_it[1]) != but:
                yield name


def _described(view: AnyView, filling: int) -> MetaData:
    metadata = MetaData()
    view.tables(metadata, _prefix(view, filling))
    return metadata


def _prefix(view: AnyView, filling: int) -> str:
    return f"{view.NAME}{filling}_"
