"""Bytes to UTF-8, whatever they were written in."""

from __future__ import annotations

import codecs

import pyarrow as pa

from reform_tui.errors import FeedError, FileIncompleteError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_OLD = "cp1258"  # what Windows wrote in Vietnam before Unicode; its tone marks stand apart and are composed later
_LONGEST_CHARACTER = 4
_SOUND = 10
"""Of so many characters outside ASCII at most one may be broken."""
_HALF = 0.3
_SAMPLE = 4096


def to_utf8(where: str, content: bytes, stated: str = "") -> bytes:
    """Return the same text in UTF-8, its mark left in place; ``FeedError`` when it is in no encoding we know.

    ``stated`` is the feed's ``encoding``; left out, it is recognised.
    """
    if not stated and _is_utf8(content):
        return content
    encoding = stated or encoding_of(where, content)
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
    for mark, encoding in _MARKS:
        if content.startswith(mark) and encoding != "utf-8":
            return _whole_pairs(where, content, encoding)
    sample = content[:_SAMPLE]
    zeros = (sample[1::2].count(0), sample[0::2].count(0))
    if max(zeros) > _HALF * len(sample) / 2:
        return _whole_pairs(where, content, "utf-16-le" if zeros[0] > zeros[1] else "utf-16-be")
    if any(_is_utf8(content[:-cut]) for cut in range(1, _LONGEST_CHARACTER) if not content[-cut:].isascii()):
        raise FileIncompleteError(f"{where}: the text stops inside a character, so the file has not arrived whole")
    return "utf-8" if _is_nearly_utf8(content) else _OLD


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
