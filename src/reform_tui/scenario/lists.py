"""Lists beside the records, put together from the parts that a scenario gives: plans, catalogues, equipment."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import pyarrow as pa

from reform_tui.config.scenario import Listing, Part, Scenario
from reform_tui.errors import ReformError
from reform_tui.scenario.arrays import Rng
from reform_tui.shipped import shipped


def list_table(spec: Scenario, listing: Listing, rng: Rng) -> pa.Table:
    """Return a list as text under its headings; empty where a part does not speak of one.

    ``ReformError`` where the totals of a part do not add up to its lines, or the file to copy is not there.
    """
    if listing.copy:
        return _copied(shipped("sample_feeds") / listing.copy, listing.only)
    parts = [_part(spec, listing, part, rng) for part in listing.part]
    headings = dict.fromkeys(heading for part in parts for heading in part)
    whole = {heading: list(chain.from_iterable(_column(part, heading) for part in parts)) for heading in headings}
    return pa.table({heading: pa.array(column, pa.string()) for heading, column in whole.items()})


def _copied(path: Path, only: str) -> pa.Table:
    try:
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    except OSError as error:
        raise ReformError(f"{path}: cannot be copied into the scenario ({error.strerror})") from error
    headings, rows = lines[0], [line for line in lines[1:] if line[0].startswith(only)]
    return pa.table({heading: pa.array([row[n] for row in rows]) for n, heading in enumerate(headings)})


def _column(part: Mapping[str, list[str]], heading: str) -> list[str]:
    return part.get(heading) or [""] * len(next(iter(part.values())))


def _part(spec: Scenario, listing: Listing, part: Part, rng: Rng) -> dict[str, list[str]]:
    lines = list(_lines(spec, part))
    told = {heading: [text.format_map(line) for line in lines] for heading, text in part.columns.items()}
    spread = {heading: _spread(totals, rng) for heading, totals in part.totals.items()}
    for heading, words in spread.items():
        if len(words) != len(lines):
            raise ReformError(
                f"The scenario's feed '{listing.name}' has {len(lines)} lines, "
                f"but '{heading}' adds up to {len(words)}; make them equal."
            )
    return told | spread


def _lines(spec: Scenario, part: Part) -> Iterator[Mapping[str, str]]:
    """Yield for each line what its columns may name."""
    units = [unit.code for unit in spec.units if unit.level == part.units] or [spec.province]
    count = part.rows or len(units)
    for n in range(count):
        yield {"n": f"{part.first + n:06}", "unit": units[n % len(units)], "province": spec.province}


def _spread(totals: Mapping[str, int], rng: Rng) -> list[str]:
    words = [word for word, count in totals.items() for _ in range(count)]
    return [words[n] for n in rng.permutation(len(words))]
