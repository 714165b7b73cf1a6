"""One file to the same file without people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reform_tui.anonymous.csv_copy import CsvCopy, csv_copy
from reform_tui.anonymous.encoded import decoded
from reform_tui.anonymous.json_copy import JsonCopy, json_copy
from reform_tui.anonymous.replacing import Replacements
from reform_tui.anonymous.tables import Plan, Reading, unknown_kept
from reform_tui.anonymous.treatments import Treatment
from reform_tui.anonymous.workbook_copy import WorkbookCopy, workbook_copy
from reform_tui.config.build import nearest
from reform_tui.errors import ConfigError, FeedError
from reform_tui.feeds.readers import JSON, WORKBOOK, format_of
from reform_tui.feeds.workbook_reader import OLE


@dataclass(frozen=True)
class Anonymous:
    """A file with nobody in it, and what was done to each column of each of its tables."""

    content: bytes
    columns: tuple[Treatment, ...]


def anonymised(where: str, content: bytes, reading: Reading, key: bytes) -> Anonymous:
    """Replace everybody in a file; ``FeedError`` when no reader takes it, ``ConfigError`` for an unknown column."""
    taken = _taken(where, content, reading)
    _no_unknown(taken.plans, reading.keep)
    replacements = Replacements(key)
    for plan in taken.plans:
        replacements.originals.add(plan.originals())
    familiar = frozenset[str]().union(*(plan.familiar() for plan in taken.plans))
    written = taken.written(replacements, familiar)
    return Anonymous(written, tuple(one for plan in taken.plans for _, one in sorted(plan.treatments.items())))


def _taken(where: str, content: bytes, reading: Reading) -> CsvCopy | JsonCopy | WorkbookCopy:
    kind = format_of(where, content)
    if kind == WORKBOOK:
        if content.startswith(OLE):
            raise FeedError(f"{where}: an old workbook can be read but not written; save it as xlsx and try again")
        return workbook_copy(where, content, reading)
    text, encoding = decoded(where, content, reading.feed.encoding)
    return (json_copy if kind == JSON else csv_copy)(where, text, encoding, reading)


def _no_unknown(plans: Sequence[Plan], keep: Sequence[str]) -> None:
    unknown = unknown_kept(plans, keep)
    if unknown:
        headings = [one.heading for plan in plans for one in plan.treatments.values() if one.heading]
        raise ConfigError([f"--keep: there is no column '{name}'{nearest(name, headings)}" for name in unknown])
