"""Every version of what decides is archived, and every line of the trail leads to the versions in force."""

from __future__ import annotations

import pytest
from projects import DAY, LATE, NOW, record, take

from reform_tui import __version__
from reform_tui.engine.intake.labels import labels
from reform_tui.engine.provenance import configuration_at, keep_configuration
from reform_tui.errors import ConfigError
from reform_tui.shipped import shipped
from reform_tui.store.archive import content_of, sha256_of
from reform_tui.store.ledger import broken_at

UNITS = "unit,name,level,contact\nH14.1,Phường Tân Giang,commune,\n"
WEEK = '[other]\nextends = "late"\nhold = "7d"\n'


def last_line(engine):
    """The number of the last line that tells of an alert."""
    return engine.store.connection.execute("SELECT max(seq) FROM changes WHERE alert IS NOT NULL").fetchone()[0]


def archived(engine, seq):
    """Label to the text of every file in force at a line of the trail."""
    files = configuration_at(engine.store.connection, seq)
    assert files.pop("version") == __version__
    return {label: content_of(engine.store.layout, sha256).decode() for label, sha256 in files.items()}


def test_each_change_leads_to_the_files_that_decided_it(bench):
    bench.write("reference/units.csv", UNITS)
    bench.write("plugins/own.py", '"""Nothing yet."""\n')
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine, NOW + DAY)
        first = last_line(engine)
    bench.write("rules/late.toml", LATE + WEEK)
    (bench.root / "reference/units.csv").unlink()
    bench.drop("b.csv", record(2), at=NOW)
    with bench.running(NOW + DAY) as engine:
        take(engine, NOW + DAY)
        before, after = archived(engine, first), archived(engine, last_line(engine))
        assert broken_at(engine.store.connection) is None
    assert (before["rules/late.toml"], after["rules/late.toml"]) == (LATE, LATE + WEEK)
    assert (before["reference/units.csv"], "reference/units.csv" in after) == (UNITS, False)
    assert before["plugins/own.py"] == '"""Nothing yet."""\n'
    assert before["reform.toml"] == after["reform.toml"]
    assert any(label.startswith("shipped/") and label.endswith(".toml") for label in before), "the shipped calendar"
    for path in shipped("plugins").glob("[!_.]*.py"):
        assert before[f"shipped/plugins/{path.name}"] == path.read_text("utf-8")


def test_the_archive_of_files_to_read_again_holds_no_configuration(bench):
    bench.drop("a.csv", record(1))
    with bench.running() as engine:
        take(engine)
        assert [label.path for label in labels(engine.store.layout)] == ["inbox/one-stop/a.csv"]


def test_a_file_that_changed_while_it_was_read_is_no_provenance(bench):
    with bench.running() as engine:
        path = bench.write("rules/late.toml", LATE + WEEK)
        with pytest.raises(ConfigError, match=r"rules/late\.toml: was changed while it was read; start again"):
            keep_configuration(engine.store.layout, bench.root, {"rules/late.toml": sha256_of(b"what was read")})
        assert not engine.store.layout.archived(sha256_of(path.read_bytes())).exists()


def test_nothing_is_written_twice(bench):
    with bench.running() as engine:
        kept = {path: path.stat().st_mtime_ns for path in engine.store.layout.archive.rglob("*.zst")}
    with bench.running() as engine:
        assert {path: path.stat().st_mtime_ns for path in engine.store.layout.archive.rglob("*.zst")} == kept
    assert len(kept) > 5
