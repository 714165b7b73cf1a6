"""Delimited text without people: the same delimiter, quotes, line ends, titles and faulty rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.anonymous.cells import BLANKED, Cells
from reform_tui.anonymous.encoded import encoded
from reform_tui.anonymous.replacing import Replacements
from reform_tui.anonymous.tables import Plan, Reading, anonymous_columns, plan_of
from reform_tui.feeds.cleaning import one_array
from reform_tui.feeds.csv_reader import Split, split_csv, table_of

_SNIFFED = 20


@dataclass(frozen=True)
class CsvCopy:
    """A csv file taken apart and planned."""

    split: Split
    plan: Plan
    encoding: str

    @property
    def plans(self) -> tuple[Plan, ...]:
        """Its one table."""
        return (self.plan,)

    def written(self, replacements: Replacements, familiar: frozenset[str]) -> bytes:
        """Return the file with nobody in it."""
        columns = anonymous_columns(self.plan, replacements, familiar)
        cells = Cells(replacements, familiar, frozenset(self.plan.header.cells))
        lines = _lines(columns, self.split)
        fields = _Fields(self.plan, self.split, cells)
        for place, line in fields.odd_lines():
            lines[place] = line
        end = b"\r\n" if b"\r\n" in self.split.text else b"\n"
        text = end.join(line.encode("utf-8", "surrogatepass") for line in lines)
        mark = b"\xef\xbb\xbf" if self.split.text.startswith(b"\xef\xbb\xbf") else b""
        last = end if self.split.text.endswith((b"\n", b"\r")) else b""
        return encoded(mark + text + last, self.encoding)


def csv_copy(where: str, text: bytes, encoding: str, reading: Reading) -> CsvCopy:
    """Take delimited text in UTF-8 apart; ``encoding`` is what it is written in again."""
    split = split_csv(where, text, delimiter=reading.feed.delimiter)
    return CsvCopy(split, plan_of(where, table_of(split).sort_by("row"), reading), encoding)


def _lines(columns: Mapping[int, pa.Array], split: Split) -> list[str]:
    """Every row as a line; those that could not be split are written over later."""
    quoted = _quotes_everything(split)
    cells = [_quoted(columns[at], split.delimiter, quoted) for at in range(split.width)]
    lines = pc.binary_join_element_wise(*cells, split.delimiter) if len(cells) > 1 else cells[0]
    found: list[str] = lines.to_pylist()
    return found


def _quoted(texts: pa.Array, delimiter: str, all_of_them: bool) -> pa.Array:  # noqa: FBT001 - passed on
    filled = pc.fill_null(texts, "")
    doubled = pc.replace_substring(filled, '"', '""')
    within = pc.binary_join_element_wise('"', doubled, '"', "")
    if all_of_them:
        return within
    return pc.if_else(pc.match_substring_regex(filled, f'["\\r\\n{_escaped(delimiter)}]'), within, filled)


def _escaped(delimiter: str) -> str:
    return "\\" + delimiter if delimiter in "|^-]\\" else delimiter


def _quotes_everything(split: Split) -> bool:
    """Whether the first lines put every field into quotes."""
    head = [line.strip() for line in split.text.decode("utf-8", "replace").lstrip("\ufeff").split("\n")[:_SNIFFED]]
    full = [line for line in head if line.count(split.delimiter) == split.width - 1]
    return bool(full) and all(all(f.startswith('"') for f in line.split(split.delimiter)) for line in full)


@dataclass(frozen=True)
class _Fields:
    """The rows that are no rows: with too many fields, too few, or a quote that is never closed."""

    plan: Plan
    split: Split
    cells: Cells

    def odd_lines(self) -> list[tuple[int, str]]:
        """Return the place of each in the table, and what is written there."""
        numbers = self.plan.table["row"].to_numpy()
        places = {number: int(np.searchsorted(numbers, number)) for number in (bad.number for bad in self.split.bad)}
        odd = [(places[bad.number], self._line(bad.text, bad.number)) for bad in self.split.bad]
        if self.split.has_open_quote and "fault" in self.plan.table.column_names:
            odd += self._swallower()
        return odd

    def _line(self, text: str, number: int) -> str:
        way = self.cells.title if number < self.plan.header.row else self.cells.doubtful
        return self.split.delimiter.join(_with_quotes(part, way(part.strip('"'))) for part in self._parts(text))

    def _parts(self, text: str) -> list[str]:
        """Return the fields of a line, with their quotes where these come in pairs."""
        if text.count('"') % 2:
            return text.split(self.split.delimiter)
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=self.split.delimiter))
        quoted = '"' in text
        return [f'"{part}"' if quoted else part for row in rows for part in row]

    def _swallower(self) -> list[tuple[int, str]]:
        """The last row, whose last field holds the rest of the file: as many lines, with nothing in them."""
        table, last = self.plan.table, self.plan.table.num_rows - 1
        texts = [one_array(table[str(at)])[last].as_py() or "" for at in range(self.split.width)]
        if "\n" not in texts[-1]:
            return []
        head = [self.cells.doubtful(text).replace('"', "") for text in texts[:-1]]
        rest = "\n".join([BLANKED] * (texts[-1].rstrip("\n").count("\n") + 1))
        return [(last, self.split.delimiter.join([*head, f'"{rest}']))]


def _with_quotes(before: str, after: str) -> str:
    """What replaces a field, in its quotes, closed or not."""
    plain = after.replace('"', "")
    return ('"' if before.startswith('"') else "") + plain + ('"' if len(before) > 1 and before.endswith('"') else "")
