"""The scenario and the demo through the whole product: files in, alerts out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from reform_tui.cli.main import main
from reform_tui.config.scenario import load_scenario
from reform_tui.scenario.demo import FOLDER, prepare_demo
from reform_tui.scenario.drops import play
from reform_tui.scenario.make import make_scenario

SPEC = Path(__file__).parents[2] / "sample_feeds" / "scenarios" / "cao-bang-2025-q1.toml"
NOW = datetime(2026, 11, 19, 3, tzinfo=UTC)


def checked(project: Path, moment: str, capsys) -> dict:
    main(["check", str(project), "--as-of", moment, "--format", "json"])
    return json.loads(capsys.readouterr().out)


def test_the_late_records_of_the_quarter_are_all_behind_at_most_sixty_alerts(tmp_path, capsys):
    make_scenario(load_scenario(SPEC), tmp_path)
    report = checked(tmp_path, "2025-03-31T17:00:00+07:00", capsys)
    late = [alert for alert in report["alerts"] if alert["check"] == "overdue_by_field"]
    assert sum(alert["count"] for alert in late) == 994
    assert sum(alert["facts"]["finished_late"] for alert in late) == 523
    assert max(late, key=lambda alert: alert["count"])["subject"] == "Đất đai"
    assert len(report["alerts"]) <= 60
    assert sum(file["rows"] for file in report["feeds"] if file["feed"] == "one-stop") == 34_530
    assert all(file["rows"] == file["accepted"] for file in report["feeds"])


def test_alerts_appear_in_the_demo_and_one_resolves(tmp_path, capsys):
    drops = prepare_demo(tmp_path / "demo", NOW)
    play(islice(drops, 9), tmp_path / "demo" / FOLDER, lambda _: False)
    before = {alert["id"]: alert for alert in checked(tmp_path / "demo", NOW.isoformat(), capsys)["alerts"]}
    play(islice(drops, 1), tmp_path / "demo" / FOLDER, lambda _: False)
    report = checked(tmp_path / "demo", NOW.isoformat(), capsys)
    after = {alert["id"] for alert in report["alerts"]}
    assert {(alert["unit"], alert["severity"]) for alert in before.values()} >= {("H14.17", "critical")}
    assert [(before[gone]["unit"], before[gone]["subject"]) for gone in set(before) - after] == [("H14.23", "Đất đai")]
    assert [file["status"] for file in report["feeds"]].count("duplicate") == 1
    assert [file["status"] for file in report["feeds"]].count("quarantined") == 1
    assert all(rule["health"] == "ok" for rule in report["rules"])
