"""JSON lines and JSON arrays to a table of text; the names of the members are row 0.

Parsed by the standard library, object by object: pyarrow refuses a column that mixes text and numbers, and a whole
file for one bad line.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa

from reform_tui.errors import FeedError, FileIncompleteError
from reform_tui.feeds.encodings import to_utf8, with_broken
from reform_tui.feeds.reasons import NOT_JSON

Rows = list[tuple[int, dict[str, Any] | None]]


def read_json(where: str, content: bytes, *, encoding: str = "") -> dict[str, pa.Table]:
    """Read an array, an object that holds one, or an object a line; a line that is none has its reason in ``fault``."""
    encoded = to_utf8(where, content, encoding)
    text = encoded.decode("utf-8", "replace").strip("\ufeff")
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        rows = _lines(where, text, error)
    else:
        rows = [(number, _object(one)) for number, one in enumerate(_array(document), start=1)]
    if not any(one for _, one in rows):
        raise FeedError(f"{where}: the JSON holds no objects; a record is one object a line, or one of an array")
    return {"": with_broken(_table(rows), encoded)}


def _array(document: Any) -> list[Any]:
    """Return the records of a document: itself, or the first list of objects inside it."""
    if isinstance(document, list):
        return document
    inside = document.values() if isinstance(document, dict) else ()
    lists = (value for value in inside if isinstance(value, list) and value and isinstance(value[0], dict))
    return next(lists, [document])


def _lines(where: str, text: str, error: Exception) -> Rows:
    lines = text.split("\n")  # not splitlines: a string may hold U+2028
    rows = [(number, _parsed(line)) for number, line in enumerate(lines, start=1) if line.strip()]
    first, last = rows[0][1], rows[-1][1]
    if first is None or text.startswith("["):
        if text.rstrip().endswith(("]", "}")):
            raise FeedError(f"{where}: this is not JSON ({error}); export it again") from error
        raise FileIncompleteError(f"{where}: the JSON has no end, so the file has not arrived whole") from error
    if last is None and not text.endswith("\n"):
        raise FileIncompleteError(f"{where}: the last line has no end, so the file has not arrived whole") from error
    return rows


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        return _object(json.loads(line))
    except (json.JSONDecodeError, RecursionError):
        return None


def _object(value: Any) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None


def _table(rows: Rows) -> pa.Table:
    names = list(dict.fromkeys(name for _, one in rows for name in one or ()))
    columns = {str(at): _column(name, rows) for at, name in enumerate(names)}
    faults = pa.array([None, *(NOT_JSON if one is None else None for _, one in rows)], pa.string())
    numbers = pa.array(np.array([0, *(number for number, _ in rows)], dtype=np.int32))
    return pa.table({**columns, "row": numbers, "fault": faults})


def _column(name: str, rows: Rows) -> pa.Array:
    values = [(one or {}).get(name) for _, one in rows]
    try:
        cells = pa.array(values, pa.string())
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
        cells = pa.array([_text(value) for value in values], pa.string())
    return pa.concat_arrays([pa.array([_clean(name)], pa.string()), cells])


def _text(value: Any) -> str | None:
    """A cell as text: 912345678.0 as 912345678, an array or object as JSON."""
    if value is None or isinstance(value, str):
        return value if value is None else _clean(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)


def _clean(text: str) -> str:
    """Half a surrogate pair is no character: it becomes a question mark."""
    return text.encode("utf-8", "replace").decode()
