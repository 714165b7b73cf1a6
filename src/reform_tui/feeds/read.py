"""A file's bytes to a batch: the only way in, for every format and every schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import PurePath
from zoneinfo import ZoneInfo

import pyarrow as pa

from reform_tui.config.types import Feed
from reform_tui.errors import FeedError, FileIncompleteError
from reform_tui.feeds import headings, reasons
from reform_tui.feeds.batch import Batch, ExportTime
from reform_tui.feeds.encodings import refuse_old_fonts
from reform_tui.feeds.exchanged_days import ExchangedDays, exchanged_days, refuse_exchanged
from reform_tui.feeds.export_time import export_time
from reform_tui.feeds.header_rows import header_of
from reform_tui.feeds.headings import Header
from reform_tui.feeds.identity import UNIT_COLUMNS, Identity, identify, lacking
from reform_tui.feeds.lost_cells import lost_cells
from reform_tui.feeds.readers import sheets_of
from reform_tui.feeds.rejecting import Rejections
from reform_tui.feeds.remarkable import lost_in, remarks_on
from reform_tui.feeds.remarks import Remark
from reform_tui.feeds.sheets import chosen_sheet
from reform_tui.feeds.sifting import cells_above, data_rows
from reform_tui.feeds.typed_columns import constant_columns, typed_columns
from reform_tui.feeds.unit_names import NOBODY, Known, UnitNames, named_alone, remarks_on_units, with_codes
from reform_tui.language import mark
from reform_tui.model.schema import Schema
from reform_tui.sdk import Reader
from reform_tui.times import zone_of

_NO_KEY = mark(
    "{where}: row {row} has no heading for {wanted}, without which rows cannot be told apart; it says {said}. If this"
    " is the right folder, name the heading under [columns] in {feed}, or under [constants] what all rows share"
)

__all__ = ["FeedError", "FileIncompleteError", "read_file", "read_piece", "read_sheet"]


def read_file(  # noqa: PLR0913 - keywords
    name: str,
    content: bytes,
    feed: Feed,
    schema: Schema,
    *,
    zone: str,
    first_seen: datetime,
    readers: Sequence[Reader] = (),
    units: UnitNames = NOBODY,
) -> Batch:
    """Read one file under one mapping; every row of data ends as accepted or rejected.

    ``name`` may be a path, its last part is searched for an export time; ``zone`` is the project's, the feed's own
    comes first; ``first_seen`` is the export time where nothing better is found.  ``FileIncompleteError`` when the file
    has no end yet, ``FeedError`` when it cannot be read as a whole.  ``units`` says which unit a name means.
    """
    batch = read_piece(name, content, feed, schema, zone=zone, first_seen=first_seen, readers=readers, units=units)
    refuse_exchanged(name, batch.days)
    return batch


def read_piece(  # noqa: PLR0913 - keywords
    name: str,
    content: bytes,
    feed: Feed,
    schema: Schema,
    *,
    zone: str,
    first_seen: datetime,
    readers: Sequence[Reader] = (),
    units: UnitNames = NOBODY,
) -> Batch:
    """Read a piece of a large file as ``read_file`` does, but for what only the whole can tell."""
    local = zone_of(feed.time.zone or zone)
    sheets = sheets_of(name, content, feed, readers)
    sheet = chosen_sheet(name, sheets, feed, schema)
    refuse_old_fonts(name, sheets[sheet])
    exported_at = partial(_exported, PurePath(name).name, feed, local, first_seen)
    read = read_sheet(name, sheets[sheet], feed, schema, local, lambda title: units.at(exported_at(title).at))
    exported = exported_at(read.title)
    return Batch(
        schema=schema.name,
        sheet=sheet,
        rows=read.rows,
        rejected=read.rejected,
        columns=read.columns,
        exported=exported,
        set_aside=read.set_aside,
        remarks=read.remarks,
        days=read.days,
        headings=read.header.headings,
        unmapped=read.header.unmapped,
        unknown=read.unknown,
    )


@dataclass(frozen=True)
class Sheet:
    """What one sheet held."""

    header: Header
    title: tuple[str, ...]
    """Cells above the header."""
    rows: pa.Table
    rejected: pa.Table
    columns: tuple[str, ...]
    set_aside: int
    unknown: tuple[tuple[str, str, int], ...]
    remarks: tuple[Remark, ...]
    days: ExchangedDays


def _exported(name: str, feed: Feed, zone: ZoneInfo, first_seen: datetime, title: tuple[str, ...]) -> ExportTime:
    return export_time(name, title, feed, zone, first_seen)


def _nobody(title: tuple[str, ...]) -> Known:
    del title
    return {}


def read_sheet(
    where: str,
    table: pa.Table,
    feed: Feed,
    schema: Schema,
    zone: ZoneInfo,
    units: Callable[[tuple[str, ...]], Known] = _nobody,
) -> Sheet:
    """Interpret one table of text (see ``sdk.Reader``) under a feed's mapping.

    ``units`` says of the cells above the header, where an export time may stand, which units names mean.
    """
    header = header_of(where, table, feed, schema)
    data, set_aside = data_rows(table, header, schema)
    rejections = Rejections(data["row"])
    for reason in (reasons.UNCLOSED_QUOTE, reasons.WRONG_FIELD_COUNT, reasons.NOT_JSON):
        rejections.add(data.fault(reason), reason)
    cells, unknown, failures = typed_columns(data, header, feed, schema, zone)
    cells |= constant_columns(feed, schema, zone, missing_from=cells, rows=len(data))
    _require_identity(where, cells, header, feed, schema)
    title = cells_above(table, header)
    known = {} if schema.reference else units(title)
    cells, identity = _identified(with_codes(cells, known), known, schema, len(data))
    for column, blank in identity.nameless.items():
        rejections.add(blank, reasons.NO_IDENTITY, column)
    rejections.add(identity.homeless, reasons.NO_UNIT, "unit")
    broken = data.broken
    if broken is not None:
        rejections.add(lost_in([identity.key, identity.home]), reasons.BROKEN_CODE)
    for column, bad, reason in failures:
        rejections.add(bad, reason, column)
    cells = _in_order(with_codes(_with_unit(cells, identity, schema), known), schema)
    rows = pa.table({**cells, "_key": identity.key, "_home": identity.home, "_row": data["row"]})
    good = rejections.good
    if not good.all():
        rows = _without_lost_words(rows.filter(pa.array(good)))
    days = exchanged_days(rows, zone)
    told = remarks_on(rows, identity.in_code.filter(pa.array(good)), None if broken is None else broken[good])
    lost = lost_cells(data, header, schema)
    remarks = (*told, *lost, *remarks_on_units(rows, known), *days.remarks())
    return Sheet(header, title, rows, rejections.table(), tuple(cells), set_aside, unknown, remarks, days)


def _identified(
    cells: dict[str, pa.Array], known: Known, schema: Schema, rows: int
) -> tuple[dict[str, pa.Array], Identity]:
    """Return the cells, with units that were named in words alone, and which record each row is."""
    identity = identify(cells, schema, rows)
    named = named_alone(cells, identity.in_code, known)
    return (cells, identity) if named.keys() == cells.keys() else (named, identify(named, schema, rows))


def _without_lost_words(rows: pa.Table) -> pa.Table:
    """The same rows, their dictionaries without what only rejected rows said: that may be anybody's name."""
    for at, field in enumerate(rows.schema):
        if pa.types.is_dictionary(field.type):
            words = rows.column(at).cast(field.type.value_type).combine_chunks().dictionary_encode()
            rows = rows.set_column(at, field, words.cast(field.type))
    return rows


