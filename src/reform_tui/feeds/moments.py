"""Columns of text to columns of moments.

``strptime`` of Arrow and pandas is not used: the one lets 31/02 roll over into March, both are many times slower than
reading the digits where they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.masks import Mask, mask
from reform_tui.feeds.time_formats import ISO, USUAL, Format, compile_format
from reform_tui.feeds.zones import Micros, to_utc

Numbers = npt.NDArray[np.int64]

_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_CENTURY = 2000
_EXCEL_START = -25_569
"""Day 0 of a spreadsheet, 30/12/1899, in days since 1970."""
_SERIAL = r"^(?P<day>[2-7]\d{4})(?P<part>\.\d+)?$"
_NEVER = r"^(?:0?1[/-]0?1[/-]0001|0001-01-01)\b.*$"
"""What some systems write for "no date": the first day of their calendar."""


def moments(texts: pa.Array, formats: Sequence[str], zone: ZoneInfo) -> tuple[pa.Array, Mask]:
    """Read cleaned text as times by the first format that fits; nothing stated means the usual ones.

    Returns ``timestamp[us, UTC]`` (null where there is no text) and where there is text that is no time.
    """
    found = np.zeros(len(texts), dtype=np.int64)
    left = mask(pc.is_valid(texts))
    for text in (*formats, *ISO) if formats else USUAL:
        if not left.any():
            break
        _try_format(compile_format(text), texts, left, found, zone)
    if not formats and left.any():
        _try_serials(texts, left, found, zone)
    never = _matches(texts, left, _NEVER)
    given = mask(pc.is_valid(texts)) & ~left
    times = pa.array(found, pa.timestamp("us", tz="UTC"), mask=~given)
    return times, left & ~never


def _try_format(form: Format, texts: pa.Array, left: Mask, found: Micros, zone: ZoneInfo) -> None:
    """Fill ``found`` where the format fits and take those places off ``left``."""
    if form.width:
        _fill(_fixed(form, texts, left), left, found, zone)
    if left.any():
        _fill(_loose(form, texts, left), left, found, zone)


def _fill(fit: tuple[Numbers, Mapping[str, Numbers]], left: Mask, found: Micros, zone: ZoneInfo) -> None:
    places, parts = fit
    if not len(places):
        return
    local, real = _compose(parts)
    places, local = places[real], local[real]
    offset = parts.get("z")
    found[places] = to_utc(local, zone) if offset is None else local - offset[real]
    left[places] = False


def _fixed(form: Format, texts: pa.Array, left: Mask) -> tuple[Numbers, Mapping[str, Numbers]]:
    """Places and numbers of the texts that have exactly the format's width and its literals and digits in place."""
    fits = left & mask(pc.equal(pc.binary_length(texts), form.width))
    places = np.flatnonzero(fits)
    if not len(places):
        return places, {}
    cells = _matrix(texts if len(places) == len(texts) else texts.filter(pa.array(fits)), form.width)
    right = np.ones(len(places), dtype=np.bool_)
    for at, byte in form.literals:
        right &= cells[:, at] == byte
    digits = cells - np.uint8(ord("0"))  # what is below '0' wraps round to a large number
    for _, first, last in form.places:
        right &= (digits[:, first:last] <= 9).all(axis=1)  # noqa: PLR2004 - a digit
    if not right.all():
        places, digits = places[right], digits[right]
    return places, {name: _number(digits[:, first:last]) for name, first, last in form.places}


def _matrix(texts: pa.Array, width: int) -> npt.NDArray[np.uint8]:
    """Bytes of texts that all have this width, one row a text."""
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(texts.buffers()[2], dtype=np.uint8)
    return data[offsets[0] : offsets[-1]].reshape(-1, width)


def _number(digits: npt.NDArray[np.uint8]) -> Numbers:
    total = np.zeros(len(digits), dtype=np.int64)
    for at in range(digits.shape[1]):
        total = total * 10 + digits[:, at]
    return total


