"""A large csv cut at row ends, so that workers read it side by side and none holds all of it."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reform_tui.config.types import Feed
from reform_tui.errors import FeedError
from reform_tui.feeds.header_rows import header_of
from reform_tui.feeds.readers import sheets_of
from reform_tui.model.schema import Schema

LARGE = 48 * 2**20
"""Bytes from which a file is cut."""
SIZE = 16 * 2**20
_HEAD = 64 * 2**10
_NEVER = (b"PK", b"\xd0\xcf", b"{", b"[", b"<", b"\xff\xfe", b"\xfe\xff")
"""First bytes of workbooks, JSON, web pages and UTF-16, which have no row ends to cut at."""


@dataclass(frozen=True)
class Piece:
    """Bytes ``start`` to ``stop`` of a file, to be read behind its first ``header_stop`` bytes."""

    header_stop: int
    header_rows: int
    start: int
    stop: int
    sure: bool = False
    """Whether its ends are known to lie outside quotations."""

    @property
    def first(self) -> bool:
        """Whether the file begins here."""
        return self.start <= self.header_stop

    def of(self, content: mmap.mmap | bytes) -> bytes:
        """The text of the piece, its header before it."""
        head = content[: self.header_stop]
        return head + content[max(self.start, self.header_stop) : self.stop]


def pieces_of(path: Path, feed: Feed, schema: Schema, *, quoted: bool = False) -> list[Piece]:
    """Where to cut a large csv; nothing for any other file, which is read whole.

    The cuts are line ends.  Where every piece then holds an even number of quotation marks, each is the end of a row;
    where one does not, ask again with ``quoted``, which counts through the file to find line ends outside quotations.
    """
    if path.stat().st_size < LARGE:
        return []
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found = _header(path.name, content[:_HEAD], feed, schema)
        if found is None:
            return []
        header_stop, header_rows = found
        cuts = list(_cuts(content, header_stop, quoted=quoted))
    ends = zip([header_stop, *cuts], cuts, strict=False)
    return [Piece(header_stop, header_rows, start, stop, sure=quoted) for start, stop in ends]


def _header(name: str, head: bytes, feed: Feed, schema: Schema) -> tuple[int, int] | None:
    """Bytes and rows through the header; ``None`` where it cannot be told simply."""
    head = head[: head.rfind(b"\n") + 1]
    if head.startswith(_NEVER) or b"\x00" in head:
        return None
    try:
        head.decode("utf-8")
        table = sheets_of(name, head, feed)[""]
        row = header_of(name, table, feed, schema).row
    except (UnicodeDecodeError, FeedError, KeyError):
        return None  # whoever reads it whole says what is wrong
    lines = head.split(b"\n")[:row]
    if any(line.count(b'"') % 2 for line in lines):
        return None  # a quoted title of several lines: rows are not lines here
    return sum(len(line) + 1 for line in lines), row


def _cuts(content: mmap.mmap, start: int, *, quoted: bool) -> Iterator[int]:
    """Ends of lines about ``SIZE`` bytes apart, then the end of the file."""
    while start + SIZE < len(content):
        stop = content.find(b"\n", start + SIZE) + 1
        odd = quoted and content[start:stop].count(b'"') % 2
        while stop and odd:
            following = content.find(b"\n", stop) + 1
            odd = (odd + content[stop:following].count(b'"')) % 2 if following else 0
            stop = following
        if not stop:
            break
        yield stop
        start = stop
    yield len(content)
