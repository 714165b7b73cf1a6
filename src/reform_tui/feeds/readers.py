"""Which reader takes a file: plugins first, then by its first bytes; its name is only a hint."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from traceback import extract_tb
from typing import Any

import pyarrow as pa

from reform_tui.config.types import Feed
from reform_tui.errors import FeedError, FileIncompleteError
from reform_tui.feeds.csv_reader import read_csv
from reform_tui.feeds.json_reader import read_json
from reform_tui.feeds.workbook_reader import OLE, ZIP, read_workbook
from reform_tui.sdk import Reader

WORKBOOK, JSON, CSV = "workbook", "json", "csv"
_HEAD = 4096
_FOREIGN = {b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"\x1f\x8b": "a gzip archive",
            b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive", b"GIF8": "a picture"}  # fmt: skip


def sheets_of(where: str, content: bytes, feed: Feed, readers: Sequence[Reader] = ()) -> Mapping[str, pa.Table]:
    """Read a file into sheet name to table of text; ``FeedError`` when no reader takes it as a whole."""
    if not content:
        raise FileIncompleteError(f"{where}: the file is empty, so it has not arrived yet")
    doubts: list[str] = []
    for reader in readers:
        if _recognised(where, content, reader, doubts):
            return _from_plugin(where, content, reader)
    try:
        return _built_in(where, content, feed)
    except FileIncompleteError:
        raise
    except FeedError as error:
        if doubts:
            raise FeedError("; ".join((str(error), *doubts))) from error
        raise


def reader_of(where: str, content: bytes, readers: Sequence[Reader]) -> str:
    """Return the name of the plugin's reader that would take a file; nothing for one that is read without plugins."""
    return next((reader.name for reader in readers if _recognised(where, content, reader, [])), "")


def _built_in(where: str, content: bytes, feed: Feed) -> Mapping[str, pa.Table]:
    kind = format_of(where, content)
    if kind == WORKBOOK:
        return read_workbook(where, content)
    if kind == JSON:
        return read_json(where, content, encoding=feed.encoding)
    return read_csv(where, content, encoding=feed.encoding, delimiter=feed.delimiter)


def _recognised(where: str, content: bytes, reader: Reader, doubts: list[str]) -> bool:
    """Ask one reader; one that cannot say is passed over, for it must not cost the files of every feed."""
    try:
        return bool(reader.recognise(content[:_HEAD], where))
    except Exception as error:  # noqa: BLE001 - a plugin's code may raise anything
        line = _line(error, reader.recognise)
        doubts.append(f"the reader '{reader.name}' could not say whether it is its own: {type(error).__name__}{line}")
        return False


def format_of(where: str, content: bytes) -> str:
    """Return ``WORKBOOK``, ``JSON`` or ``CSV`` by the first bytes; ``FeedError`` for what is no table at all."""
    if content.startswith((ZIP, OLE)):
        return WORKBOOK
    for magic, what in _FOREIGN.items():
        if content.startswith(magic):
            raise FeedError(f"{where}: this is {what}, not a table; export it as xlsx or csv")
    start = content[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"")
    if start.startswith(b"<"):
        raise FeedError(
            f"{where}: this is markup that no reader here takes; open it in an office program and save it as xlsx"
        )
    if start.startswith(b"{") or (start.startswith(b"[") and start[1:].lstrip().startswith((b"{", b"]"))):
        return JSON
    return CSV


def _from_plugin(where: str, content: bytes, reader: Reader) -> Mapping[str, pa.Table]:
    try:
        return {str(name): _checked(where, reader, table) for name, table in dict(reader.read(content, where)).items()}
    except FeedError:
        raise
    except Exception as error:  # a plugin's code may raise anything; one file must not stop the others
        what = f"raised {type(error).__name__}{_line(error, reader.read)}"  # never its words, which may quote a row
        raise FeedError(f"{where}: the reader '{reader.name}' {what}; mend its plugin") from error


def _line(error: BaseException, function: Callable[..., object]) -> str:
    """Say in which line of the function's own file something was raised, if it was there."""
    code = getattr(function, "__code__", None)
    own = [frame for frame in extract_tb(error.__traceback__) if code and frame.filename == code.co_filename]
    return f" at {PurePath(own[-1].filename).name} line {own[-1].lineno}" if own else ""


def _checked(where: str, reader: Reader, table: Any) -> pa.Table:
    """Return what a reader must give: columns of text by number, then ``row``, and ``fault`` where it has one."""
    columns = table.column_names if isinstance(table, pa.Table) else []
    texts = [name for name in columns if name.isdigit()]
    if not texts or "row" not in columns:
        found = (
            f"a table with {', '.join(columns) or 'no columns'}"
            if isinstance(table, pa.Table)
            else type(table).__name__
        )
        wanted = "a pyarrow Table with the columns 0, 1, … and row"
        raise FeedError(f"{where}: the reader '{reader.name}' gave {found}, not {wanted}; mend its plugin")
    types = {**dict.fromkeys(texts, pa.string()), "row": pa.int32()}
    if "fault" in columns:
        types["fault"] = pa.string()
    return table.select(list(types)).cast(pa.schema(types.items()))
