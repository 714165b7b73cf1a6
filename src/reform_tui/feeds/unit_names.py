"""Units that a file names as people do, in either tone-mark style: looked up in the table that an inspector keeps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reform_tui.feeds.identity import UNIT_COLUMNS
from reform_tui.feeds.masks import mask
from reform_tui.feeds.remarks import AMBIGUOUS_UNIT, NAMED_CODES, UNKNOWN_UNIT, Remark
from reform_tui.model.unit_name import unit_code, unit_key

NAME = "unit_name"
Known = Mapping[str, frozenset[str]]
"""What a name or a code is spelt by (see ``unit_key``) to the units that it may mean."""


@dataclass(frozen=True)
class UnitNames:
    """Who a name means, and from when to when: (key, unit, since, until), times in ISO 8601 or empty."""

    entries: tuple[tuple[str, str, str, str], ...] = ()

    def at(self, moment: datetime) -> dict[str, frozenset[str]]:
        """Return which units each name may mean at a moment."""
        known: dict[str, set[str]] = {}
        for key, unit, since, until in self.entries:
            begun = not since or datetime.fromisoformat(since) <= moment
            if begun and not (until and datetime.fromisoformat(until) <= moment):
                known.setdefault(key, set()).add(unit)
        return {key: frozenset(units) for key, units in known.items()}


NOBODY = UnitNames()
"""Where no table of units is kept."""


def names_in(path: str) -> UnitNames:
    """Return what was laid out for workers; nothing where it is not there."""
    file = Path(path)
    return _names_in(path, file.stat().st_mtime_ns) if path and file.exists() else NOBODY


@lru_cache(maxsize=4)
def _names_in(path: str, changed: int) -> UnitNames:
    del changed  # another file under the same name
    return UnitNames(tuple(tuple(entry) for entry in json.loads(Path(path).read_text("utf-8"))))


def with_codes(cells: Mapping[str, pa.Array], known: Known) -> dict[str, pa.Array]:
    """Return the cells with each unit under the code that its name, or its older code, means; others stay."""
    if not known:
        return dict(cells)
    return {name: _coded(cell, known) if name in UNIT_COLUMNS else cell for name, cell in cells.items()}


def named_alone(cells: Mapping[str, pa.Array], in_code: pa.Array, known: Known) -> dict[str, pa.Array]:
    """Return the cells with a ``unit`` for rows that name theirs in words alone, where the words mean one unit."""
    if not known or NAME not in cells or set(UNIT_COLUMNS) & set(cells):
        return dict(cells)
    words = cells[NAME].dictionary.to_pylist()
    meant = pa.array([_meant(word, known) for word in words], pa.string()).take(cells[NAME].indices)
    return {**cells, "unit": _encoded(pc.coalesce(in_code, meant))}


def remarks_on_units(rows: pa.Table, known: Known) -> Iterator[Remark]:
    """Yield each name that means several units, or none, with its rows; nothing where there is no table of units."""
    for name in (name for name in UNIT_COLUMNS if known and name in rows.column_names):
        words = rows.column(name).cast(pa.string()).combine_chunks()
        doubtful = {word: kind for word in words.unique().drop_null().to_pylist() if (kind := _doubt(word, known))}
        for word, kind in list(doubtful.items())[:NAMED_CODES]:
            found = pa.array(np.flatnonzero(mask(pc.equal(words, word))))
            yield Remark.of(kind, rows.column("_row").take(found).to_pylist(), subject=word)


def _doubt(word: str, known: Known) -> str:
    """Return what is told of a name; nothing of a code and of what stands in the table."""
    if unit_code(word) or any(word in units for units in known.values()):
        return ""
    units = known.get(unit_key(word), frozenset())
    return "" if len(units) == 1 else AMBIGUOUS_UNIT if units else UNKNOWN_UNIT


def _coded(cell: pa.DictionaryArray, known: Known) -> pa.DictionaryArray:
    words = cell.dictionary.to_pylist()
    meant = [_meant(word, known) or word for word in words]
    return cell if meant == words else _encoded(pa.array(meant, pa.string()).take(cell.indices))


def _encoded(words: pa.Array) -> pa.DictionaryArray:
    encoded = words.dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.cast(pa.int32()), encoded.dictionary)


def _meant(word: str, known: Known) -> str | None:
    units = known.get(unit_key(word), frozenset())
    return next(iter(units)) if len(units) == 1 else None


def laid_out(path: Path, entries: Iterable[tuple[str, str, str, str]]) -> None:
    """Write entries where workers find them; whoever reads finds the old file or the new one, whole."""
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps(list(entries), ensure_ascii=False), "utf-8")
    aside.replace(path)
