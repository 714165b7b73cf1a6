"""The arithmetic behind ``sdk.judge`` and ``sdk.tally``: whole columns, grouped once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from reform_tui.errors import PluginError
from reform_tui.identities import is_person, masked_person
from reform_tui.model.finding import Fact, Finding, Judgement
from reform_tui.protocols import Joined

SEPARATOR = " · "
MISSING = "—"
MEASURES = ("sum", "max", "min", "nunique")

Facts = Mapping[str, tuple[str, pd.Series]]

_TALLIED: ContextVar[list[pd.DataFrame] | None] = ContextVar("tallied", default=None)


@contextmanager
def keeping_tallied(*, wanted: bool = True) -> Iterator[list[pd.DataFrame]]:
    """Keep the rows that ``tally`` counts meanwhile: ``unit``, ``key`` and ``counted`` (``bool``), one frame a call.

    Rows that have no key leave none, nor does anything that is not ``wanted``.
    """
    tallied: list[pd.DataFrame] = []
    token = _TALLIED.set(tallied if wanted else None)
    try:
        yield tallied
    finally:
        _TALLIED.reset(token)


def judge_rows(
    rows: pd.DataFrame | Joined,
    by: Sequence[str],
    where: pd.Series,
    template: str,
    unreadable: Mapping[str, pd.Series],
    facts: Facts,
) -> Judgement:
    """Return what ``sdk.judge`` promises."""
    _expect_unit_first(by)
    frame, reasons = _reasoned(rows, unreadable)
    reason = _first_reason(frame, reasons)
    judgeable = reason < 0
    found = judgeable & _truth(frame, where, "where")
    findings = _findings(_grouped(frame, by, judgeable, found), template, facts) if found.any() else ()
    return Judgement(findings) + _counted(rows, frame, reason, tuple(reasons))


def judged_rows(rows: pd.DataFrame | Joined, unreadable: Mapping[str, pd.Series]) -> Judgement:
    """Return what ``sdk.judged`` promises."""
    frame, reasons = _reasoned(rows, unreadable)
    return _counted(rows, frame, _first_reason(frame, reasons), tuple(reasons))


def _reasoned(
    rows: pd.DataFrame | Joined, unreadable: Mapping[str, pd.Series]
) -> tuple[pd.DataFrame, Mapping[str, pd.Series]]:
    """Return the rows to judge, and why some of them cannot be; of joined ones first that nothing matched."""
    if not isinstance(rows, Joined):
        return rows, unreadable
    return rows.rows, {f"no row of {rows.right} for it": ~rows.matched, **unreadable}


def _counted(rows: pd.DataFrame | Joined, frame: pd.DataFrame, reason: np.ndarray, names: Sequence[str]) -> Judgement:
    """Return the judged and the skipped, with the rows that a join could put beside nothing."""
    counted = Judgement((), _by_unit(frame, reason < 0, every=True), _skipped(frame, reason, names))
    if not isinstance(rows, Joined):
        return counted
    strays = _by_unit(rows.strays, np.ones(len(rows.strays), bool))
    why = f"{rows.right} without {rows.left}"
    return counted + Judgement(skipped={unit: {why: count} for unit, count in strays.items()})


def tally_rows(
    rows: pd.DataFrame, where: pd.Series, of: pd.Series | None, unreadable: Mapping[str, pd.Series]
) -> pd.DataFrame:
    """Return ``numerator`` and ``denominator`` (``int64``) indexed by unit: every unit that has a row.

    With something unreadable there is a column ``skipped`` too: reason to rows.
    """
    among = np.ones(len(rows), bool) if of is None else _truth(rows, of, "of")
    reason = _first_reason(rows, unreadable)
    among &= reason < 0
    counted = among & _truth(rows, where, "where")
    _keep(rows, counted, among)
    counts = pd.DataFrame({"numerator": counted, "denominator": among}, index=rows.index)
    units = counts.groupby(rows["unit"], observed=True).sum().astype("int64")
    units.index = pd.Index(units.index.astype("str"), name="unit")
    if not unreadable:
        return units
    skipped = _skipped(rows, reason, tuple(unreadable))
    return units.assign(skipped=pd.Series([skipped.get(unit, {}) for unit in units.index], units.index, dtype="object"))


def _keep(rows: pd.DataFrame, counted: np.ndarray, among: np.ndarray) -> None:
    """Keep what is counted, if somebody wants it."""
    tallied = _TALLIED.get()
    if tallied is not None and "key" in rows:
        tallied.append(rows[["unit", "key"]].assign(counted=counted)[among])


def _expect_unit_first(by: Sequence[str]) -> None:
    if not by or by[0] != "unit":
        raise PluginError(f"judge: by={list(by)} must begin with 'unit'")


def _truth(rows: pd.DataFrame, mask: Any, name: str) -> np.ndarray:
    """Return the mask as plain booleans in the order of ``rows``; unknown counts as no."""
    series = mask if isinstance(mask, pd.Series) else pd.Series(mask, index=rows.index)
    if not series.index.equals(rows.index):
        raise PluginError(f"judge: '{name}' has {len(series)} values for other rows than the {len(rows)} to judge")
    try:
        return np.asarray(series.astype("boolean").fillna(value=False).to_numpy(bool))
    except (TypeError, ValueError) as error:
        raise PluginError(f"judge: '{name}' is {series.dtype}, not true or false for each row") from error


def _first_reason(rows: pd.DataFrame, unreadable: Mapping[str, pd.Series]) -> np.ndarray:
    """Return for each row the position of the first reason that it cannot be judged, or -1."""
    first = np.full(len(rows), -1)
    for position, (reason, mask) in enumerate(unreadable.items()):
        first[(first < 0) & _truth(rows, mask, reason)] = position
    return first


def _by_unit(rows: pd.DataFrame, mask: np.ndarray, *, every: bool = False) -> dict[str, int]:
    """Return how many rows of each unit are in the mask; units with none only if ``every``."""
    sums = pd.Series(mask, index=rows.index).groupby(rows["unit"], observed=True).sum()
    return {str(unit): int(n) for unit, n in sums.items() if n or every}


def _skipped(rows: pd.DataFrame, reason: np.ndarray, names: Sequence[str]) -> dict[str, dict[str, int]]:
    skipped: dict[str, dict[str, int]] = {}
    for position, name in enumerate(names):
        for unit, count in _by_unit(rows, reason == position).items():
            skipped.setdefault(unit, {})[name] = count
    return skipped


@dataclass(frozen=True)
class _Grouped:
    """The rows found and the group of each; groups are numbered from 0 and ``of`` has a count for every one."""

    rows: pd.DataFrame
    mask: np.ndarray
    heads: pd.DataFrame
    group: np.ndarray
    of: np.ndarray


def _grouped(rows: pd.DataFrame, by: Sequence[str], judgeable: np.ndarray, found: np.ndarray) -> _Grouped:
    group = rows.groupby(list(by), observed=True, dropna=False).ngroup().to_numpy()
    return _Grouped(rows, found, rows.loc[found, list(by)], group[found], np.bincount(group[judgeable]))


def _findings(found: _Grouped, template: str, facts: Facts) -> tuple[Finding, ...]:
    """Return a finding for each group with a row found, by unit and subject."""
    numbers, first, count = np.unique(found.group, return_index=True, return_counts=True)
    evidence = np.split(_sorted_keys(found), np.cumsum(count)[:-1])
    columns = {name: _measured(found, name, *fact) for name, fact in facts.items()}
    findings = [
        Finding(
            *subject,
            template,
            count=int(count[at]),
            of=int(found.of[numbers[at]]),
            value=float(count[at] / found.of[numbers[at]]),
            facts={name: values[at] for name, values in columns.items()},
            evidence=tuple(evidence[at].tolist()),
        )
        for at, subject in enumerate(_subjects(found.heads.iloc[first]))
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.unit, finding.subject)))


def _sorted_keys(found: _Grouped) -> np.ndarray:
    """Return the keys by group and, within one, in the order of their letters."""
    keys = pa.array(found.rows["key"][found.mask], pa.string())
    table = pa.Table.from_arrays([pa.array(found.group), keys], ["group", "key"])
    return np.asarray(table.sort_by([("group", "ascending"), ("key", "ascending")])["key"].to_numpy())


def _subjects(heads: pd.DataFrame) -> list[tuple[str, str]]:
    """Return (unit, subject) for the first row of each group; people stand masked in it."""
    names = list(heads.columns[1:])
    return [
        (str(unit), SEPARATOR.join(_part(name, part) for name, part in zip(names, parts, strict=True)))
        for unit, *parts in heads.itertuples(index=False, name=None)
    ]


def _part(name: str, value: Any) -> str:
    if pd.isna(value):
        return MISSING
    return masked_person(name, str(value)) if is_person(name) else str(value)


def _measured(found: _Grouped, name: str, measure: str, values: pd.Series) -> list[Fact]:
    """Return one fact of every group with a row found, in the order of the groups."""
    if measure not in MEASURES:
        raise PluginError(f"judge: fact '{name}' asks for '{measure}', which is none of {', '.join(MEASURES)}")
    if measure != "nunique" and is_person(str(values.name)):
        raise PluginError(f"judge: fact '{name}' would tell a person's '{values.name}'; count people with nunique")
    if not values.index.equals(found.rows.index):
        raise PluginError(f"judge: fact '{name}' has {len(values)} values for other rows than those to judge")
    return [as_fact(value) for value in values[found.mask].groupby(found.group).agg(measure)]


def as_fact(value: Any) -> Fact:
    """Return a plain value: ``None`` for a missing one, a moment as ISO 8601 text."""
    if pd.isna(value):
        return None
    if isinstance(value, datetime):
        return value.isoformat()
    plain: Fact = value.item() if isinstance(value, np.generic) else value
    return plain
