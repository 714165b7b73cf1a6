"""Text as delivered to text as stored: one normal form, single spaces, nothing where it is blank."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_MARKS = (b"\xcc", b"\xcd")
"""First bytes in UTF-8 of combining marks: without them text is already composed."""
_ODD = (b"\t", b"\n", b"\x0b", b"\x0c", b"\r", b"\xc2", b"\xe2", b"\xe3", b"\xef")
"""First bytes of whatever is a space but not one blank: looking for one byte costs a millisecond a column."""
_TWO_BLANKS = 0x2020
_NOTHING = r"[\x{00AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2069}\x{FEFF}]+"
"""What takes no place: soft hyphens, joiners, marks of direction."""
_SPACE = r"[\s\p{Z}\v]+"
_FLOAT = (r"^(\d{6,})\.0$", r"\1")
ERROR_CELLS = {
    "NA": "#N/A", "Ref": "#REF!", "Value": "#VALUE!", "Div0": "#DIV/0!", "Name": "#NAME?", "Null": "#NULL!",
    "Num": "#NUM!", "GettingData": "#GETTING_DATA",
}  # fmt: skip
"""What the reader of workbooks calls an error of a formula, and how spreadsheets show it."""
_ERROR = rf"^\s*(?:{'|'.join(word.replace('?', '[?]') for word in ERROR_CELLS.values())}|#{{3,}})\s*$"
"""An error, or a cell that was too narrow for its number when it was saved as text."""


def one_array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return the column as a single array of strings."""
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return whole if whole.type == pa.string() else whole.cast(pa.string())


def clean(texts: pa.Array) -> pa.Array:
    """NFC, one space between words, none around; null for blanks and errors; a long number without a float's ".0"."""
    raw = _bytes(texts)
    if any(mark in raw for mark in _MARKS):
        texts = pc.utf8_normalize(texts, "NFC")
    if any(byte in raw for byte in _ODD) or _has_two_blanks(raw):
        texts = pc.replace_substring_regex(pc.replace_substring_regex(texts, _NOTHING, ""), _SPACE, " ")
    texts = pc.utf8_trim_whitespace(texts)
    if b".0" in raw:
        texts = pc.replace_substring_regex(texts, *_FLOAT)
    blank = pc.equal(pc.binary_length(texts), 0)
    if b"#" in raw:
        blank = pc.or_(blank, pc.match_substring_regex(texts, _ERROR))
    return pc.if_else(blank, pa.scalar(None, pa.string()), texts) if pc.any(blank).as_py() else texts


def errors_in(texts: pa.Array) -> pa.Array:
    """Return where a cell shows an error of the spreadsheet instead of a value (``bool``, null where it is null)."""
    return pc.match_substring_regex(texts, _ERROR)


def encode(texts: pa.Array) -> pa.DictionaryArray:
    """Return codes of the cleaned words, each word once, cleaning only what differs."""
    delivered = texts.dictionary_encode()
    words = clean(delivered.dictionary).dictionary_encode()
    codes = words.indices.take(delivered.indices)
    return pa.DictionaryArray.from_arrays(codes, words.dictionary)


def _bytes(texts: pa.Array) -> bytes:
    buffer = texts.buffers()[2]
    return buffer.to_pybytes() if buffer is not None else b""


def _has_two_blanks(raw: bytes) -> bool:
    """Whether two blanks follow each other, seen as pairs of bytes from the first and from the second on."""
    pairs = (np.frombuffer(raw, np.uint16, (len(raw) - start) // 2, start) for start in (0, 1) if len(raw) > start)
    return any(bool((pair == _TWO_BLANKS).any()) for pair in pairs)
