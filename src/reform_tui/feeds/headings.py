"""Which row is the header, and which column of ours each heading is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.config.types import Feed
from reform_tui.errors import FeedError
from reform_tui.feeds.vocabulary import usual_headings
from reform_tui.model.schema import Schema
from reform_tui.model.text import fold, plain

SEARCHED_ROWS = 15
_ENOUGH = 2
_LONG, _MANY = 120, 200
"""Characters of a heading, and headings of a file, that the store keeps."""
_NOT_LETTERS = re.compile(r"[^0-9a-z]+")


_FIGURES = re.compile(r"\d{4}")
"""A code, a day or a number: a row that has one is somebody's record, and no sentence may quote it."""


def as_told(cells: Sequence[str]) -> str:
    """Headings as a sentence quotes them; of a row that looks like data, only that it does."""
    if any(_FIGURES.search(cell) for cell in cells):
        return "figures, as a row of data does"
    return ", ".join(f"'{cell}'" for cell in cells if cell)[:300] or "nothing"


def kept(cells: Iterable[str]) -> tuple[str, ...]:
    """Headings as the store may keep them: shortened, and without what looks like a cell of somebody's record."""
    return tuple(cell[:_LONG] for cell in cells if not _FIGURES.search(cell))[:_MANY]


def loose(heading: str) -> str:
    """One spelling of the usual headings: no marks, spaces, case or punctuation, so "Mã hồ sơ" is "MaHoSo"."""
    return _NOT_LETTERS.sub("", plain(fold(heading)))


@dataclass(frozen=True)
class Header:
    """A header row and what its headings mean."""

    row: int
    cells: tuple[str, ...]
    """Heading of each column of the file, trimmed; empty where there is none."""
    mapped: Mapping[str, int]
    """Our column to the position of theirs, in the order of the schema."""
    unmapped: tuple[str, ...]
    """Headings that became no column; one that stands twice says so."""

    @property
    def headings(self) -> dict[str, str]:
        """Our column to the heading that it has here."""
        return {name: self.cells[at] for name, at in self.mapped.items()}


def header_of(where: str, table: pa.Table, feed: Feed, schema: Schema) -> Header:
    """Find the header in a table of text; ``FeedError`` when no row is one."""
    rows = first_rows(table, feed.header or SEARCHED_ROWS)
    if 0 in rows:  # a reader that knows its header, such as JSON's, gives it as row 0
        rows = {0: rows[0]}
    elif feed.header:
        rows = {number: cells for number, cells in rows.items() if number == feed.header}
    known = _Known.of(feed, schema)
    found = [known.header(number, cells) for number, cells in rows.items()]
    best = max(found, key=lambda header: len(header.mapped), default=None)
    if best is None or len(best.mapped) < _needed(best):
        raise FeedError(_no_header(where, feed, schema, rows))
    return best


def score(table: pa.Table, feed: Feed, schema: Schema) -> int:
    """How many of our columns the best header row of a table has."""
    known = _Known.of(feed, schema)
    rows = first_rows(table, feed.header or SEARCHED_ROWS)
    return max((len(known.header(number, cells).mapped) for number, cells in rows.items()), default=0)


@dataclass(frozen=True)
class _Known:
    """Column to headings: as the feed writes them, then loosely the usual ones and our own name."""

    stated: Mapping[str, tuple[str, ...]]
    usual: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, feed: Feed, schema: Schema) -> _Known:
        stated = {name: tuple(map(fold, theirs)) for name, theirs in feed.columns.items()}
        stated |= {name: tuple(map(fold, extra.source)) for name, extra in feed.extra.items()}
        usual = {name: _spelt_loosely(schema.name, name) for name in schema.names() if name not in stated}
        return cls(stated, usual)

    def header(self, row: int, cells: Sequence[str]) -> Header:
        mapped = _match(self.stated, _positions(cells, fold))
        taken = set(mapped.values())  # a feed may use one heading twice; the usual ones take what is left
        free = {spelt: at for spelt, at in _positions(cells, loose).items() if at not in taken}
        mapped |= _match(self.usual, free)
        return Header(row, tuple(cells), mapped, _left_over(cells, mapped))


@cache
def _spelt_loosely(schema: str, column: str) -> tuple[str, ...]:
    """Our own name of a column and its usual headings, spelt once a process."""
    return (loose(column), *map(loose, usual_headings(schema, column)))


def _match(known: Mapping[str, tuple[str, ...]], positions: Mapping[str, int]) -> dict[str, int]:
    found = {name: next((positions[h] for h in theirs if h in positions), None) for name, theirs in known.items()}
    return {name: at for name, at in found.items() if at is not None}


def _positions(cells: Sequence[str], spelling: Callable[[str], str]) -> dict[str, int]:
    """Spelt heading to its first column."""
    spelt = [spelling(cell) for cell in cells]
    return {heading: at for at, heading in reversed(list(enumerate(spelt))) if heading}


def _left_over(cells: Sequence[str], mapped: Mapping[str, int]) -> tuple[str, ...]:
    taken = {fold(cells[at]) for at in mapped.values()}
    left = [cell for at, cell in enumerate(cells) if cell and at not in mapped.values()]
    return tuple(f"{cell} (again)" if fold(cell) in taken else cell for cell in left)


def first_rows(table: pa.Table, last: int = SEARCHED_ROWS) -> dict[int, tuple[str, ...]]:
    """Return the first rows by number, each cell trimmed, without the colon or star behind it."""
    head = table.filter(pc.less_equal(table["row"], last)).sort_by("row")
    names = [name for name in head.column_names if name.isdigit()]
    columns = [head[name].to_pylist() for name in names]
    texts = zip(*columns, strict=True) if columns else ()
    return {
        number: tuple(" ".join((text or "").split()).rstrip(":*") for text in cells)
        for number, cells in zip(head["row"].to_pylist(), texts, strict=False)
    }


def _needed(header: Header) -> int:
    """Two known headings make a header; one does where the row holds hardly anything else, or is surely one."""
    return 1 if header.row == 0 else min(_ENOUGH, max(1, sum(map(bool, header.cells)) - 1))


def _no_header(where: str, feed: Feed, schema: Schema, rows: Mapping[int, Sequence[str]]) -> str:
    fullest = max(rows.values(), key=lambda cells: sum(map(bool, cells)), default=())
    place = f"row {feed.header}" if feed.header else f"the first {SEARCHED_ROWS} rows"
    return (
        f"{where}: {place} held no headings of {schema.name}; the fullest row says {as_told(fullest)}. "
        f"Name its headings under [columns] in {feed.path.name}, or the row as 'header'."
    )
