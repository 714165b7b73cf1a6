"""What consoles must know of the configuration; a change of it is a line of the trail."""

from __future__ import annotations

import json

from projects import DAY, LATE, NOW, alerts, changes, record, take

from reform_tui import __version__
from reform_tui.board.reading import read_board
from reform_tui.store.ledger import broken_at


def rows(engine, query):
    return [tuple(row) for row in engine.store.connection.execute(query)]


def configurations(engine):
    query = "SELECT detail FROM changes WHERE kind = 'configuration' ORDER BY seq"
    return [json.loads(detail)["changed"] for (detail,) in rows(engine, query)]


def test_the_configuration_is_a_line_once_and_says_what_changed(bench):
    with bench.running() as engine:
        [first] = configurations(engine)
        assert {"reform.toml", "feeds/one-stop.toml", "rules/late.toml", "version"} <= set(first)
    with bench.running() as engine:
        assert len(configurations(engine)) == 1
    bench.write("rules/late.toml", LATE + "\n# mended\n")
    bench.write("reference/units.csv", "unit,name,level,contact\nH14.1,Phường Tân Giang,commune,\n")
    with bench.running() as engine:
        assert configurations(engine)[1:] == [["reference/units.csv", "rules/late.toml"]]
        assert broken_at(engine.store.connection) is None
    bench.write("rules/late.toml", LATE)
    (bench.root / "reference/units.csv").unlink()
    with bench.running(NOW + DAY) as engine:
        assert configurations(engine)[2:] == [["reference/units.csv", "rules/late.toml"]]


def test_consoles_find_names_sentences_and_thresholds(bench):
    bench.write("rules/late.toml", LATE + 'name = { vi = "Trễ", en = "Late" }\nmessage = { vi = "{count} trễ" }\n')
    with bench.running() as engine:
        meta = dict(rows(engine, "SELECT name, value FROM meta"))
        assert (meta["project"], meta["province"], meta["version"]) == ("Tests", "H14", __version__)
        assert (meta["language"], meta["charset"], meta["theme"]) == ("en", "auto", "terminal")
        [rule] = engine.store.connection.execute("SELECT * FROM rules WHERE rule = 'late'")
        assert json.loads(rule["names"]) == {"vi": "Trễ", "en": "Late"}
        said = json.loads(rule["sentences"])["all-open"]
        assert said["vi"] == "{count} trễ"
        assert "records late" in said["en"]
        assert (json.loads(rule["warning"]), rule["period"]) == ({"count": 1}, "all")
        own = {name for (name,) in rows(engine, "SELECT rule FROM rules")} - {"late"}
        assert own == {"feed.late", "feed.shrunken", "rule.blind", "rule.ill"}
        assert rows(engine, "SELECT feed, schema, folder FROM feeds") == [("one-stop", "records", "inbox/one-stop")]


def test_the_counting_profile_is_told_before_there_is_any_alert(bench):
    second = LATE.replace("[late]", "[second]") + 'profile = "to_the_second"\n'
    bench.write("rules/late.toml", LATE + second)
    with bench.running() as engine:
        settings = {rule: json.loads(said) for rule, said in rows(engine, "SELECT rule, settings FROM rules")}
        assert settings["late"] == {"profile": "province_06a", "by": "field", "which": "all"}
        assert settings["second"] == {"profile": "to_the_second", "by": "field", "which": "all"}
        assert settings["rule.ill"] == {}
        assert read_board(engine.store.connection, NOW).profiles == ("province_06a", "to_the_second")


def test_a_rule_that_is_removed_ends_its_alerts_and_the_trail_says_why(bench):
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine, NOW + DAY)
        assert len(alerts(engine)) == 1
    bench.write("rules/late.toml", LATE.replace("[late]", "[other]"))
    with bench.running(NOW + DAY) as engine:
        assert alerts(engine) == []
        [(detail,)] = rows(engine, "SELECT detail FROM changes WHERE kind = 'resolved'")
        assert json.loads(detail)["why"] == "rule removed"
        assert rows(engine, "SELECT * FROM health WHERE rule = 'late'") == []


def test_a_rule_that_is_renamed_keeps_its_alerts_and_what_people_did(bench):
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine, NOW + DAY)
        engine.store.connection.execute("UPDATE alerts SET state = 'acknowledged', note = 'x', taken_by = 'lan'")
        [before] = alerts(engine)
    bench.write("rules/late.toml", LATE.replace("[late]", "[tardy]") + 'was = ["late"]\n')
    with bench.running(NOW + DAY) as engine:
        [after] = alerts(engine, "tardy")
        assert after["id"] != before["id"]
        assert (after["state"], after["note"], after["taken_by"]) == ("acknowledged", "x", "lan")
        assert engine.step(engine.units(), NOW + DAY) == 0
        assert ("renamed", "tardy") in changes(engine)
        lines = len(changes(engine))
    with bench.running(NOW + DAY) as engine:
        assert len(changes(engine)) == lines


def test_a_rename_to_a_name_that_has_the_alert_already_says_so_once(bench):
    bench.drop("a.csv", record(1))
    bench.write("rules/late.toml", LATE + LATE.replace("[late]", "[tardy]"))
    with bench.running() as engine:
        take(engine, NOW + DAY)
    bench.write("rules/late.toml", LATE.replace("[late]", "[tardy]") + 'was = ["late"]\n')
    counts = []
    for _ in range(2):
        with bench.running(NOW + DAY) as engine:
            assert alerts(engine) == []
            assert len(alerts(engine, "tardy")) == 1
            counts.append(len(changes(engine)))
    assert counts[0] == counts[1]


def test_alerts_about_a_rule_that_is_gone_end_too(bench):
    bench.drop_text("a.csv", "Số hồ sơ;Lĩnh vực\nH14.1-250301-0001;Đất đai\n")
    with bench.running() as engine:
        take(engine)
        assert len(alerts(engine, "rule.blind")) == 1
    bench.write("rules/late.toml", LATE.replace("[late]", "[other]"))
    with bench.running() as engine:
        assert alerts(engine, "rule.blind") == []


def test_a_feed_that_is_removed_is_no_longer_listed(bench):
    with bench.running():
        pass
    bench.write("feeds/other.toml", (bench.root / "feeds/one-stop.toml").read_text("utf-8"))
    (bench.root / "feeds/one-stop.toml").unlink()
    with bench.running() as engine:
        assert rows(engine, "SELECT feed FROM feeds") == [("other",)]


def test_units_of_the_inspectors_table_stand_before_what_feeds_say(bench):
    bench.write("reference/units.csv", "unit,name,level,contact\nH14.1,Phường Tân Giang,commune,Ông A\n")
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine)
        assert rows(engine, "SELECT * FROM units") == [("H14.1", "Phường Tân Giang", "commune", "Ông A")]
