"""One rule asked, one indicator counted: the plugin's answer held against what makes sense.

Only a ``KeyError`` that names a column is explained here; whatever else a plugin raises is for the pool to catch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from reform_tui.calendars import Calendar
from reform_tui.config.build import build
from reform_tui.config.rule_types import Scope
from reform_tui.engine.answerable import knows_of, missing_in
from reform_tui.engine.asker import Asker
from reform_tui.engine.behind import with_rows
from reform_tui.engine.counted import Indicators
from reform_tui.engine.declaring import declared, fault_in_names
from reform_tui.engine.frames import Frames, Source, earliest_after
from reform_tui.engine.job import Answer, Blind, Count, IndicatorTask, RuleTask
from reform_tui.engine.sound import fault_in_figures, fault_in_judgement, fault_in_moments
from reform_tui.engine.view import RuleView
from reform_tui.errors import PluginError
from reform_tui.identities import people_in
from reform_tui.judging import as_fact, keeping_tallied
from reform_tui.model.finding import Finding, Judgement
from reform_tui.plugins.names import PROVINCE, grain_of, references_of, sentences_of
from reform_tui.sdk import Counting, Reads

Through = Callable[[RuleView], Any]
"""What a plugin sees in place of its view: the same view, or one that somebody watches."""


def _directly(view: RuleView) -> RuleView:
    return view


def ask(  # noqa: PLR0913 - keywords
    task: RuleTask,
    check_type: type[Any],
    source: Source | Frames,
    *,
    now: datetime,
    zone: ZoneInfo,
    calendar: Calendar,
    indicators: Indicators,
    promise: bool = True,
    through: Through = _directly,
) -> Answer:
    """Return what the rule says of the source's units at ``now``; ``PluginError`` for an answer that is nonsense.

    Give a ``Frames`` where several rules share a source, so that each column is read once.  Without ``promise`` only
    ``find`` is asked; it sees the view ``through`` what is given.
    """
    reads, references = check_type.reads, references_of(check_type)
    frames = _frames(source, zone)
    schemas = frames.source.schemas
    with _told_as(f"rule {task.name} (check {task.check})", reads, frames), people_in(reads, references, schemas):
        check: Any = build(check_type, task.settings, f"rule {task.name}")
        asker = Asker(f"check {task.check}", reads, references, whole=grain_of(check_type) == PROVINCE)
        view = RuleView(frames, asker, now, task.period, calendar, task.scope, indicators)
        judgement = _plain(check.find(through(view)))
        knows = knows_of(view)
        _refuse(fault_in_judgement(judgement, knows, sentences_of(check_type)))
        if not promise:
            return Answer(task.name, judgement)
        moments = check.next_change(view)
        _refuse(fault_in_moments(moments, knows, view.now))
        return Answer(task.name, judgement, _next(view, moments), _blindness(view, judgement))


def count_indicator(  # noqa: PLR0913 - keywords
    task: IndicatorTask,
    counting: Counting,
    source: Source | Frames,
    *,
    now: datetime,
    zone: ZoneInfo,
    calendar: Calendar,
    indicators: Indicators,
    promise: bool = True,
    through: Through = _directly,
) -> Answer:
    """Return the indicator's figures by unit; ``PluginError`` for an answer that is nonsense."""
    with _told_as(f"indicator {task.name} (count {task.count})", counting.reads, frames := _frames(source, zone)):
        asker = Asker(f"count {task.count}", counting.reads, whole=counting.grain == PROVINCE)
        view = RuleView(frames, asker, now, task.period, calendar, indicators_known=indicators)
        seen = through(view)
        with keeping_tallied(wanted=task.behind) as tallied:
            figures = view.count(counting) if seen is view else counting.count(seen)
        _refuse(fault_in_figures(figures, knows_of(view), view.now))
        counts, skipped = with_rows(_counts(task, figures), tallied), _skipped_rows(figures)
        if not promise:
            return Answer(task.name, skipped, counts=counts)
        blind = _blindness(view, Judgement())
        never = _never_said(view, blind)
        seen = tuple(one for one in counts if one.unit not in never)
        return Answer(task.name, skipped, _next(view, figures.get("next_change")), blind, seen)


def _counts(task: IndicatorTask, figures: pd.DataFrame) -> tuple[Count, ...]:
    rows = figures[["numerator", "denominator"]].sort_index().itertuples(name=None)
    return tuple(Count(task.name, str(unit), task.period.name, int(n), int(d)) for unit, n, d in rows)