def _loose(form: Format, texts: pa.Array, left: Mask) -> tuple[Numbers, Mapping[str, Numbers]]:
    """As ``_fixed``, for texts with one-digit days, fractions, am and pm, or a zone."""
    places = np.flatnonzero(left)
    if form.width and not form.literals:
        return places[:0], {}  # digits alone have one width
    groups = pc.extract_regex(texts.filter(pa.array(left)), f"^{form.pattern}$")
    fits = mask(pc.is_valid(groups))
    if not fits.any():
        return places[:0], {}
    groups = groups.filter(pa.array(fits))
    return places[fits], {name: _group(name, groups.field(name)) for name, _, _ in form.places}


def _group(name: str, texts: pa.Array) -> Numbers:
    if name == "f":
        texts = pc.utf8_slice_codeunits(pc.utf8_rpad(texts, 6, "0"), 0, 6)
    if name == "p":
        return mask(pc.is_in(pc.utf8_upper(texts), pa.array(["PM", "CH"]))).astype(np.int64)
    if name == "z":
        return _offset(texts)
    return np.asarray(texts.cast(pa.int64()).to_numpy(), dtype=np.int64)


def _offset(texts: pa.Array) -> Numbers:
    """Microseconds that a clock showing "+07:00" is ahead of UTC."""
    plain = pc.replace_substring(pc.replace_substring(texts, "Z", "+0000"), ":", "")
    sign = np.where(mask(pc.starts_with(plain, "-")), -1, 1)
    hours = pc.utf8_slice_codeunits(plain, 1, 3).cast(pa.int64()).to_numpy()
    minutes = pc.utf8_slice_codeunits(plain, 3, 5).cast(pa.int64()).to_numpy()
    return np.asarray(sign * (hours * 3600 + minutes * 60) * _SECOND, dtype=np.int64)


def _compose(parts: Mapping[str, Numbers]) -> tuple[Micros, Mask]:
    """Local microseconds since 1970, and where the day and the hour exist."""
    none = np.zeros(len(parts["d"]), dtype=np.int64)
    year = parts["Y"] if "Y" in parts else parts["y"] + _CENTURY
    month, day = parts["m"], parts["d"]
    hour, whole_day = parts.get("H", none), 24
    real = (year >= 1000) & (month >= 1) & (month <= 12) & (day >= 1)  # noqa: PLR2004 - months; year 0001 is no date
    if "I" in parts:
        real &= (parts["I"] >= 1) & (parts["I"] <= 12)  # noqa: PLR2004 - a clock face
        hour = parts["I"] % 12 + 12 * parts.get("p", none)
    minute, second = parts.get("M", none), parts.get("S", none)
    real &= (hour < whole_day) & (minute < 60) & (second < 60)  # noqa: PLR2004 - a clock
    months = ((year - 1970) * 12 + np.clip(month, 1, 12) - 1).astype("datetime64[M]")
    first = months.astype("datetime64[D]")
    real &= day <= ((months + 1).astype("datetime64[D]") - first).astype(np.int64)
    days = first.astype(np.int64) + day - 1
    seconds = days * 86_400 + hour * 3600 + minute * 60 + second
    return seconds * _SECOND + parts.get("f", none), real


def _try_serials(texts: pa.Array, left: Mask, found: Micros, zone: ZoneInfo) -> None:
    """Read what a spreadsheet calls a date once its format is lost: 45658.25 is 01/01/2025 06:00."""
    groups = pc.extract_regex(texts, _SERIAL)
    fits = left & mask(pc.is_valid(groups))
    places = np.flatnonzero(fits)
    if not len(places):
        return
    serial = texts.filter(pa.array(fits)).cast(pa.float64()).to_numpy()
    seconds = np.round((serial + _EXCEL_START) * 86_400).astype(np.int64)
    found[places] = to_utc(seconds * _SECOND, zone)
    left[places] = False


def _matches(texts: pa.Array, left: Mask, pattern: str) -> Mask:
    return left & mask(pc.match_substring_regex(texts, pattern)) if left.any() else left
