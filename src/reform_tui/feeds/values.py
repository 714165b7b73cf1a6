"""Text to typed columns: one function a kind, each saying where the text was none of its kind."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.cleaning import clean, encode
from reform_tui.feeds.long_numbers import restored
from reform_tui.feeds.masks import Mask, mask
from reform_tui.feeds.moments import moments
from reform_tui.feeds.numbers import measures, whole_numbers
from reform_tui.feeds.reasons import NO_SUCH_DATE, NOT_A_FLAG, NOT_A_NUMBER
from reform_tui.feeds.types import arrow_type
from reform_tui.feeds.words import CLOSED, flag_of, spelling, spelt
from reform_tui.model.schema import Column, Kind
from reform_tui.model.text import fold

_NO_VALUE = pa.array(["-", "--", "NULL", "null", "N/A", "n/a"])
"""What stands for nothing in a cell that should hold a time, a number or a flag."""


@dataclass(frozen=True)
class Typed:
    """A column in its own type, and the rows whose text was not of that type."""

    values: pa.Array
    bad: Mask | None = None
    reason: str = ""
    unknown: tuple[tuple[str, int], ...] = ()
    """Words that a closed list does not know, and in how many rows."""
    unfit: Mask | None = None
    """Rows whose value is of its type and beyond the column's bounds, or not of its form."""


def typed(
    texts: pa.Array, column: Column, zone: ZoneInfo, *, formats: Sequence[str] = (), values: Mapping[str, str]
) -> Typed:
    """Type one column of text as its kind says; ``values`` maps words as delivered to ours."""
    if values and column.kind is not Kind.CODE:
        texts = _renamed(encode(texts), values).cast(pa.string())
    if column.kind is Kind.TEXT:
        return Typed(restored(clean(texts), column))
    if column.kind is Kind.CODE:
        return _formed(_code(encode(texts), column, values), column)
    texts = clean(texts)
    if column.kind is Kind.FLAG:
        return _flag(texts, column)
    if column.kind is Kind.TIME:
        times, bad = moments(texts, formats, zone)
        return _judged(times, bad, texts, NO_SUCH_DATE)
    kind = arrow_type(column.kind)
    numbers, bad = measures(texts) if column.kind is Kind.NUMBER else whole_numbers(texts, kind)
    return replace(_judged(numbers, bad, texts, NOT_A_NUMBER), unfit=_beyond(numbers, column))


def _beyond(numbers: pa.Array, column: Column) -> Mask | None:
    least = 0 if column.least is None and column.kind is Kind.COUNT else column.least
    if least is None and column.most is None:
        return None
    below = mask(pc.less(numbers, -math.inf if least is None else least))
    above = mask(pc.greater(numbers, math.inf if column.most is None else column.most))
    return below | above


def _formed(one: Typed, column: Column) -> Typed:
    """Say where a code is not of the column's form."""
    if not column.form:
        return one
    words = one.values.dictionary.to_pylist()
    good = pa.array([re.fullmatch(column.form, word) is not None for word in words], pa.bool_())
    return replace(one, unfit=~mask(pc.fill_null(good.take(one.values.indices), True)))


def _judged(values: pa.Array, bad: Mask, texts: pa.Array, reason: str) -> Typed:
    if bad.any():
        bad = bad & ~mask(pc.is_in(texts, _NO_VALUE))
    return Typed(values, bad, reason)


def _flag(texts: pa.Array, column: Column) -> Typed:
    encoded = texts.dictionary_encode()
    truths = pa.array([flag_of(column.name, word) for word in encoded.dictionary.to_pylist()], pa.bool_())
    flags = truths.take(encoded.indices)
    bad = mask(pc.and_(pc.is_valid(texts), pc.is_null(flags)))
    return _judged(flags, bad, texts, NOT_A_FLAG)


def _code(encoded: pa.DictionaryArray, column: Column, values: Mapping[str, str]) -> Typed:
    renamed = _renamed(encoded, values) if values else encoded
    if not column.values:
        return Typed(renamed)
    known = {**CLOSED.get(column.name, {}), **spelt(column.words)}
    words = renamed.dictionary.to_pylist()
    ours = [word if word in column.values else known.get(spelling(word)) for word in words]
    ours = [word if word in column.values else None for word in ours]
    counts = _counts(renamed, [word for word, our in zip(words, ours, strict=True) if our is None])
    otherwise = "other" if "other" in column.values else None
    return Typed(_recoded(renamed, [our or otherwise for our in ours]), unknown=counts)


def _renamed(encoded: pa.DictionaryArray, values: Mapping[str, str]) -> pa.DictionaryArray:
    """Words as the feed's [values] say, compared folded; one that becomes '' is nothing, others stay."""
    folded = {fold(theirs): ours for theirs, ours in values.items()}
    return _recoded(encoded, [folded.get(fold(word), word) or None for word in encoded.dictionary.to_pylist()])


def _recoded(encoded: pa.DictionaryArray, words: Sequence[str | None]) -> pa.DictionaryArray:
    again = pa.array(words, pa.string()).dictionary_encode()
    return pa.DictionaryArray.from_arrays(again.indices.take(encoded.indices), again.dictionary)


def _counts(encoded: pa.DictionaryArray, words: Sequence[str]) -> tuple[tuple[str, int], ...]:
    if not words:
        return ()
    counted = encoded.cast(pa.string()).value_counts()
    rows = dict(zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True))
    return tuple((word, rows[word]) for word in words if word in rows)