def _never_said(view: RuleView, blind: Mapping[str, Blind]) -> set[str]:
    """Return the units where a column that the newest file lacks was never filled: no figure is better than 0 %."""
    lacking = {(schema, column) for one in blind.values() for schema, names in one.lacks.items() for column in names}
    never: set[str] = set()
    for schema, column in lacking:
        rows = view.frames.delivered(schema, [column], Scope())
        filled = rows[column].notna().groupby(rows["unit"], observed=True).any()
        never |= {str(unit) for unit in filled.index[~filled]} & blind.keys()
    return never


def _skipped_rows(figures: pd.DataFrame) -> Judgement:
    """Return the rows that a counting function could not count, by unit and reason."""
    said = figures["skipped"].items() if "skipped" in figures else ()
    return Judgement(skipped={str(unit): dict(reasons) for unit, reasons in said if reasons})


_OURS = re.compile(r"reform_tui\b|pandas\b|numpy\b|pyarrow\b|contextlib\b|_?pytest\b|pluggy\b|importlib\b")


def _frames(source: Source | Frames, zone: ZoneInfo) -> Frames:
    return source if isinstance(source, Frames) else Frames(source, zone)


@contextmanager
def _told_as(who: str, reads: Reads, frames: Frames) -> Iterator[None]:
    """Put the rule's name before what a plugin did wrong, and explain a column that it does not declare."""
    try:
        _refuse(fault_in_names(reads, frames.source.schemas))
        yield
    except PluginError as error:
        raise PluginError(f"{who}: {error}") from error
    except KeyError as error:
        raise PluginError(f"{who}: {_undeclared(error, reads, frames)}") from error


def _undeclared(error: KeyError, reads: Reads, frames: Frames) -> str:
    """Say which column is not declared; names of columns only, since a key may be a citizen's."""
    named = set(re.findall(r"\w+", str(error)))
    for schema, columns in reads.items():
        lacking = sorted(named & (frames.source.schemas[schema].by_name.keys() - set(declared(columns))))
        if lacking:
            return f'{schema}.{lacking[0]} is not declared; add "{lacking[0]}" to reads["{schema}"]'
    return f"raised KeyError for something that is no column of what it reads{place_of(error)}"


def place_of(error: BaseException) -> str:
    """Say in which line of the plugin something was raised."""
    frames = [(one, line) for one, line in walk_tb(error.__traceback__) if not _OURS.match(one.f_globals["__name__"])]
    return f"; see line {frames[-1][1]} of {Path(frames[-1][0].f_code.co_filename).name}" if frames else ""


def _refuse(fault: str) -> None:
    if fault:
        raise PluginError(fault)


def _plain(answer: Any) -> Any:
    """Return the answer with numpy's numbers as Python's; what is no judgement stays as it is."""
    if not isinstance(answer, Judgement):
        return answer
    return replace(answer, findings=tuple(_plain_finding(finding) for finding in answer.findings))


def _plain_finding(finding: Any) -> Any:
    if not isinstance(finding, Finding) or not isinstance(finding.facts, Mapping):
        return finding
    numbers = {name: getattr(finding, name) for name in ("count", "of", "value")}
    return replace(
        finding,
        **{name: _plain_number(number) for name, number in numbers.items()},
        facts={name: _plain_number(fact) for name, fact in finding.facts.items()},
    )


def _plain_number(value: Any) -> Any:
    return as_fact(value) if isinstance(value, np.generic) else value


def _next(view: RuleView, moments: pd.Series | None) -> dict[str, datetime]:
    """Return when each unit must be looked at again: what the check says, and when rows become known.

    A period that is over stands still: nothing after its end can change its answer.
    """
    both = [series for series in (moments, view.next_known()) if series is not None and series.notna().any()]
    merged = earliest_after([(series, series.index.to_series()) for series in both], view.now)
    end = view.period.end
    return {
        str(unit): moment.to_pydatetime().astimezone(UTC)
        for unit, moment in merged.items()
        if end is None or moment <= end
    }


def _blindness(view: RuleView, judgement: Judgement) -> dict[str, Blind]:
    """Return why the rule cannot see in a unit: a column is missing, or there are rows and none could be judged."""
    blind = {
        unit: Blind(skipped=dict(reasons))
        for unit, reasons in judgement.skipped.items()
        if not judgement.judged.get(unit)
    }
    for reads in view.used:
        for schema, columns in reads.items():
            for unit, lacking in missing_in(view.frames, schema, declared(columns, required=True)).items():
                before = blind[unit].lacks if unit in blind else {}
                blind[unit] = Blind({**before, schema: lacking})
    return blind
