"""``check``: the inbox judged once, at a moment; its JSON and its exit codes are interfaces (DESIGN 10)."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from cli_project import AS_OF, FILES, drop, row, tree

from reform_tui.cli.main import main
from reform_tui.errors import Exit
from reform_tui.scenario.demo import demo_drops
from reform_tui.shipped import shipped

ALERT = {
    "id", "rule", "check", "unit", "unit_name", "subject", "period", "severity", "state", "silenced", "since", "value",
    "threshold", "count", "of", "message", "evidence", "evidence_count",
}  # fmt: skip
INDICATOR = {
    "indicator", "unit", "level", "period", "numerator", "denominator", "value", "target", "gap",
    "skipped", "carried_over_unknown_before", "definition", "source", "dated", "breaks",
}  # fmt: skip
RULE = {"rule", "check", "health", "judged", "skipped"}
FEED = {"feed", "file", "sha256", "status", "rows", "accepted", "rejected"}
MORE = {"set_aside", "repeated", "differing", "odd_codes", "exported_at", "exported_from", "exported_sure", "reason",
        "remarks"}  # fmt: skip


@pytest.fixture
def check(project, capsys):
    def check(*words, root=project, as_of=AS_OF):
        code = main(["check", str(root), "--as-of", as_of, "--format", "json", *words])
        said = capsys.readouterr()
        return code, json.loads(said.out), said.err

    return check


def test_the_answer_has_the_keys_that_were_promised(project, check):
    drop(project, "a.csv", row(1), row(2, "H14.2", "Trực tiếp"), ";no code")
    code, report, err = check()
    assert (code, err) == (Exit.CLEAN, "")
    assert list(report) == ["project", "as_of", "alerts", "indicators", "rules", "feeds"]
    assert (report["project"], report["as_of"]) == ("Lines", AS_OF)
    assert set(report["alerts"][0]) == ALERT | {"facts"}
    assert set(report["indicators"][0]) == INDICATOR
    assert set(report["rules"][0]) == RULE | {"reason"}
    assert set(report["feeds"][0]) == FEED | MORE


def test_an_alert_is_said_whole(project, check):
    drop(project, "a.csv", *(row(number) for number in range(1, 5)), row(9, due="31/12/2025 17:00:00"))
    code, report, _ = check()
    assert code == Exit.ALERTS
    [alert] = report["alerts"]
    assert {name: alert[name] for name in ("rule", "check", "unit", "unit_name", "subject", "period")} == {
        "rule": "late",
        "check": "overdue_by_field",
        "unit": "H14.1",
        "unit_name": "Phường Tân Giang",
        "subject": "Đất đai",
        "period": "2025-Q1",
    }
    assert (alert["severity"], alert["state"], alert["since"]) == ("critical", "firing", None)
    assert (alert["count"], alert["of"], alert["value"], alert["threshold"]) == (4, 5, 0.8, {"count": 3})
    assert alert["evidence"] == [f"H14.1-250301-{number:04}" for number in range(1, 5)]
    assert alert["evidence_count"] == 4
    assert "4 of 5 records late" in alert["message"]


def test_figures_are_not_rounded_and_the_province_is_a_sum(project, check):
    drop(project, "a.csv", row(1), row(2, channel="Trực tiếp"), row(3, "H14.2"))
    _, report, _ = check()
    found = {(one["unit"], one["level"]): one for one in report["indicators"]}
    province = found["H14", "province"]
    assert (province["numerator"], province["denominator"], province["value"]) == (2, 3, 2 / 3)
    assert (province["target"], province["gap"]) == (0.5, 2 / 3 - 0.5)
    assert found["H14.1", "commune"]["value"] == 0.5
    assert found["H14", "all commune"]["denominator"] == 2
    assert found["H14.2", "province"]["denominator"] == 1


def test_files_are_told_with_what_became_of_them(project, check):
    drop(project, "a.csv", row(1), ";no code")
    drop(project, "b.csv", row(1), ";no code")
    drop(project, "c.csv").write_text("nothing;that is known\n1;2\n", "utf-8")
    (project / "inbox/one-stop/d.xlsx").write_bytes(b"PK\x03\x04 half")
    _, report, _ = check()
    told = {one["file"].rpartition("/")[2]: one for one in report["feeds"]}
    assert {name: one["status"] for name, one in told.items()} == {
        "a.csv": "taken",
        "b.csv": "duplicate",
        "c.csv": "quarantined",
        "d.xlsx": "waiting",
    }
    assert all(one["rows"] == one["accepted"] + one["rejected"] for one in told.values())
    assert (told["a.csv"]["rows"], told["a.csv"]["rejected"]) == (2, 1)
    assert told["c.csv"]["reason"]
    assert told["d.xlsx"]["reason"]


def test_evidence_is_cut_at_a_hundred_unless_all_is_asked_for(project, check):
    drop(project, "a.csv", *(row(number) for number in range(1, 151)))
    assert [len(check(*more)[1]["alerts"][0]["evidence"]) for more in ((), ("--all-evidence",))] == [100, 150]
    assert check()[1]["alerts"][0]["evidence_count"] == 150


@pytest.mark.parametrize(
    ("rows", "fail_on", "code"),
    [
        (0, "critical", Exit.CLEAN),
        (1, "critical", Exit.CLEAN),
        (1, "warning", Exit.ALERTS),
        (3, "critical", Exit.ALERTS),
        (3, "never", Exit.CLEAN),
    ],
)
def test_the_exit_code_follows_fail_on(project, check, rows, fail_on, code):
    drop(project, "a.csv", row(99, due="31/12/2025 17:00:00"), *(row(number) for number in range(1, rows + 1)))
    assert check("--fail-on", fail_on)[0] == code


def test_a_blind_rule_comes_before_an_alert(project, check):
    drop(project, "a.csv", *(row(number) for number in range(1, 4)))
    drop(project, "b.csv").write_text("Số hồ sơ;Lĩnh vực\nH14.2-250301-0001;Đất đai\n", "utf-8")
    code, report, _ = check()
    assert code == Exit.UNHEALTHY
    assert report["rules"][0]["health"] == "blind"
    assert "“Ngày hẹn trả” (due at)" in report["rules"][0]["reason"]


def test_a_rule_that_fails_is_ill(project, check):
    (project / "plugins").mkdir()
    (project / "plugins/fails.py").write_text(
        "from dataclasses import dataclass\nfrom typing import ClassVar\nfrom reform_tui.sdk import hookimpl\n"
        "@dataclass(frozen=True, kw_only=True)\nclass Fails:\n    'Fail.'\n"
        "    reads: ClassVar = {'records': ()}\n    sentences: ClassVar = {'x': {'en': 'x'}}\n"
        "    def find(self, view):\n        raise ValueError\n    def next_change(self, view):\n        raise ValueError\n"
        "@hookimpl\ndef reform_checks():\n    return [Fails]\n",
        "utf-8",
    )
    (project / "rules/fails.toml").write_text('[fails]\ncheck = "fails"\n', "utf-8")
    drop(project, "a.csv", row(1))
    code, report, _ = check()
    assert code == Exit.UNHEALTHY
    health = {rule["rule"]: rule["health"] for rule in report["rules"]}
    assert health == {"late": "ok", "fails": "ill"}


def test_the_moment_is_an_argument(project, check):
    drop(project, "a.csv", row(1))
    before, after = (check(as_of=moment)[1]["alerts"] for moment in ("2025-03-11T23:59:59+07:00", "2025-03-12"))
    assert before == []
    assert [alert["count"] for alert in after] == [1]


def test_hold_counts_as_met(project, check):
    (project / "rules/late.toml").write_text(
        FILES["rules/late.toml"].replace("warning", 'hold = "9d"\nwarning'), "utf-8"
    )
    drop(project, "a.csv", row(1))
    assert [alert["state"] for alert in check()[1]["alerts"]] == ["firing"]


def test_state_is_never_touched(project, check):
    drop(project, "a.csv", row(1))
    before = tree(project)
    check()
    assert tree(project) == before
    (project / "state/acts").mkdir(parents=True)
    (project / "state/store.sqlite").write_bytes(b"whatever")
    before = tree(project)
    check()
    assert tree(project) == before


def test_a_folder_that_is_not_there_is_told_and_is_no_all_clear(project, check):
    shutil.rmtree(project / "inbox")
    code, report, err = check()
    assert code == Exit.CONFIGURATION
    assert (report["alerts"], report["feeds"]) == ([], [])
    assert "feeds/one-stop.toml: folder: inbox/one-stop is not there" in err


@pytest.mark.parametrize("form", ["table", "csv", "md"])
def test_other_forms_say_the_same_alerts(project, capsys, form):
    drop(project, "a.csv", row(1).replace("Đất đai", "=cmd()"), row(2, "H14.2"))
    main(["check", str(project), "--as-of", AS_OF, "--format", form])
    out = capsys.readouterr().out
    assert out.count("late") >= 2
    assert "Phường Tân Giang" in out
    if form == "csv":
        subjects = [line["subject"] for line in csv.DictReader(io.StringIO(out))]
        assert sorted(subjects) == ["'=cmd()", "Đất đai"]


@pytest.fixture
def sample(tmp_path):
    """The sample project, its drops not yet in the inbox."""
    root = tmp_path / "sample"
    shutil.copytree(shipped("sample_feeds") / "demo", root, ignore=shutil.ignore_patterns("inbox"))
    (root / "inbox/one-stop").mkdir(parents=True)
    return root


def test_the_samples_say_the_same_in_whatever_order_they_came_and_however_often(sample, check):
    moment = datetime(2025, 3, 12, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    drops = demo_drops(moment, shipped("sample_feeds") / "demo" / "inbox/one-stop")
    answers = []
    for seed in range(3):
        order, chance = list(drops), random.Random(seed)
        chance.shuffle(order)
        folder = sample / "inbox/one-stop"
        shutil.rmtree(folder)
        folder.mkdir()
        for number, one in enumerate(order):
            (folder / one.name).write_bytes(one.content)
            if chance.random() < 0.5:
                (folder / f"again {number} {one.name}").write_bytes(one.content)
        _, report, _ = check(root=sample, as_of=moment.isoformat())
        answers.append({name: report[name] for name in ("alerts", "indicators", "rules")})
    assert answers[0]["alerts"]
    assert answers[0] == answers[1] == answers[2]


def test_what_the_list_of_alerts_does_not_say_is_narrated(project, capsys):
    drop(project, "a.csv", row(1), row(2, channel="Trực tiếp"), row(3), ";no code")
    (project / "inbox/one-stop/b.csv").write_text("a;b\n1;2\n", "utf-8")
    main(["check", str(project), "--as-of", AS_OF])
    said = capsys.readouterr()
    assert said.err.splitlines()[0] == ("reform-tui: 2 files: 1 quarantined, 1 taken; 4 rows = 3 accepted + 1 rejected")
    assert "reform-tui: inbox/one-stop/b.csv: quarantined: " in said.err
    assert "reform-tui: online, 2025-Q1: 2 of 3 = 66.67%, 1 not; target 50.00%\n" in said.err
    assert said.err.splitlines()[-1] == "reform-tui: 1 alert: 1 critical, 0 warning"


def test_an_inbox_without_files_is_said_to_be_empty(project, capsys):
    assert main(["check", str(project), "--as-of", AS_OF]) == Exit.CLEAN
    assert "no file lies in the folders of the feeds" in capsys.readouterr().err


def test_a_feed_of_which_nothing_could_be_read_is_no_clean_answer(project, capsys):
    for path in (project / "inbox" / "one-stop").iterdir():
        path.unlink()
    drop(project, "page.csv").write_text("Thông báo\n\nkhông có bảng nào\n", "utf-8")
    assert main(["check", str(project), "--as-of", AS_OF]) == Exit.UNHEALTHY
    told = "feed one-stop: not one of 1 file could be read, so its rules saw nothing"
    assert told in capsys.readouterr().err
