"""What each kind of column is in Arrow."""

from __future__ import annotations

import pyarrow as pa

from reform_tui.model.schema import Kind

_TYPES = {
    Kind.CODE: pa.dictionary(pa.int32(), pa.string()),
    Kind.TEXT: pa.string(),
    Kind.TIME: pa.timestamp("us", tz="UTC"),
    Kind.FLAG: pa.bool_(),
    Kind.COUNT: pa.int32(),
    Kind.AMOUNT: pa.int64(),
    Kind.NUMBER: pa.float64(),
}


def arrow_type(kind: Kind) -> pa.DataType:
    """Return the Arrow type of a column of this kind; times are microseconds in UTC."""
    return _TYPES[kind]
