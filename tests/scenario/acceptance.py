"""The table of every figure of the source articles: read, computed by the product, and written for people."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reform_tui.cli.main import main
from reform_tui.config.build import build
from reform_tui.config.scenario import load_scenario
from reform_tui.config.toml import read_document
from reform_tui.language import Language
from reform_tui.scenario.make import make_scenario

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "sample_feeds" / "scenarios"
VERDICTS = ("computed", "claimed", "ambiguous", "context")
EN = Language("en")
PLACES = 2


@dataclass(frozen=True)
class Article:
    """A source: who published it, when, and the scenario made of it."""

    source: str
    date: date
    scenario: str


@dataclass(frozen=True)
class Wanted:
    """One figure: where the product computes it, and what it must be."""

    show: str = "fact"
    of: str = ""
    rule: str = ""
    fact: str = ""
    level: str = ""
    unit: str = ""
    exact: float | str | None = None
    least: float | None = None
    below: float | None = None


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    id: str
    what: str
    article: str
    verdict: str = ""
    note: str = ""
    figures: tuple[Wanted, ...] = ()


@dataclass(frozen=True)
class Table:
    """``articles.toml``."""

    articles: Mapping[str, Article]
    row: tuple[Row, ...]


def read_table() -> Table:
    """Read the articles and their figures."""
    table = read_document(HERE / "articles.toml", "articles.toml").table
    names = {"is": "exact", "from": "least"}
    for row in table["row"]:
        row["figures"] = [{names.get(k, k): v for k, v in figure.items()} for figure in row.get("figures", [])]
    return build(Table, table, "articles.toml")


Figure = float | str


def computed(scenario: str, rows: Iterable[Row], folder: Path) -> dict[str, list[Figure]]:
    """Make a scenario, let ``check`` judge it as of its last evening, and return the figures of each row."""
    spec = load_scenario(SCENARIOS / f"{scenario}.toml")
    make_scenario(spec, folder)
    named = {figure.of or figure.rule for row in rows for figure in row.figures}
    only = [word for name in sorted(named) for word in ("--rule", name)]
    told = io.StringIO()
    with redirect_stdout(told):
        main(["check", str(folder), "--as-of", spec.as_of.isoformat(), "--format", "json", *only])
    report = json.loads(told.getvalue())
    return {row.id: [_figure(report, figure, spec.province) for figure in row.figures] for row in rows}


def _figure(report: Mapping[str, Any], wanted: Wanted, province: str) -> Figure:
    if wanted.rule:
        alerts = [alert for alert in report["alerts"] if alert["rule"] == wanted.rule]
        return _fact(alerts, wanted, province) if wanted.fact else _alerts(alerts, wanted.show)
    rows = [row for row in report["indicators"] if row["indicator"] == wanted.of]
    if wanted.show == "units":
        return float(len({row["unit"] for row in rows if row["level"] == wanted.level and row["unit"] != province}))
    unit = wanted.unit or province
    level = f"all {wanted.level}" if wanted.level else None
    [row] = [row for row in rows if row["unit"] == unit and (level or row["level"]) == row["level"]][:1]
    shown = {
        "rest": row["denominator"] - row["numerator"],
        "percent": 100 * row["numerator"] / max(row["denominator"], 1),
        "target": 100 * (row["target"] or 0),
    }
    return float((row | shown)[wanted.show])


def _fact(alerts: Sequence[Mapping[str, Any]], wanted: Wanted, province: str) -> Figure:
    [alert] = [alert for alert in alerts if alert["unit"] == (wanted.unit or province)]
    fact: Figure = alert["facts"][wanted.fact]
    return fact


def _alerts(alerts: Sequence[Mapping[str, Any]], show: str) -> float:
    units = {alert["unit"] for alert in alerts}
    counted = {"alerts": len(alerts), "units": len(units), "records": sum(alert["count"] for alert in alerts)}
    return float(counted[show])


def holds(wanted: Wanted, figure: Figure) -> bool:
    """Whether a figure is what it must be; a percentage to its two places, rounded once."""
    if isinstance(figure, str) or isinstance(wanted.exact, str):
        return figure == wanted.exact
    if wanted.exact is not None:
        return EN.decimal(float(figure), PLACES) == EN.decimal(float(wanted.exact), PLACES)
    return (wanted.least is None or figure >= wanted.least) and (wanted.below is None or figure < wanted.below)


def written(wanted: Wanted, figure: Figure) -> str:
    """Return a figure for people: what it is, where, and how much."""
    if isinstance(figure, str) or wanted.fact:
        return f"`{wanted.of or wanted.rule}`: {wanted.fact} {figure}"
    where = wanted.unit or {"province": "provincial agencies", "commune": "communes"}.get(wanted.level, "")
    much = f"{EN.decimal(figure, PLACES)} %" if wanted.show in {"percent", "target"} else EN.whole(round(figure))
    what = {"numerator": "", "percent": "", "denominator": "of ", "rest": "others ", "target": "target "}
    return f"`{wanted.of or wanted.rule}`{f' ({where})' if where else ''}: {what.get(wanted.show, wanted.show + ' ')}{much}"


def page(table: Table, figures: Mapping[str, Sequence[Figure]]) -> str:
    """Return the whole table as Markdown."""
    counted = {verdict: sum(row.verdict == verdict for row in table.row) for verdict in VERDICTS}
    return "\n".join(
        [
            *INTRODUCTION,
            ", ".join(f"{number} {verdict}" for verdict, number in counted.items()) + f"; {len(table.row)} in all.",
            *(line for key, article in table.articles.items() for line in _section(key, article, table, figures)),
            "",
        ]
    )


def _section(key: str, article: Article, table: Table, figures: Mapping[str, Sequence[Figure]]) -> Iterable[str]:
    yield from ("", f"## {key}: {article.source}, {article.date:%-d/%-m/%Y}", "")
    yield f"Scenario `{article.scenario}`."
    yield from ("", "| row | what | in the article | computed | verdict |", "|---|---|---|---|---|")
    for row in table.row:
        if row.id.startswith(key):
            told = "; ".join(written(*pair) for pair in zip(row.figures, figures.get(row.id, ()), strict=True))
            verdict = f"{row.verdict}: {row.note}" if row.note else row.verdict
            yield f"| {row.id} | {row.what} | {row.article} | {told or '–'} | {verdict} |"


INTRODUCTION = (
    "# Acceptance",
    "",
    "Every figure of the five source articles, and the figure that reform-tui computes from the feeds of that article's",
    "scenario ([sample_feeds/scenarios](../sample_feeds/scenarios/README.md)), by the engine and the shipped rules. The",
    "page is written by `tests/scenario/test_acceptance.py` (`REFORM_TUI_ACCEPTANCE=write`), which fails when it is not",
    "true, when a row has no verdict, and when a computed figure differs. Facts: `tests/scenario/articles.toml`.",
    "",
    "- **computed**: the feeds give the figure, exactly or within what the words of the text leave open",
    "- **claimed**: only the article states it; nothing delivered can give it, so that it stands in the feed of claims",
    "- **ambiguous**: the text allows more than one reading; what is computed is the one that the note names",
    "- **context**: no measure of anything supervised",
    "",
    "Rules whose names begin with `claims-` are cross-checks: one alert is one contradiction in what the article states.",
    "",
)
