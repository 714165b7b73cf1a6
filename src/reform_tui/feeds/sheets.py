"""Which sheet of a workbook, or table of a page, a feed reads."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from reform_tui.config.types import Feed
from reform_tui.errors import FeedError
from reform_tui.feeds.header_rows import header_of, score
from reform_tui.feeds.identity import lacking
from reform_tui.feeds.sifting import data_rows
from reform_tui.language import mark
from reform_tui.model.schema import Schema

_SEVERAL = mark(
    "{where}: the sheets {sheets} all hold rows of {schema}, and a feed reads one; name it as 'sheet' in {feed}, or"
    " save each as a file of its own"
)


def chosen_sheet(where: str, sheets: Mapping[str, pa.Table], feed: Feed, schema: Schema) -> str:
    """Return the sheet that the feed names, else the one that holds rows; ``FeedError`` where several do.

    Where none does, the sheet with most of our headings is the one that is told about.
    """
    if feed.sheet and feed.sheet in sheets:
        return feed.sheet
    if feed.sheet and set(sheets) != {""}:
        raise FeedError(f"{where}: there is no sheet '{feed.sheet}', only {', '.join(map(repr, sheets))}")
    if not sheets:
        raise FeedError(f"{where}: the workbook has no sheet; export it again")
    holding = [name for name in sheets if len(sheets) > 1 and _holds_rows(where, sheets[name], feed, schema)]
    if len(holding) > 1:
        told = ", ".join(map(repr, holding))
        raise FeedError(_SEVERAL, where=where, sheets=told, schema=schema.name, feed=feed.path.name)
    return next(iter(holding), "") or max(sheets, key=lambda name: score(sheets[name], feed, schema))


def _holds_rows(where: str, table: pa.Table, feed: Feed, schema: Schema) -> bool:
    """Whether rows stand below a header that says which row is which."""
    try:
        header = header_of(where, table, feed, schema)
    except FeedError:
        return False
    return not lacking(schema, {*header.mapped, *feed.constants}) and len(data_rows(table, header, schema)[0]) > 0
