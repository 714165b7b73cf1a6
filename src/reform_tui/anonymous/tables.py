"""A table of text: who stands in it, and what each of its columns becomes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.anonymous.cells import Cells, replaced
from reform_tui.anonymous.replacing import Replacements
from reform_tui.anonymous.treatments import PEOPLE, TEXT, TYPED, Treatment, treatments_of
from reform_tui.config.types import Feed
from reform_tui.errors import FeedError
from reform_tui.feeds.cleaning import one_array
from reform_tui.feeds.guessing import likely_header
from reform_tui.feeds.header_rows import header_of, score
from reform_tui.feeds.headings import Header, loose
from reform_tui.feeds.masks import Mask, mask
from reform_tui.model.schema import BUILT_IN, Schema


@dataclass(frozen=True)
class Reading:
    """How headings are understood: by a feed, or by whichever vocabulary knows most of them."""

    feed: Feed
    schemas: tuple[Schema, ...] = tuple(BUILT_IN.values())
    keep: tuple[str, ...] = ()
    """Headings of columns that stay as they are, but for people found in them."""

    def header(self, where: str, table: pa.Table) -> tuple[Header, Schema]:
        """Return the header row; one that no vocabulary knows is the row that looks most like one."""
        best = max(self.schemas, key=lambda schema: score(table, self._as(schema), schema))
        try:
            return header_of(where, table, self._as(best), best), best
        except FeedError:
            row, cells = likely_header(table)
            return Header(row, cells, {}, cells), best

    def _as(self, schema: Schema) -> Feed:
        return replace(self.feed, schema=schema.name)


def any_headings(keep: Sequence[str] = ()) -> Reading:
    """Understand a file by the usual headings alone."""
    return Reading(Feed("anonymise", Path("anonymise"), "records", "."), keep=tuple(keep))


@dataclass(frozen=True)
class Plan:
    """One table with what is done to each column; ``table`` as readers give it: text, ``row`` and perhaps ``fault``."""

    table: pa.Table
    header: Header
    treatments: Mapping[int, Treatment]
    named: Mask
    """Rows of data that have an identity: the others are totals, signatures or faults."""

    def column(self, at: int) -> pa.Array:
        """The text of one column, every row of it."""
        return one_array(self.table[str(at)])

    @property
    def below(self) -> Mask:
        """Rows below the header."""
        return mask(pc.greater(self.table["row"], self.header.row))

    @property
    def broken(self) -> Mask:
        """Rows that could not be split."""
        if "fault" not in self.table.column_names:
            return np.zeros(self.table.num_rows, dtype=np.bool_)
        return self.below & mask(pc.is_valid(self.table["fault"]))

    def originals(self) -> Iterable[str]:
        """Everybody who must not come out."""
        for at, treatment in self.treatments.items():
            if treatment.kind == PEOPLE:
                found = _different(self.column(at).filter(pa.array(self.below & ~self.broken)))
                yield from (value for value in found if value.strip() not in self.header.cells)

    def familiar(self) -> frozenset[str]:
        """The values of columns that are kept."""
        kept = [at for at, treatment in self.treatments.items() if treatment.kind == TEXT]
        return frozenset(
            value.strip() for at in kept for value in _different(self.column(at).filter(pa.array(self.named)))
        )


def plan_of(where: str, table: pa.Table, reading: Reading) -> Plan:
    """Decide what is done to the columns of one table."""
    header, schema = reading.header(where, table)
    below = table.filter(pc.greater(table["row"], header.row))
    positions = [int(name) for name in table.column_names if name.isdigit()]
    values = {at: _different(one_array(below[str(at)])) for at in positions}
    treatments = treatments_of(header, schema, values, reading.keep)
    return Plan(table, header, treatments, _named(table, header, schema))


def unknown_kept(plans: Iterable[Plan], keep: Collection[str]) -> list[str]:
    """Return the columns that should be kept and that no table has."""
    known = {loose(name) for plan in plans for one in plan.treatments.values() for name in (one.heading, one.column)}
    return [name for name in keep if loose(name) not in known]


def _named(table: pa.Table, header: Header, schema: Schema) -> Mask:
    """Rows of data whose first key column holds something; all of them where no key column is there."""
    below = mask(pc.greater(table["row"], header.row))
    at = next((header.mapped[name] for name in schema.key if name in header.mapped), None)
    if at is None:
        return below
    filled = pc.greater(pc.binary_length(pc.utf8_trim_whitespace(one_array(table[str(at)]))), 0)
    return below & mask(filled)


def anonymous_columns(plan: Plan, replacements: Replacements, familiar: frozenset[str]) -> dict[int, pa.Array]:
    """Return every column with nobody in it, in the order and length of the table."""
    cells = Cells(replacements, familiar, frozenset(plan.header.cells))
    return {at: _column(plan, at, cells) for at in plan.treatments}


def _column(plan: Plan, at: int, cells: Cells) -> pa.Array:
    treatment, texts = plan.treatments[at], plan.column(at)
    below, broken = plan.below, plan.broken
    head = mask(pc.equal(plan.table["row"], plan.header.row))
    outside = below & ~plan.named & ~broken if treatment.kind in {TEXT, TYPED} else np.zeros_like(below)
    ways: list[tuple[Mask, Callable[[str], str], Treatment | None]] = [
        (~below & ~head, cells.title, None),
        (head, cells.replacements.scrubbed, None),
        (below & ~broken & ~outside, cells.of(treatment), treatment),
        (outside, cells.outside, None),
        (broken, cells.doubtful, None),
    ]
    for rows, way, counted in ways:
        if rows.any():
            texts = pc.replace_with_mask(texts, pa.array(rows), replaced(texts.filter(pa.array(rows)), way, counted))
    return texts


def _different(texts: pa.Array) -> list[str]:
    return [value for value in pc.unique(texts).to_pylist() if value]
