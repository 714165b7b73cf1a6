"""The projects that come along as examples are in order: settings, feeds, rules, reference tables and samples."""

from __future__ import annotations

from pathlib import Path

import pytest

from reform_tui.config.project import load_project
from reform_tui.config.scenario import load_scenario
from reform_tui.feeds.reference import read_reference
from reform_tui.feeds.samples import failures
from reform_tui.model.schema import BUILT_IN
from reform_tui.scenario.make import make_scenario

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "sample_feeds" / "scenarios"


@pytest.fixture(scope="module")
def scenario(tmp_path_factory) -> Path:
    into = tmp_path_factory.mktemp("project")
    make_scenario(load_scenario(SCENARIOS / "cao-bang-2025-q1.toml"), into)
    return into


@pytest.fixture(params=["demo", "national-sync", "boston-311", "scenario"])
def project(request, scenario) -> Path:
    samples = {name: ROOT / "sample_feeds" / name for name in ("demo", "national-sync")}
    return {**samples, "boston-311": ROOT / "docs" / "examples" / "boston-311", "scenario": scenario}[request.param]


def test_the_project_can_be_read_and_its_samples_hold(project):
    read = load_project(project, BUILT_IN, whole=False)
    assert read.feeds
    for feed in read.feeds:
        assert failures(feed, read.schemas[feed.schema], read.settings.zone) == ()


def test_its_reference_tables_can_be_read(project):
    zone = load_project(project, BUILT_IN, whole=False).settings.zone
    for path in (project / "reference").glob("*.csv"):
        read = read_reference(path.name, path.read_bytes(), BUILT_IN[path.stem], zone)
        assert (read.rows.num_rows > 0, read.faults) == (True, ())
