"""Which column of ours each heading is."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reform_tui.config.types import Feed
from reform_tui.feeds.vocabulary import headings_of
from reform_tui.language import mark
from reform_tui.model.schema import Schema
from reform_tui.model.text import fold, plain

JOINT = " / "
"""Between the levels of a heading: "Số hồ sơ đã giải quyết / Quá hạn"."""
_LONG, _MANY = 120, 200
"""Characters of a heading, and headings of a file, that the store keeps."""
_NOT_LETTERS = re.compile(r"[^0-9a-z]+")


FIGURES, NOTHING = mark("figures, as a row of data does"), mark("nothing")
"""What a sentence says of a row that it may not quote, and of an empty one."""
_FIGURES = re.compile(r"\d{4}")
"""A code, a day or a number: a row that has one is somebody's record, and no sentence may quote it."""


def as_told(cells: Sequence[str]) -> str:
    """Headings as a sentence quotes them; of a row that looks like data, only that it does."""
    if any(_FIGURES.search(cell) for cell in cells):
        return FIGURES
    return ", ".join(f"'{cell}'" for cell in cells if cell)[:300] or NOTHING


def wanted(feed: Feed, schema: Schema, column: str) -> str:
    """Return a column as a sentence asks for it: our name, and the heading that the feed states or that is usual."""
    known = feed.columns.get(column) or headings_of(schema, column)
    return f"{column} ('{known[0]}')" if known else column


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
    levels: tuple[tuple[str, ...], ...] = ()
    """The rows of headings as they stand, the last of them ``row``."""

    @property
    def headings(self) -> dict[str, str]:
        """Our column to the heading that it has here."""
        return {name: self.cells[at] for name, at in self.mapped.items()}

    @property
    def first(self) -> int:
        """The first of its rows."""
        return self.row - max(len(self.levels), 1) + 1


@dataclass(frozen=True)
class Known:
    """Column to headings: as the feed writes them, then loosely the usual ones and our own name."""

    stated: Mapping[str, tuple[str, ...]]
    usual: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, feed: Feed, schema: Schema) -> Known:
        """What a feed states, and for all other columns of the schema what is usual."""
        stated = {name: tuple(map(fold, theirs)) for name, theirs in feed.columns.items()}
        stated |= {name: tuple(map(fold, extra.source)) for name, extra in feed.extra.items()}
        free = [name for name in schema.names() if name not in stated]
        usual = {name: _spelt_loosely((name, *headings_of(schema, name))) for name in free}
        return cls(stated, usual)

    def header(self, row: int, levels: Sequence[Sequence[str]]) -> Header:
        """What the headings mean of rows that end at ``row``; of several levels a whole path or its last part."""
        wholes, cells = _spelt_out(levels)
        mapped = _match(self.stated, _positions(cells, fold) | _positions(wholes, fold))
        taken = set(mapped.values())  # a feed may use one heading twice; the usual ones take what is left
        spelt = _positions(cells, loose) | _positions(wholes, loose)
        mapped |= _match(self.usual, {heading: at for heading, at in spelt.items() if at not in taken})
        return Header(row, cells, mapped, _left_over(cells, mapped), tuple(map(tuple, levels)))


@cache
def _spelt_loosely(headings: tuple[str, ...]) -> tuple[str, ...]:
    """Our own name of a column and its usual headings, spelt once a process."""
    return tuple(map(loose, headings))


def _spelt_out(levels: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Each column's heading through all levels, and its last part alone where that can mean no other column."""
    paths = _paths(levels)
    wholes = tuple(JOINT.join(path) for path in paths)
    meant: dict[str, set[str]] = {path[-1]: set() for path in paths if path}
    for path, whole in zip(paths, wholes, strict=True):
        if path:
            meant[path[-1]].add(whole)
    short = (path[-1] if path and len(meant[path[-1]]) == 1 else "" for path in paths)
    return wholes, tuple(one or whole for one, whole in zip(short, wholes, strict=True))


def _paths(levels: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """What stands above each other in each column, a heading that spans several levels once.

    Where cells were not merged but left blank, one above a group belongs to the columns at its right too.
    """
    filled = [_carried(level, below) for level, below in itertools.pairwise(levels)]
    columns = zip(*filled, levels[-1], strict=True)
    return [tuple(text for text, _ in itertools.groupby(filter(None, column))) for column in columns]


def _carried(level: Sequence[str], below: Sequence[str]) -> list[str]:
    """A level whose blank cells, where something stands below, say what stands to their left."""
    carried: list[str] = []
    for text, under in zip(level, below, strict=True):
        carried.append(text or (carried[-1] if carried and under else ""))
    return carried


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
