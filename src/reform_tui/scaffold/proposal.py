"""A mapping proposed from a real file: which heading is which column, how sure, and what is left over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from reform_tui.anonymous.looks import is_record_code
from reform_tui.config.types import Feed
from reform_tui.errors import FeedError
from reform_tui.feeds.guessing import likely_header
from reform_tui.feeds.header_rows import header_of, score
from reform_tui.feeds.headings import Header
from reform_tui.feeds.readers import sheets_of
from reform_tui.feeds.words import CLOSED, spelling, spelt
from reform_tui.model.schema import Schema
from reform_tui.scaffold.guesses import Guess, guesses
from reform_tui.scaffold.seen import Seen, columns_seen
from reform_tui.scaffold.words import WORD, same_word
from reform_tui.sdk import Reader

_UNITS = ("unit", "handling_unit", "receiving_unit")


@dataclass(frozen=True)
class Word:
    """A word of a closed list that nobody knows: what it could be, and how sure that is."""

    column: str
    theirs: str
    ours: str
    sure: bool


@dataclass(frozen=True)
class Proposal:
    """All that a new feed says of one file."""

    schema: Schema
    sheet: str
    """Named only where the workbook has several."""
    table: pa.Table
    header: Header
    seen: Mapping[int, Seen]
    guessed: tuple[Guess, ...]
    words: tuple[Word, ...]

    @property
    def columns(self) -> dict[str, int]:
        """Our column to the position of theirs, known ones and guesses."""
        return {**self.header.mapped, **{guess.column: guess.at for guess in self.guessed}}

    @property
    def has_key(self) -> bool:
        """Whether the file holds what names a row of this kind."""
        return self.schema.key != () and self.columns.keys() >= set(self.schema.key)

    @property
    def left(self) -> list[Seen]:
        """Columns that became none of ours."""
        return [one for at, one in self.seen.items() if at not in self.columns.values()]

    @property
    def names_unit(self) -> bool:
        """Whether a row says who answers for it, in a column or in its code."""
        if set(_UNITS) & self.columns.keys():
            return True
        at = self.columns.get("record_id")
        codes = self.seen[at].values if at is not None else ()
        return bool(codes) and sum(map(is_record_code, codes)) * 2 > len(codes)


def proposal_for(where: str, content: bytes, schemas: Sequence[Schema], readers: Sequence[Reader] = ()) -> Proposal:
    """Look at a file with the feeds' readers; ``FeedError`` when none takes it or it has no headings."""
    any_feed = Feed("new", Path("new"), schemas[0].name, ".")
    sheets = sheets_of(where, content, any_feed, readers)
    score_of = {
        (name, schema.name): score(table, replace(any_feed, schema=schema.name), schema)
        for name, table in sheets.items()
        for schema in schemas
    }
    if not score_of:
        raise FeedError(f"{where}: the workbook has no sheet; export it again")
    sheet, _ = max(score_of, key=lambda pair: (score_of[pair], sheets[pair[0]].num_rows))
    stated = sheet if len(sheets) > 1 else ""
    every = [_proposed(where, sheets[sheet], stated, schema, any_feed) for schema in schemas]
    return max(every, key=lambda one: (one.has_key, len(one.columns), score_of[sheet, one.schema.name]))


def _proposed(where: str, table: pa.Table, sheet: str, schema: Schema, any_feed: Feed) -> Proposal:
    """What a feed of this kind of row would say of the file."""
    header = _header(where, table, replace(any_feed, schema=schema.name), schema)
    seen = columns_seen(table, header)
    guessed = tuple(guesses(seen, schema, header.mapped))
    columns = {**header.mapped, **{guess.column: guess.at for guess in guessed}}
    return Proposal(schema, sheet, table, header, seen, guessed, _words(schema, columns, seen))


def _header(where: str, table: pa.Table, feed: Feed, schema: Schema) -> Header:
    try:
        return header_of(where, table, feed, schema)
    except FeedError:
        row, cells = likely_header(table)
        if not any(cells):
            raise FeedError(f"{where}: no row looks like headings; put them into one row above the data") from None
        return Header(row, cells, {}, tuple(cells))


def _words(schema: Schema, columns: Mapping[str, int], seen: Mapping[int, Seen]) -> tuple[Word, ...]:
    """The words of closed lists that no vocabulary knows, each with the nearest of ours."""
    found = []
    for name, at in columns.items():
        column = schema.by_name[name]
        known = {**CLOSED.get(name, {}), **spelt(column.words)}
        for word in seen[at].values if column.values else ():
            if word not in column.values and spelling(word) not in known:
                ours, alike = same_word(word, column)
                found.append(Word(name, word, ours, alike >= WORD))
    return tuple(found)
