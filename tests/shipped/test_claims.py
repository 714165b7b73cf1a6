"""What five articles state, held against itself by the real engine; and an inspector's own table and relation."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from string import Formatter

import pytest

from reform_tui.cli.main import main
from reform_tui.config.build import faults
from reform_tui.config.feed import feed_of
from reform_tui.config.toml import read_document
from reform_tui.engine.cases.rows import case_source
from reform_tui.feeds.headings import loose
from reform_tui.feeds.read import read_file
from reform_tui.feeds.samples import failures
from reform_tui.language import LANGUAGES, Language
from reform_tui.sentences import Told, spoken
from reform_tui.shipped import shipped
from reform_tui.times import now

SAMPLE = shipped("sample_feeds") / "claims"
CHECKS = (
    "claim_arithmetic", "claim_basis", "claims_agree", "claims_twice", "targets_twice", "claim_statement",
    "claim_series", "claim_adjusted", "claim_differs",
)  # fmt: skip
EIGHT = {
    ("claims-agree", "H14", "Hồ sơ quá hạn: 001-1 · 001-3 · 001-4 · 001-5"): ("98,4", "994", "523", "506", "539"),
    ("claims-basis", "H14.21", "002-9"): ("2.047/2.386", "85,79", "339", "100"),
    ("claims-agree", "H14", "Mã định danh đơn vị: 002-4 · 002-5a · 002-5b"): ("140", "56", "22", "78"),
    ("claims-statement", "H60", "Số hóa: 003-7a · 003-7b"): ("90", "80"),
    ("claims-twice", "H60", "Số thủ tục: 003-5a · 003-5b"): ("2.112", "2.000", "1.000"),
    ("claims-series", "H14", "Dịch vụ toàn trình: 001-10a · 001-10b · 002-1a · 002-1c"): ("978", "639", "1.775", "782"),
    ("claims-targets", "H14", "Cắt giảm thời gian giải quyết: 000-10 · 001-8 · 005-1"): (
        "60",
        "30",
        "20",
        "12/04/2025",
        "22/06/2025",
    ),
    ("claims-twice", "H12", "Thanh toán trực tuyến: 004-5 · 004-6"): ("85,94", "98,17", "procedures-paid-online"),
    ("claims-helped", "H60", "Trực tuyến có làm giúp: 003-9a · 003-9b"): ("95,2",),
}
"""The eight cross-checks, of which the fourth names two pairs: alert to what its sentence must say."""


@pytest.fixture(scope="module")
def schema(plugins):
    return plugins.schemas["claims"]


@pytest.fixture(scope="module")
def feed(plugins):
    path = SAMPLE / "feeds" / "claims.toml"
    return feed_of(read_document(path, path.name), plugins.schemas)


@pytest.fixture(scope="module")
def told(project, asked):
    def told(check, rows, **settings):
        given = [{"source": "a", **row} for row in rows]
        source = case_source({"claims": given}, project.schemas, project.calendar.zone)
        return asked(check, source, "2025-12-31T08:00:00+07:00", **settings).judgement

    return told


def test_the_eight_fire_on_the_articles_own_claims_and_nothing_else_does(tmp_path, capsys, plugins):
    root = tmp_path / "claims"
    shutil.copytree(SAMPLE, root, ignore=shutil.ignore_patterns("state"))
    main(["check", str(root), "--as-of", "2026-01-05T08:00:00+07:00", "--format", "json", "--fail-on", "never"])
    alerts = json.loads(capsys.readouterr().out)["alerts"]
    assert {(one["rule"], one["unit"], one["subject"]) for one in alerts} == set(EIGHT)
    for one in alerts:
        figures = EIGHT[one["rule"], one["unit"], one["subject"]]
        assert [each for each in figures if each not in one["message"]] == [], one["message"]
        assert one["evidence_count"] == one["count"] == len(one["subject"].split(" · "))
        said = in_both(plugins.checks[one["check"]], one)
        assert said["vi"] == one["message"]
        assert "{" not in said["vi"] + said["en"]
        assert len({said["vi"], said["en"]}) == 2


def in_both(check, one):
    """The alert's sentence in each language, by the template whose facts are all there and give its message."""
    heard = Told(one["subject"], one["unit_name"], one["count"], one["of"], one["value"], one["facts"])
    for sentences in check.sentences.values():
        said = {code: spoken(sentences, heard, Language(code)) for code in LANGUAGES}
        if said["vi"] == one["message"]:
            return said
    return {"vi": "", "en": ""}


