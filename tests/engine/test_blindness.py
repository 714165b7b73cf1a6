"""Why a rule is blind: the heading that went missing is named, in both languages."""

from __future__ import annotations

import json
from datetime import timedelta

from projects import FEED, HEADINGS, NOW, alerts, record, take

from reform_tui.engine.blind_words import Missing, as_said, none_judged
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
        "“late”: no records can be judged: since ho-so-3.csv, files of the feed one-stop lack the heading “Ngày hẹn trả” "
        '(due at); if “Ngày trả KQ cho dân” (unknown) is it, write due_at = ["Ngày trả KQ cho dân"] under [columns] '
        "of feeds/one-stop.toml; else ask whoever exports the files to add it."
    )
    assert said["vi"] == (
        "“late”: không xét được hồ sơ nào: từ ho-so-3.csv, tệp của nguồn one-stop không còn tiêu đề “Ngày hẹn trả”; nếu "
        'đó là “Ngày trả KQ cho dân” (tiêu đề lạ), ghi due_at = ["Ngày trả KQ cho dân"] dưới [columns] của '
        "feeds/one-stop.toml; nếu không, đề nghị nơi xuất tệp bổ sung."
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
    assert (
        "no file of the feed one-stop has ever had the heading “Hạn trả” (due at); if “Hạn trả cho dân”" in said["en"]
    )
    assert "tệp của nguồn one-stop chưa bao giờ có tiêu đề “Hạn trả”; nếu đó là “Hạn trả cho dân”" in said["vi"]
    assert facts["new_heading"] == "Hạn trả cho dân"


def test_rows_of_which_none_can_be_judged_are_told_with_why_in_both_languages(bench):
    bench.drop("1.csv", record(1, due=""), record(2, due=""))
    with bench.running() as engine:
        take(engine)
        said = blind(engine)[1]
    assert said["en"] == (
        "“late”: no records can be judged: due date missing; ask whoever sends the data to fill it in."
    )
    assert said["vi"].startswith("“late”: không xét được hồ sơ nào: thiếu")


def test_a_heading_that_looks_like_a_cell_is_not_kept(bench):
    bench.drop("1.csv", record(1), headings=(*HEADINGS, "012345678901", "STT"))
    with bench.running() as engine:
        take(engine)
        [(headings, unmapped)] = engine.store.connection.execute("SELECT headings, unmapped FROM arrivals").fetchall()
    assert json.loads(unmapped) == ["STT"]
    assert json.loads(headings)["due_at"] == "Ngày hẹn trả"


def test_what_one_feed_lacks_is_one_clause_and_rows_are_called_as_people_call_them():
    lacks = [
        Missing("a", "due_at", "Hạn xử lý"),
        Missing("b", "year", "Năm"),
        Missing("a", "done_at", "Ngày hoàn thành"),
    ]
    said = as_said(Language("vi"), lacks, "tasks")
    assert said.startswith(
        "không xét được nhiệm vụ nào: tệp của nguồn a chưa bao giờ có tiêu đề “Hạn xử lý”, “Ngày hoàn thành”; "
    )
    assert said.count("tệp của nguồn a") == 1
    assert "feeds/b.toml" in said
    assert as_said(Language("en"), lacks[:1], "of-a-plugin").startswith("no rows can be judged: ")


def test_several_reasons_are_told_with_how_many_the_most_frequent_first_and_columns_by_their_headings():
    skipped = {"no feed has records.due_at": 1, "due date missing": 5, "c": 1, "d": 1, "e": 1}
    said = none_judged(Language("en"), skipped, "records")
    assert said == (
        "no records can be judged: due date missing (5), c (1), d (1), e (1), +1; ask whoever sends the data to fill it in"
    )
    assert "“Ngày hẹn trả”" in none_judged(Language("vi"), {"no feed has records.due_at": 1}, "records")
