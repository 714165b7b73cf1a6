"""How well filing on behalf is told: `python tests/proxy/score.py [--seeds 20] [--first 1] [--vary | --second]` prints precision and recall."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

import second_crowd
from crowd import ON_BEHALF, START, World, crowd

from reform_tui.calendars import Calendar
from reform_tui.engine.ask import ask
from reform_tui.engine.cases.rows import case_source
from reform_tui.engine.job import RuleTask
from reform_tui.model.period import period_named
from reform_tui.model.schema import BUILT_IN
from reform_tui.plugins import plugins_of

CHECKS = ("proxy_submission", "proxy_across_units")
HERE = Path(__file__).parents[2]


def flagged(rows: pd.DataFrame, references: dict[str, list[dict[str, object]]], **settings: object) -> pd.DataFrame:
    """Return each row's class as the checks with their defaults tell it: ``on behalf``, ``assisted`` or ``self``."""
    zone = START.tz
    source = case_source(
        {"records": _plain(rows)} | {f"reference.{k}": v for k, v in references.items()}, BUILT_IN, zone
    )
    plugins, now = plugins_of(HERE), rows["received_at"].max().to_pydatetime()
    told = pd.Series("self", rows["record_id"])
    for name in CHECKS:
        task = RuleTask(name, name, settings, period_named("all", zone))
        answer = ask(
            task,
            plugins.checks[name],
            source,
            now=now,
            zone=zone,
            calendar=Calendar(zone),
            indicators={},
            promise=False,
        )
        for found in answer.judgement.findings:
            if found.subject != "online" and found.facts["class"] != "listed":
                keys = pd.Index(key.rpartition("|")[2] for key in found.evidence)
                told[keys[told[keys] != "on behalf"]] = found.facts["class"]
    return rows.assign(told=told.to_numpy())


def _plain(rows: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows as a case has them: without what is missing, and with moments that Python knows."""
    times = {
        name: pd.Series(column.dt.to_pydatetime(), rows.index, dtype=object)
        for name, column in rows.items()
        if column.dtype.kind == "M"
    }
    columns = rows.drop(columns=["behaviour", "wanted"], errors="ignore").assign(**times).astype(object)
    known = columns.notna().to_numpy()
    names = list(columns)
    return [
        {n: v for n, v, k in zip(names, row, has, strict=True) if k}
        for row, has in zip(columns.to_numpy(), known, strict=True)
    ]


def second(seed: int) -> tuple[pd.DataFrame, dict[str, list[dict[str, object]]]]:
    """Return the second crowd of a seed as `crowd` does; ``wanted`` (``bool``) is what ought to be found."""
    made = second_crowd.crowd(seed)
    times = {name: made.records[name].dt.tz_localize(START.tz) for name in made.records if name.endswith("_at")}
    rows = made.records.assign(**times, behaviour=made.truth["behaviour"].to_numpy()).replace("", None)
    wanted = (made.truth["truth"] == "on behalf") & ~made.truth["lawful"]
    tables = {"staff": made.staff, "allow": made.allow, "units": made.units}
    return rows.assign(wanted=wanted.to_numpy()), {name: _entries(table) for name, table in tables.items()}


def _entries(table: pd.DataFrame) -> list[dict[str, object]]:
    return [{n: v for n, v in row.items() if not pd.isna(v) and v != ""} for row in table.to_dict("records")]


def scores(rows: pd.DataFrame) -> pd.Series:
    """Return precision and recall (0 to 1) over all online records, and of each behaviour the share told on behalf."""
    rows = rows[rows["channel"] == "online"]
    told = rows["told"] == "on behalf"
    true = rows["wanted"] if "wanted" in rows else rows["behaviour"].isin(ON_BEHALF)
    known, asked = rows["account"].notna(), told | (rows["told"] == "unclear")
    whole = {"precision": (told & true).sum() / max(1, told.sum()), "recall": (told & true).sum() / true.sum()}
    whole["precision, account known"] = (told & true & known).sum() / max(1, (told & known).sum())
    whole["recall, account known"] = (told & true & known).sum() / max(1, (true & known).sum())
    whole["recall, unclear too"] = (asked & true).sum() / true.sum()
    return pd.concat([pd.Series(whole), told.groupby(rows["behaviour"]).mean()])


VARIED = {
    "no device": {"missing": ("device",)},
    "no payer": {"missing": ("payer",)},
    "no phone": {"missing": ("applicant_phone",)},
    "no receiver": {"missing": ("receiver",)},
    "no procedure": {"missing": ("procedure",)},
    "no address": {"missing": ("applicant_address",)},
    "no names nor addresses": {"missing": ("applicant_address", "applicant_name")},
    "accounts alone": {"missing": ("device", "payer", "applicant_phone", "receiver", "applicant_address")},
    "no submission time": {"missing": ("submitted_at",)},
    "no roster": {"roster": 0.0},
    "nothing links": {"linked": 0.0, "missing": ("payer",)},
    "15 to 25 rotated accounts": {"rotated": (15, 25)},
    "staff file 2 to 5 a day": {"staff_day": (2, 5)},
    "brokers file 1 to 2 a day": {"broker_day": (1, 2)},
    "households of 4 to 9": {"household": (4, 9)},
    "three times the citizens": {"citizens": 90.0},
    "a third of the citizens": {"citizens": 10.0},
    "staff in one unit of ten": {"staff_share": 0.1},
    "staff in eight units of ten": {"staff_share": 0.8},
    "placeholders in one of five": {"placeholders": 0.2},
    "four weeks": {"weeks": 4},
    "five units": {"units": 5},
    "counters file two procedures": {"narrow": 1.0},
    "two procedures, no roster": {"narrow": 1.0, "roster": 0.0},
    "accounts missing": {"missing": ("account",)},
    "accounts missing in three of ten": {"without_account": 0.3},
    "on one day in twenty": {"busy": (0.02, 0.1), "staff_day": (1, 4), "broker_day": (1, 2)},
    "nobody in the evening": {"evening": 0.0},
}  # fmt: skip


def main() -> None:
    """Print the scores of many seeds, or of the worlds that differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="the first of the seeds")
    parser.add_argument("--vary", action="store_true")
    parser.add_argument("--second", action="store_true", help="of the crowd that another person wrote")
    given = parser.parse_args()
    worlds = {name: replace(World(), **more) for name, more in VARIED.items()} if given.vary else {}
    worlds = worlds or {str(seed): World(seed=seed) for seed in range(given.first, given.first + given.seeds)}
    made = {name: second(world.seed) if given.second else crowd(world) for name, world in worlds.items()}
    table = pd.DataFrame({name: scores(flagged(*one)) for name, one in made.items()}).round(4)
    ends = pd.DataFrame({"least": table.min(axis=1), "median": table.median(axis=1), "greatest": table.max(axis=1)})
    sys.stdout.write(
        (table.T[["precision", "recall", *ON_BEHALF, "family"]] if given.vary else ends).to_string() + "\n"
    )


if __name__ == "__main__":
    main()
