"""Bytes to UTF-8, whatever they were written in."""

from __future__ import annotations

import codecs
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.errors import FeedError, FileIncompleteError
from reform_tui.feeds.old_fonts import TCVN3, VNI, WINDOWS, old_font, reading_of
from reform_tui.language import mark

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
LOST = "\ufffd"
"""What stands for bytes that are no character."""
_LONGEST_CHARACTER = 4
_SOUND = 10
"""Of so many characters outside ASCII at most one may be broken."""
_HALF = 0.3
_SAMPLE = 4096
_JUDGED = 1 << 18
_JUDGED_ROWS = 1000
"""How much is looked at to tell how text that is no Unicode is meant."""
_OLD_FONT = mark(
    "{where}: the text is written for {font} fonts, from before Unicode, and would become other letters; convert it to"
    " Unicode in the office program (UniKey: tools, convert) and drop it again"
)
_NO_READING = mark(
    "{where}: the text is no UTF-8, and reads as Vietnamese neither in Windows-1258 nor for TCVN3 or VNI fonts, or"
    " parts of it are written in different ways; save it as UTF-8, or state its 'encoding' in the feed"
)


def to_utf8(where: str, content: bytes, stated: str = "") -> bytes:
    """Return the same text in UTF-8, its mark left in place; ``FeedError`` when it is in no encoding we know.

    ``stated`` is the feed's ``encoding``; left out, it is recognised.
    """
    if not stated and _is_utf8(content):
        return content
    encoding = stated or encoding_of(where, content)
    if stated and not stated.lower().startswith("utf"):
        _refuse_old_bytes(where, _reading(content))
    try:
        text = content.decode(encoding, "strict" if stated else "replace")
    except LookupError as error:
        raise FeedError(f"{where}: '{encoding}' is no encoding; write utf-8, utf-16 or windows-1258") from error
    except UnicodeDecodeError as error:
        raise FeedError(
            f"{where}: byte {error.start + 1} is not {encoding}; state the file's 'encoding' in the feed"
        ) from error
    return text.encode("utf-8", "surrogatepass")


def encoding_of(where: str, content: bytes) -> str:
    """Recognise the encoding of text that is not UTF-8; ``FileIncompleteError`` when it stops inside a character."""
    for first, encoding in _MARKS:
        if content.startswith(first) and encoding != "utf-8":
            return _whole_pairs(where, content, encoding)
    sample = content[:_SAMPLE]
    zeros = (sample[1::2].count(0), sample[0::2].count(0))
    if max(zeros) > _HALF * len(sample) / 2:
        return _whole_pairs(where, content, "utf-16-le" if zeros[0] > zeros[1] else "utf-16-be")
    if any(_is_utf8(content[:-cut]) for cut in range(1, _LONGEST_CHARACTER) if not content[-cut:].isascii()):
        raise FileIncompleteError(f"{where}: the text stops inside a character, so the file has not arrived whole")
    return "utf-8" if _is_nearly_utf8(content) else _before_unicode(where, content)


def _before_unicode(where: str, content: bytes) -> str:
    """Return Windows-1258, whose tone marks stand apart and are composed later; any other reading is refused."""
    reading = WINDOWS if b"\x00" in content else _reading(content)  # of what is no text, whoever splits it says so
    _refuse_old_bytes(where, reading)
    if not reading:
        raise FeedError(_NO_READING, where=where)
    return reading


def _refuse_old_bytes(where: str, reading: str) -> None:
    if reading in {TCVN3, VNI}:
        raise FeedError(_OLD_FONT, where=where, font=reading)


def _reading(content: bytes) -> str:
    return reading_of(b"\n".join(_spread(content.split(b"\n"))))


def _spread(lines: list[bytes]) -> list[bytes]:
    """Those of the lines that hold bytes outside ASCII, from all over the text, as many as are judged."""
    high = [line[:_SAMPLE] for line in lines if not line.isascii()]
    step = max(1, sum(map(len, high)) // _JUDGED)
    return high[::step]


def with_broken(table: pa.Table, text: bytes) -> pa.Table:
    """Say in a column ``broken`` which rows of a table made of ``text`` hold bytes that were no character, if any."""
    if LOST.encode() not in text:
        return table
    texts = [table[name] for name in table.column_names if name.isdigit()]
    broken = [pc.fill_null(pc.match_substring(column, LOST), False) for column in texts]
    return table.append_column("broken", reduce(pc.or_, broken)) if broken else table


def refuse_old_fonts(where: str, table: pa.Table) -> None:
    """Raise ``FeedError`` where a column of a table of text is Unicode in name only: letters of TCVN3 or VNI fonts."""
    rows = table.num_rows
    places = np.unique(np.linspace(0, max(rows - 1, 0), min(rows, _JUDGED_ROWS)).astype(np.int64))
    sample = table.take(pa.array(places))
    for name in filter(str.isdigit, sample.column_names):
        font = old_font("\n".join(text for text in sample[name].to_pylist() if text and not text.isascii()))
        if font:
            raise FeedError(_OLD_FONT, where=where, font=font)


def _is_nearly_utf8(content: bytes) -> bool:
    """Whether it is UTF-8 with a few broken characters: systems cut a text after so many bytes, not characters."""
    text = content.decode("utf-8", "replace")
    other = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") * _SOUND < other


def _whole_pairs(where: str, content: bytes, encoding: str) -> str:
    if len(content) % 2:
        raise FileIncompleteError(f"{where}: the text stops inside a character, so the file has not arrived whole")
    return encoding


def _is_utf8(content: bytes) -> bool:
    """Whether all of it is UTF-8 (Arrow's check is several times faster than decoding)."""
    offsets = pa.array([0, len(content)], pa.int64()).buffers()[1]
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, offsets, pa.py_buffer(content)])
    try:
        whole.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return b"\x00" not in content
