"""Figures of an indicator for a check that asks for them: counted by its function in another view of the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from reform_tui.engine.answerable import knows_of, missing_in
from reform_tui.engine.asker import Asker
from reform_tui.engine.declaring import declared, optional
from reform_tui.engine.job import IndicatorTask
from reform_tui.engine.sound import fault_in_figures
from reform_tui.engine.targets import in_force, targets_of
from reform_tui.errors import PluginError
from reform_tui.model.period import Period
from reform_tui.plugins.names import PROVINCE
from reform_tui.protocols import Counting

if TYPE_CHECKING:
    from reform_tui.engine.view import RuleView

Indicators = Mapping[str, tuple[IndicatorTask, Counting]]
"""What ``view.indicators`` may ask for: the indicator and the function that it names."""


def counted(view: RuleView, name: str, period: Period, *, lacking: bool) -> pd.DataFrame:
    """Ask the indicator's function about a period; one that is over stands still, whatever the clock says."""
    task, counting = view.indicators_known[name]
    if task.idle:
        return _no_figures(lacking=lacking)
    if counting.grain == PROVINCE and not view.asker.whole:
        raise PluginError(
            f"indicator {name} is counted over the whole province at once; only a check of province grain may ask "
            "for it, such as target_gap_province"
        )
    asker = Asker(f"indicator {name}", counting.reads, whole=counting.grain == PROVINCE)
    inner = replace(view, asker=asker, period=period, used=[], awaited=[], remembered={})
    try:
        figures = inner.count(counting)
    except PluginError as error:
        raise PluginError(f"indicator {name} (count {task.count}): {error}") from error
    view.used.extend(map(optional, inner.used) if lacking else inner.used)
    if period.end is None or period.end > view.now:
        view.awaited.extend([*inner.awaited, *([figures["next_change"]] if "next_change" in figures else [])])
    known = in_force(view.frames.reference("targets"), inner.now, view.frames.zone)
    targets = targets_of(replace(task, period=period), known, figures.index)
    told = figures[["numerator", "denominator"]].assign(target=targets)
    return _with_lacks(told, inner) if lacking else told


def _with_lacks(figures: pd.DataFrame, inner: RuleView) -> pd.DataFrame:
    """Add ``lacks``: the required columns that no feed has in each unit; units that have no figure stand too."""
    lacks: dict[str, list[str]] = {}
    for reads in inner.used:
        for schema, columns in reads.items():
            for unit, names in missing_in(inner.frames, schema, declared(columns, required=True)).items():
                lacks.setdefault(unit, []).extend(f"{schema}.{name}" for name in names)
    if not lacks:
        return figures.assign(lacks="")
    whole = figures.reindex(figures.index.union(pd.Index([*lacks], dtype="str")))
    whole = whole.fillna({"numerator": 0, "denominator": 0}).astype({"numerator": int, "denominator": int})
    return whole.assign(lacks=[", ".join(dict.fromkeys(lacks.get(str(unit), ()))) for unit in whole.index])


def _no_figures(*, lacking: bool) -> pd.DataFrame:
    """Return the figures of an indicator that nothing delivers: of no unit."""
    types = {"numerator": "int64", "denominator": "int64", "target": "float64", **({"lacks": "str"} if lacking else {})}
    return pd.DataFrame(
        {name: pd.Series(dtype=dtype) for name, dtype in types.items()}, index=pd.Index([], dtype="str")
    )


def sound(figures: pd.DataFrame, view: RuleView) -> pd.DataFrame:
    """Return figures that make sense."""
    fault = fault_in_figures(figures, knows_of(view), view.now)
    if fault:
        raise PluginError(fault)
    return figures
