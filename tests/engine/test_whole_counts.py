"""Indicators that are counted over the whole province at once: asked beside rules about the province, never of a unit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from projects import LATE, NOW, alerts, made, record, take

from reform_tui.assemble import take_files
from reform_tui.engine.intake.inbox import look
from reform_tui.engine.planning import PROVINCE
from reform_tui.engine.province import GATHER, Province
from reform_tui.times import monotonic

COUNT = '''
import pandas as pd
from reform_tui.sdk import counting, hookimpl


@counting("{grain}", records=("field",))
def fields_met(view):
    """Different fields among records, once over all units."""
    rows = view.records
    {body}
    counted = {{"numerator": rows["field"].nunique(), "denominator": len(rows)}}
    return pd.DataFrame([counted], index=[{unit}]).assign(skipped=[{{"said so": 1}}])


@hookimpl
def reform_counts():
    return [fields_met]
'''
FIELDS = '[indicator.fields]\ncount = "fields_met"\ntarget = 0.9\n'
SHORT = '[short]\ncheck = "{check}"\nindicator = "fields"\nleast = 1\nwarning = {{ value = 0.1 }}\n'


@pytest.fixture
def bench(tmp_path, pool):
    bench = made(tmp_path / "project", pool)
    bench.write("plugins/own.py", COUNT.format(grain="province", unit='""', body=""))
    bench.write("rules/late.toml", LATE + FIELDS)
    bench.drop("a.csv", record(1), record(2), record(3, unit="H14.2"))
    return bench


def figures(engine):
    query = "SELECT unit, numerator, denominator, target FROM indicators ORDER BY unit"
    return [tuple(row) for row in engine.store.connection.execute(query)]


def skipped(engine):
    query = "SELECT unit, skipped FROM health WHERE rule = 'indicator.fields'"
    return [tuple(row) for row in engine.store.connection.execute(query)]


def test_all_units_are_counted_once_under_the_provinces_code(bench):
    with bench.running() as engine:
        take(engine, NOW)
        assert figures(engine) == [("H14", 1, 3, 0.9)]
        assert skipped(engine) == [("H14", '{"said so":1}')]
        bench.drop("b.csv", record(4, unit="H14.3"))
        take(engine, NOW)
        assert figures(engine) == [("H14", 1, 4, 0.9)]


def test_a_live_loop_counts_it_beside_the_units(bench):
    with bench.running() as engine:
        province, end = Province(engine), monotonic() + 10
        assert engine.questions.of_province == ("indicator.fields",)
        taken = take_files(engine, look(engine.project.root, engine.project.feeds).files, NOW)
        engine.step(taken.units, NOW, leaving_out=engine.questions.of_province)
        assert figures(engine) == []
        province.soil(NOW)
        province.turn(NOW + GATHER)
        while province.busy and monotonic() < end:
            province.turn(NOW + GATHER)
        assert figures(engine) == [("H14", 1, 3, 0.9)]


def test_a_check_of_the_province_may_ask_for_it_and_one_of_units_is_told_which(bench):
    bench.write("rules/short.toml", SHORT.format(check="target_gap_province"))
    with bench.running() as engine:
        take(engine, NOW)
        [alert] = alerts(engine, "short")
        assert (alert["unit"], alert["count"], alert["of"]) == ("H14", 2, 3)
    bench.write("rules/short.toml", SHORT.format(check="target_gap"))
    with bench.running() as engine:
        engine.step(engine.units(), NOW)
        [ill] = alerts(engine, "rule.ill")
        assert ill["subject"] == "short"
        [why] = engine.store.connection.execute("SELECT DISTINCT reason FROM health WHERE health = 'ill'").fetchone()
        assert "counted over the whole province" in why
        assert "target_gap_province" in why


def test_one_that_fails_keeps_its_figure_and_is_asked_again(bench):
    with bench.running() as engine:
        take(engine, NOW)
    bench.write("plugins/own.py", COUNT.format(grain="province", unit='""', body='raise ValueError("0912345678")'))
    with bench.running() as engine:
        engine.step(engine.units(), NOW)
        assert figures(engine) == [("H14", 1, 3, 0.9)]
        assert [alert["subject"] for alert in alerts(engine, "rule.ill")] == ["indicator.fields"]
        assert ("indicator.fields", PROVINCE) in {tuple(row) for row in engine.questions.due(NOW + timedelta(hours=1))}
    bench.write("plugins/own.py", COUNT.format(grain="province", unit='""', body=""))
    with bench.running() as engine:
        engine.step(engine.units(), NOW)
        assert alerts(engine, "rule.ill") == []


def test_a_unit_that_does_not_exist_is_refused_and_another_grain_too(bench):
    bench.write("plugins/own.py", COUNT.format(grain="province", unit='"H99.1"', body=""))
    with bench.running() as engine:
        take(engine, NOW)
        assert figures(engine) == []
        assert [alert["subject"] for alert in alerts(engine, "rule.ill")] == ["indicator.fields"]
    bench.write("plugins/own.py", COUNT.format(grain="ward", unit='""', body=""))
    with bench.running() as engine:
        assert any("grain 'ward' is neither 'unit' nor 'province'" in fault for fault in engine.faces.faults)
