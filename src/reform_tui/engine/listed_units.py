"""Units that reference tables keep rows of, such as the roster's: they are counted though no feed speaks of them."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

ABOUT_UNITS = frozenset({"periods", "targets", "units"})
"""Tables that the engine itself goes by: they say something of units, and have nothing to be counted."""


def units_listed(tables: Mapping[str, pa.Table]) -> frozenset[str]:
    """Return the units that rows of reference tables belong to; ``tables`` maps a table's name to its rows."""
    kept = [table for name, table in tables.items() if name not in ABOUT_UNITS]
    columns = (table["unit"].cast(pa.string()) for table in kept if "unit" in table.column_names)
    return frozenset(unit for column in columns for unit in pc.unique(column).to_pylist() if unit)


def units_laid_out(paths: Mapping[str, str]) -> frozenset[str]:
    """Return the same of tables as ``references.lay_out`` wrote them; ``paths`` maps a table's name to its file."""
    kept = {name: path for name, path in paths.items() if name not in ABOUT_UNITS}
    return units_listed({name: pa.ipc.open_file(pa.memory_map(path)).read_all() for name, path in kept.items()})
