"""What stands out in rows that were accepted: codes of no known form, text that could not be read whole."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.encodings import LOST
from reform_tui.feeds.masks import Mask, mask
from reform_tui.feeds.remarks import BROKEN_TEXT, NAMED_ROWS, ODD_CODE, ODD_PROCEDURE, Remark
from reform_tui.model.procedure_code import PATTERN


def remarks_on(rows: pa.Table, in_code: pa.Array, broken: Mask | None) -> Iterator[Remark]:
    """Yield what is told of accepted rows; ``in_code`` is the unit inside each row's code, ``broken`` a value a row."""
    numbers = rows.column("_row")
    if "record_id" in rows.column_names:
        odd = pc.and_(pc.is_valid(rows.column("record_id")), pc.is_null(in_code))
        yield from _told(ODD_CODE, numbers, mask(odd))
    if "procedure" in rows.column_names:
        yield from _told(ODD_PROCEDURE, numbers, _odd_procedures(rows.column("procedure")))
    if broken is not None:
        yield from _told(BROKEN_TEXT, numbers, broken)


def lost_in(columns: list[pa.Array]) -> Mask:
    """Return the rows in which one of these texts holds bytes that were no character."""
    return reduce(np.logical_or, [mask(pc.match_substring(column, LOST)) for column in columns])


def _odd_procedures(codes: pa.ChunkedArray) -> Mask:
    whole = codes.combine_chunks()
    whole = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
    odd = pc.invert(pc.match_substring_regex(whole.dictionary.cast(pa.string()), PATTERN))
    return mask(odd.take(whole.indices))


def _told(kind: str, numbers: pa.ChunkedArray, where: Mask) -> Iterator[Remark]:
    """Yield one remark on many rows, if there are any."""
    found = np.flatnonzero(where)
    if len(found):
        named = numbers.take(pa.array(np.unique(np.append(found[: NAMED_ROWS - 1], found[-1])))).to_pylist()
        yield Remark(kind, len(found), tuple(named))