def test_no_heading_has_two_meanings_and_every_word_leads_to_a_value(schema):
    owners, words = {}, {}
    for column in schema.columns:
        assert set(column.words) == set(column.values)
        for heading in {loose(column.name), *map(loose, column.headings)}:
            assert owners.setdefault(heading, column.name) == column.name, heading
        for value, said in column.words.items():
            for word in map(str.lower, said):
                assert words.setdefault((column.name, word), value) == value, word


def test_the_samples_hold_and_the_table_is_read_whole(feed, schema):
    assert failures(feed, schema, "Asia/Ho_Chi_Minh") == ()
    [path] = sorted((SAMPLE / "inbox" / "claims").iterdir())
    batch = read_file(path.name, path.read_bytes(), feed, schema, zone="Asia/Ho_Chi_Minh", first_seen=now())
    assert (batch.rows.num_rows, batch.rejected.num_rows) == (72, 0)
    rows = {row["claim_id"]: row for row in batch.rows.to_pylist()}
    assert all(row["source"] for row in rows.values())
    assert (rows["001-2"]["numerator"], rows["001-2"]["denominator"], rows["001-2"]["wording"]) == (
        24558,
        34530,
        "over",
    )
    assert (rows["003-18"]["kind"], rows["003-18"]["share_of"]) == ("target", "received")


@pytest.mark.parametrize("check", CHECKS)
def test_every_brace_of_a_sentence_is_a_documented_fact(plugins, check):
    always = {"count", "of", "share", "value", "unit", "subject"}
    kind = plugins.checks[check]
    for said in kind.sentences.values():
        for language, sentence in said.items():
            names = {name for _, name, _, _ in Formatter().parse(sentence) if name} - always
            lacking = {
                name for name in names if f"``{name.removesuffix('_en').removesuffix('_vi')}" not in kind.__doc__
            }
            assert lacking == set(), f"{check} {language}"


@pytest.mark.parametrize("check", CHECKS)
def test_no_claims_are_no_findings(told, check):
    settings = {
        "claim_basis": {"basis": []}, "claims_agree": {"relation": []}, "claim_statement": {"meaning": []},
        "claim_series": {"series": []},
    }  # fmt: skip
    assert told(check, [], **settings.get(check, {})).findings == ()


@pytest.mark.parametrize(
    ("relation", "says"),
    [
        ({"kind": "sum"}, "needs parts"),
        ({"kind": "complement", "part": "late"}, "needs rate"),
        ({"kind": "sums"}, "did you mean 'sum'"),
    ],
)
def test_a_relation_that_lacks_something_says_what(plugins, relation, says):
    table = {"relation": [{"code": "mine", "whole": ["all"], "reading": {"vi": "a", "en": "a"}, **relation}]}
    [fault] = faults(plugins.checks["claims_agree"], table, "rules/mine.toml [mine]")
    assert says in fault


def test_two_relations_of_one_code_are_refused(plugins):
    one = {"code": "mine", "kind": "part", "whole": ["all"], "part": "some", "reading": {"vi": "a", "en": "a"}}
    [fault] = faults(plugins.checks["claims_agree"], {"relation": [one, one]}, "mine")
    assert "two relations are called 'mine'" in fault


def test_the_newest_source_speaks_and_what_is_no_number_is_skipped(told):
    relation = {"code": "r", "kind": "part", "whole": ["all"], "part": "some", "reading": {"vi": "a", "en": "a"}}
    rows = [
        {"claim_id": "1", "topic": "all", "value": "10", "published_at": datetime(2025, 1, 1, tzinfo=UTC)},
        {"claim_id": "2", "topic": "all", "value": "20", "published_at": datetime(2025, 2, 1, tzinfo=UTC)},
        {"claim_id": "3", "topic": "some", "value": "15"},
        {"claim_id": "4", "topic": "some", "value": "many"},
    ]
    judgement = told("claims_agree", rows, relation=[relation])
    assert judgement.findings == ()
    assert judgement.skipped == {"X1": {"value is no number": 1}}


def test_a_share_is_never_read_as_thousands(told):
    rows = [{"claim_id": "1", "value": "31.481", "measure": "percent", "numerator": 17, "denominator": 54}]
    assert told("claim_arithmetic", rows).findings == ()
    [found] = told("claim_arithmetic", [{**rows[0], "value": "31.481", "measure": "number"}]).findings
    assert found.facts["said_en"] == "31,481"
