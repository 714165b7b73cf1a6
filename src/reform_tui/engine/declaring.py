"""What a check or counting function declares to read: the columns, which of them a feed may lack, what is no name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reform_tui.config.build import nearest
from reform_tui.model.schema import BUILT_IN, Schema
from reform_tui.protocols import Reads


def declared(columns: Sequence[str], *, required: bool = False) -> list[str]:
    """Return column names without the mark of those that a feed may lack; only the others if ``required``."""
    names = [name for name in columns if not (required and name.endswith("?"))]
    return [name for name in dict.fromkeys(name.removesuffix("?") for name in names) if name not in {"unit", "key"}]


def optional(reads: Reads) -> Reads:
    """Return the same columns as those that a feed may lack."""
    return {schema: tuple(f"{name.removesuffix('?')}?" for name in columns) for schema, columns in reads.items()}


def fault_in_names(reads: Reads, schemas: Mapping[str, Schema]) -> str:
    """Return what is declared but exists nowhere, or nothing."""
    for schema, columns in reads.items():
        if schema not in schemas:
            return f"reads '{schema}', which is no kind of row here{nearest(schema, {*schemas, *BUILT_IN})}"
        unknown = [name for name in declared(columns) if name not in schemas[schema].by_name]
        if unknown:
            near = nearest(unknown[0], schemas[schema].by_name)
            own = "" if near.startswith(",") else "; a feed names a column of its own under [columns.extra]"
            return f"reads {schema}.{unknown[0]}, which nothing names{near}{own}"
    return ""
