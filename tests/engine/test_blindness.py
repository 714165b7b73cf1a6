"""Why a rule is blind: the heading that went missing is named, in both languages."""

from __future__ import annotations

import json
from datetime import timedelta

from projects import FEED, HEADINGS, NOW, alerts, record, take

from reform_tui.language import Language
from reform_tui.sentences import Told, spoken
from reform_tui.store.ledger import standing

DUE = HEADINGS.index("Ngày hẹn trả")


def renamed(heading, *more):
    """The headings with another one for the due date."""
    return (*HEADINGS[:DUE], heading, *HEADINGS[DUE + 1 :], *more)


def blind(engine):
    """The facts of the one alert that says the rule is blind, and its sentence in both languages."""
    [alert] = standing(engine.store.connection, "rule.blind", None).values()
    templates = json.loads(
        engine.store.connection.execute("SELECT sentences FROM rules WHERE rule = 'rule.blind'").fetchone()[0]
    )
    told = Told("late", "H14.1", alert.count, alert.of, alert.value, alert.facts)
    return alert.facts, {code: spoken(templates[alert.template], told, Language(code)) for code in ("vi", "en")}


def test_a_renamed_heading_is_named_with_the_file_and_what_may_have_become_of_it(bench):
    bench.drop("ho-so-1.csv", record(1), at=NOW - timedelta(days=5))
    bench.drop("ho-so-2.csv", record(1), at=NOW - timedelta(days=4))
    bench.drop("ho-so-3.csv", record(1), headings=renamed("Ngày trả KQ cho dân", "STT"), at=NOW - timedelta(days=3))
    bench.drop("ho-so-4.csv", record(1), headings=renamed("Ngày trả KQ cho dân", "STT"), at=NOW - timedelta(days=2))
    with bench.running() as engine:
        take(engine)
        facts, said = blind(engine)
        health = engine.store.connection.execute("SELECT reason, said FROM health WHERE rule = 'late'").fetchone()
    assert {name: facts[name] for name in ("feed", "column", "heading", "since_file", "new_heading")} == {
        "feed": "one-stop",
        "column": "due_at",
        "heading": "Ngày hẹn trả",
        "since_file": "ho-so-3.csv",
        "new_heading": "Ngày trả KQ cho dân",
    }
    assert said["en"] == (
        "Rule “late” cannot judge a single record here: feed one-stop: the heading “Ngày hẹn trả” (due_at) is gone "
        "since ho-so-3.csv; there is an unknown heading “Ngày trả KQ cho dân”."
    )
    assert said["vi"] == (
        "Quy tắc “late” không xét được hồ sơ nào ở đây: nguồn one-stop: tiêu đề “Ngày hẹn trả” (due_at) không còn "
        "từ tệp ho-so-3.csv; có tiêu đề lạ “Ngày trả KQ cho dân”."
    )
    assert health["reason"] == facts["reason_en"]
    assert json.loads(health["said"]) == {"vi": facts["reason_vi"], "en": facts["reason_en"]}


def test_the_one_new_heading_is_told_whatever_it_says(bench):
    bench.drop("1.csv", record(1), headings=(*HEADINGS, "STT"), at=NOW - timedelta(days=5))
    bench.drop("2.csv", record(1), headings=renamed("Deadline", "STT"), at=NOW - timedelta(days=4))
    with bench.running() as engine:
        take(engine)
        assert blind(engine)[0]["new_heading"] == "Deadline"


def test_files_that_come_late_tell_the_same(bench):
    bench.drop("new.csv", record(1), headings=renamed("Deadline"), at=NOW - timedelta(days=3))
    with bench.running() as engine:
        take(engine)
        assert "heading" not in blind(engine)[0]
        bench.drop("old.csv", record(1), at=NOW - timedelta(days=5))
        take(engine)
        assert blind(engine)[0]["heading"] == "Ngày hẹn trả"
        bench.drop("newest.csv", record(1), record(2), at=NOW - timedelta(days=1))
        take(engine)
        assert alerts(engine, "rule.blind") == []


def test_a_heading_that_never_was_is_told_with_those_that_would_be_known(bench):
    bench.write("feeds/one-stop.toml", FEED + '[columns]\ndue_at = ["Hạn trả"]\n')
    bench.drop("1.csv", record(1), headings=renamed("Hạn trả cho dân"))
    with bench.running() as engine:
        take(engine)
        facts, said = blind(engine)
    assert "feed one-stop has never had a heading for due_at; known ones: Hạn trả" in said["en"]
    assert "nguồn one-stop: chưa tệp nào có tiêu đề cho due_at; các tiêu đề được nhận biết: Hạn trả" in said["vi"]
    assert facts["new_heading"] == "Hạn trả cho dân"


def test_rows_of_which_none_can_be_judged_are_told_with_why_in_both_languages(bench):
    bench.drop("1.csv", record(1, due=""), record(2, due=""))
    with bench.running() as engine:
        take(engine)
        said = blind(engine)[1]
    assert "none of 2 rows could be judged (due date missing: 2)" in said["en"]
    assert "2 hồ sơ mà không xét được hồ sơ nào (thiếu" in said["vi"]


def test_a_heading_that_looks_like_a_cell_is_not_kept(bench):
    bench.drop("1.csv", record(1), headings=(*HEADINGS, "012345678901", "STT"))
    with bench.running() as engine:
        take(engine)
        [(headings, unmapped)] = engine.store.connection.execute("SELECT headings, unmapped FROM arrivals").fetchall()
    assert json.loads(unmapped) == ["STT"]
    assert json.loads(headings)["due_at"] == "Ngày hẹn trả"
