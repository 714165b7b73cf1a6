"""What the tests of the shipped plugins and rules share: the product's own folder read as a project, and a way to ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from reform_tui.config.project import load_project
from reform_tui.engine.ask import ask, count_indicator
from reform_tui.engine.cases.rows import CaseSource, case_source
from reform_tui.engine.job import IndicatorTask, RuleTask
from reform_tui.model.period import period_named
from reform_tui.model.schema import BUILT_IN
from reform_tui.plugins import plugins_of


@pytest.fixture(scope="session")
def root(tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    (root / "reform.toml").write_text('name = "Cao Bằng"\nprovince = "H14"\n', "utf-8")
    return root


@pytest.fixture(scope="session")
def plugins(root):
    return plugins_of(root)


@pytest.fixture(scope="session")
def project(root, plugins):
    return load_project(root, {**BUILT_IN, **plugins.schemas})


def task_of(indicator, period, zone):
    """An indicator as the engine hands it to a worker."""
    breaks = tuple(one.since for one in indicator.breaks)
    of = period_named(period, zone)
    return IndicatorTask(indicator.name, indicator.count, of, indicator.target, breaks=breaks)


@pytest.fixture(scope="session")
def asked(project, plugins):
    """Ask a check about rows, or about a source, as a rule in the engine's worker would."""

    def asked(check, rows, now, *, period="all", zone=project.calendar.zone, references=None, **settings):
        given = rows if isinstance(rows, CaseSource) else source(rows, zone, project.schemas, references)
        known = {each.name: (task_of(each, period, zone), plugins.counts[each.count]) for each in project.indicators}
        task = RuleTask("asked", check, settings, period_named(period, zone))
        moment, calendar = datetime.fromisoformat(now), replace(project.calendar, zone=zone)
        return ask(task, plugins.checks[check], given, now=moment, zone=zone, calendar=calendar, indicators=known)

    return asked


@pytest.fixture(scope="session")
def counted(project, plugins):
    """Count rows with a counting function."""

    def counted(name, rows, now, period="2025-Q1"):
        zone: ZoneInfo = project.calendar.zone
        task = IndicatorTask("counted", name, period_named(period, zone))
        moment, given = datetime.fromisoformat(now), source(rows, zone, project.schemas)
        return count_indicator(
            task, plugins.counts[name], given, now=moment, zone=zone, calendar=project.calendar, indicators={}
        )

    return counted


def source(rows, zone, schemas, references=None):
    tables = {"records": rows} | {f"reference.{name}": table for name, table in (references or {}).items()}
    return case_source(tables, schemas, zone)
