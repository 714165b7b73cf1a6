"""A column of one's own from the mapping to the check and the screen."""

from __future__ import annotations

import projects
import pytest
from projects import FEED, HEADINGS, alerts, record, take

from reform_tui.board.details import read_alert

PLUGIN = '''
"""Poor households that wait."""

from dataclasses import dataclass
from typing import ClassVar

from reform_tui.sdk import hookimpl, judge


@dataclass(frozen=True, kw_only=True)
class PoorFirst:
    """Open records of poor households."""

    reads: ClassVar = {"records": ("field?", "finished_at", "poor_household?")}
    sentences: ClassVar = {"found": {"vi": "{count} hộ nghèo", "en": "{count} poor households"}}

    def find(self, view):
        """Count by unit and field."""
        waiting = view.records[view.records["finished_at"].isna()]
        poor = waiting["poor_household"]
        return judge(waiting, by=["unit", "field"], where=poor.fillna(False), unreadable={"unknown": poor.isna()})

    def next_change(self, view):
        """Return nothing: time alone changes nothing."""
        return view.next_after(view.records["finished_at"], by=view.records["unit"])


@hookimpl
def reform_checks():
    """Offer it."""
    return [PoorFirst]
'''
EXTRA = """
[columns.extra]
poor_household = { from = "Hộ nghèo", type = "flag" }
guardian = { from = "Người giám hộ", people = true, label = { en = "Guardian" } }
visited_at = { from = "Ngày thăm", type = "time", label = "Ngày thăm" }
"""
OWN = (*HEADINGS, "Hộ nghèo", "Người giám hộ", "Ngày thăm")
POOR = ("có", "Lê Thị Mẫu", "05/03/2025 09:00:00")


@pytest.fixture
def own(bench):
    """A project with a column of its own and a check that reads it."""
    bench.write("feeds/one-stop.toml", FEED + EXTRA)
    bench.write("plugins/poor_first.py", PLUGIN)
    bench.write("rules/poor.toml", '[poor]\ncheck = "poor_first"\n')
    return bench


def test_a_check_reads_a_column_that_only_this_project_has(own):
    own.drop("a.csv", (*record(1), *POOR), (*record(2), "không", "", ""), record(3), headings=OWN)
    with own.running() as engine:
        take(engine)
        [alert] = alerts(engine, "poor")
        health = engine.store.connection.execute("SELECT * FROM health WHERE rule = 'poor'").fetchone()
    assert (alert["count"], alert["of"]) == (1, 2)
    assert (health["health"], health["judged"], health["skipped"]) == ("ok", 2, '{"unknown":1}')


def test_a_column_that_no_feed_names_is_told_with_where_one_would(own):
    own.write("feeds/one-stop.toml", FEED)
    own.drop("a.csv", record(1))
    with own.running() as engine:
        take(engine)
        [reason] = engine.store.connection.execute("SELECT reason FROM health WHERE rule = 'poor'").fetchone()
    assert "reads records.poor_household, which nothing names" in reason
    assert reason.endswith("a feed names a column of its own under [columns.extra]")


def test_evidence_shows_it_in_its_place_with_its_label_and_people_masked(own):
    own.drop("a.csv", (*record(1), *POOR), headings=OWN)
    with own.running() as engine:
        take(engine)
        [alert] = alerts(engine, "poor")
        detail = read_alert(engine.store.connection, own.root, alert["id"])
        held = {path.name for path in (own.root / "state/segments").glob("*.people.arrow")}
    [row] = detail.evidence
    assert [name for name, _ in row.cells][-3:] == ["poor_household", "guardian", "visited_at"]
    assert row.cell("poor_household") is True
    assert row.cell("guardian") == "******ẫu"
    assert row.cell("visited_at").isoformat() == "2025-03-05T02:00:00+00:00"
    assert row.labels["guardian"] == {"vi": "Người giám hộ", "en": "Guardian"}
    assert row.labels["visited_at"] == {"vi": "Ngày thăm", "en": "Ngày thăm"}
    for path in (own.root / "state/segments").glob("*.main.arrow"):
        assert "Mẫu".encode() not in path.read_bytes()
    assert held


def test_a_column_whose_type_changed_is_empty_until_its_files_are_read_again(own):
    own.drop("a.csv", (*record(1), *POOR), headings=OWN)
    with own.running() as engine:
        take(engine)
    own.write("feeds/one-stop.toml", FEED + EXTRA.replace('"flag"', '"code"').replace("people = true, ", ""))
    own.drop("b.csv", (*record(2), *POOR), headings=OWN, at=projects.NOW - projects.DAY / 2)
    (own.root / "rules/poor.toml").unlink()
    with own.running(projects.NOW + projects.DAY) as engine:
        take(engine, projects.NOW + projects.DAY)
        [alert] = alerts(engine)
        evidence = read_alert(engine.store.connection, own.root, alert["id"]).evidence
    assert {row.key[-4:]: (row.cell("poor_household"), row.cell("guardian")) for row in evidence} == {
        "0001": ("", ""),
        "0002": ("có", "Lê Thị Mẫu"),
    }