def _require_identity(where: str, cells: Mapping[str, pa.Array], header: Header, feed: Feed, schema: Schema) -> None:
    lacks = lacking(schema, cells, spelt_out=header.row > 0)
    if lacks:
        wanted = " / ".join(headings.wanted(feed, schema, name) for name in lacks)
        said = headings.as_told(header.cells)
        raise FeedError(_NO_KEY, where=where, row=header.row, wanted=wanted, said=said, feed=feed.path.name)


def _with_unit(cells: dict[str, pa.Array], identity: Identity, schema: Schema) -> dict[str, pa.Array]:
    """Where a file names no unit at all, the one inside the codes is said to be it."""
    known = "unit" in schema.by_name and not schema.reference
    if not known or set(UNIT_COLUMNS) & set(cells) or identity.in_code.null_count == len(identity.in_code):
        return cells
    encoded = identity.in_code.dictionary_encode()
    return {**cells, "unit": pa.DictionaryArray.from_arrays(encoded.indices.cast(pa.int32()), encoded.dictionary)}


def _in_order(cells: Mapping[str, pa.Array], schema: Schema) -> dict[str, pa.Array]:
    names = [*schema.names(), *(name for name in cells if name not in schema.by_name)]
    return {name: cells[name] for name in names if name in cells}
