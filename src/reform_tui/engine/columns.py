"""One Arrow column as a check sees it; never of dtype object, which would hold the interpreter lock."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa

from reform_tui.feeds.types import arrow_type
from reform_tui.model.schema import Kind

_PANDAS = {
    pa.string(): pd.StringDtype(na_value=np.nan),
    pa.bool_(): pd.BooleanDtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.float64(): pd.Float64Dtype(),
}


def as_series(column: pa.ChunkedArray, kind: Kind, zone: ZoneInfo) -> pd.Series:
    """Return codes as ``category``, flags ``boolean``, whole numbers ``Int32``/``Int64``, text ``str``, times zoned."""
    if kind is Kind.CODE:
        return sealed(_codes(column))
    series = column.cast(arrow_type(kind)).to_pandas(types_mapper=_PANDAS.get)
    return sealed(series.dt.tz_convert(zone) if kind is Kind.TIME else series)


def sealed(series: pd.Series) -> pd.Series:
    """Return the series with its memory closed to writing: several rules look at it.

    A frame that is changed copies what it changes, but ``.array`` and ``.values`` would reach what is shared.
    """
    array = series.array
    for name in ("_ndarray", "_data", "_mask"):
        buffer = getattr(array, name, None)
        if isinstance(buffer, np.ndarray):
            buffer.flags.writeable = False
    array._readonly = True  # noqa: SLF001 - how pandas itself marks what it shares; text has no buffer to close
    return series


def sealed_frame(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with the memory of each column closed to writing."""
    return pd.DataFrame({name: sealed(table[name]) for name in table}, index=table.index, copy=False)


def _codes(column: pa.ChunkedArray) -> pd.Series:
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    column = column.unify_dictionaries().combine_chunks()
    codes: Any = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return pd.Series(pd.Categorical.from_codes(codes, pd.Index(column.dictionary.to_pandas(), dtype="str")))
