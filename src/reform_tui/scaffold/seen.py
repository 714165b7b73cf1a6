"""What the columns of a real file hold: their headings, and a few hundred of their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.cleaning import clean, one_array
from reform_tui.feeds.headings import Header
from reform_tui.feeds.masks import Mask, mask
from reform_tui.feeds.moments import moments
from reform_tui.feeds.numbers import measures
from reform_tui.feeds.time_formats import USUAL, compile_format
from reform_tui.times import zone_of

LOOKED_AT = 20_000
_KEPT = 400
_FEW = 60
OTHER_FORMATS = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y", "%d-%m-%y", "%d/%m/%y")
"""What the usual formats do not read; days first are tried before months first."""


@dataclass(frozen=True)
class Seen:
    """One column: its values are different, cleaned, and at most a few hundred."""

    heading: str
    at: int
    values: tuple[str, ...]
    few: bool
    """Whether the same values come again and again, as codes do."""
    times: float
    """Share of the values that are times."""
    numbers: float
    """Share of the values that are numbers."""
    formats: tuple[str, ...]
    """How its times are written, the most frequent first; empty for what holds no times."""


def columns_seen(table: pa.Table, header: Header) -> dict[int, Seen]:
    """Look at the rows below the header, of a large file at the first of them."""
    data = table.filter(pc.greater(table["row"], header.row)).slice(0, LOOKED_AT)
    positions = [at for at, heading in enumerate(header.cells) if heading]
    return {at: _seen(header.cells[at], at, clean(one_array(data[str(at)]))) for at in positions}


def _seen(heading: str, at: int, texts: pa.Array) -> Seen:
    given = texts.drop_null()
    different = given.unique()
    values = different.slice(0, _KEPT)
    formats, times = _formats(values)
    numbers, _ = measures(values)
    count = max(len(values), 1)
    few = 0 < len(different) <= min(_FEW, max(3, len(given) // 2))
    told = tuple(values.to_pylist())
    return Seen(heading, at, told, few, times / count, (len(values) - numbers.null_count) / count, formats)


def _formats(values: pa.Array) -> tuple[tuple[str, ...], int]:
    """Return the formats that read most of the values, and how many they read."""
    left, found = np.ones(len(values), dtype=np.bool_), dict[str, Mask]()
    for text in (*USUAL, *OTHER_FORMATS):
        fits = left & _read_by(text, values) if left.any() else left
        if fits.any():
            found[text] = fits
            left &= ~fits
    return tuple(sorted(_months_first(found, values), key=lambda text: -int(found[text].sum()))), int((~left).sum())


def _read_by(text: str, values: pa.Array) -> Mask:
    """Which values are written in a format and exist: ISO times are read whatever is stated, so the shape is asked."""
    pattern = compile_format(text).pattern
    shaped = mask(pc.match_substring_regex(values, f"^{pattern}$"))
    if not compile_format(text).literals:  # digits alone may be anybody's number
        shaped &= mask(pc.match_substring_regex(values, r"^(?:19|20)"))
    if not shaped.any():
        return shaped
    times, _ = moments(values, [text], zone_of("UTC"))
    return shaped & mask(pc.is_valid(times))


def _months_first(found: Mapping[str, Mask], values: pa.Array) -> list[str]:
    """Where some times can only be read with the month first and all can, none is read with the day first."""
    swapped = {text: text.replace("%d", "%?").replace("%m", "%d").replace("%?", "%m") for text in found}
    doubted = [text for text, other in swapped.items() if text in USUAL and other in found]
    return [text for text in found if text not in doubted or not _read_by(swapped[text], values)[found[text]].all()]


def formats_of(columns: Sequence[Seen]) -> tuple[str, ...]:
    """Return the formats of several columns of times, each once."""
    return tuple(dict.fromkeys(text for column in columns for text in column.formats))
