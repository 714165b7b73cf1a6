"""Each command from its words to its answer."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event

import pytest
from cli_project import FILES, drop, row, tree

import reform_tui.cli
from reform_tui import __version__
from reform_tui.acts import write_act
from reform_tui.cli.main import COMMANDS, main
from reform_tui.errors import Exit
from reform_tui.store.reading import open_store
from reform_tui.watch import service

CASE = """
[[late.case]]
name    = "one late record"
now     = 2025-03-12T00:00:00+07:00
records = [{ field = "Đất đai", received_at = 2025-03-01T08:00:00+07:00, due_at = 2025-03-11T17:00:00+07:00 }]
expect  = [{ subject = "Đất đai", count = COUNT }]
"""
SAMPLE = """
[[sample]]
row    = { "Số hồ sơ" = "H14.1-250301-0001", "Ngày hẹn trả" = "11/03/2025 17:00:00" }
expect = { record_id = "H14.1-250301-0001", unit = "UNIT" }
"""


@pytest.fixture
def told(capsys):
    def told(*words):
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return told


@contextmanager
def watching(project, *words):
    """The engine as a service; told to stop afterwards."""
    command = [sys.executable, "-m", "reform_tui.cli.main", "watch", str(project), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def eventually(holds, seconds=15.0):
    end, pause = time.monotonic() + seconds, Event()
    while not holds():
        if time.monotonic() > end:
            return False
        pause.wait(0.05)
    return True


def read(project, query):
    """Rows of the project's store as a console would read them; none while there is no store."""
    try:
        with closing(sqlite3.connect(f"file:{project}/state/store.sqlite?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()
    except sqlite3.Error:
        return []


def live_alerts(project):
    return len(read(project, "SELECT 1 FROM alerts WHERE state != 'resolved'"))


def test_the_engine_takes_files_in_and_stops_cleanly(project, told):
    drop(project, "a.csv", row(1))
    with watching(project) as engine:
        assert eventually(lambda: live_alerts(project) == 1)
        drop(project, "b.csv", row(2, "H14.2"))
        assert eventually(lambda: live_alerts(project) == 2)
        code, _, err = told("rebuild", project)
        assert code == Exit.CONFIGURATION
        assert "another engine runs on this project" in err
        with watching(project) as second:
            assert second.wait(20) == Exit.CONFIGURATION
            assert "another engine runs on this project" in second.stderr.read()
        engine.send_signal(signal.SIGTERM)
        assert engine.wait(20) == Exit.CLEAN
        assert "Traceback" not in engine.stderr.read()
    assert [path.name for path in (project / "state").glob("store.sqlite*")] == ["store.sqlite"]
    open_store(project / "state/store.sqlite").close()


def test_ctrl_c_is_told_by_its_own_code(project):
    with watching(project) as engine:
        assert eventually((project / "state/store.sqlite").exists)
        engine.send_signal(signal.SIGINT)
        assert engine.wait(20) == Exit.INTERRUPTED
        assert "Traceback" not in engine.stderr.read()


def test_an_interrupted_check_says_so(project, monkeypatch, capsys):
    def interrupted(*_arguments, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr("reform_tui.assemble.take_all", interrupted)
    assert main(["check", str(project)]) == Exit.INTERRUPTED
    assert capsys.readouterr().err == "reform-tui: interrupted\n"


def test_rebuild_makes_the_same_store_from_archive_and_acts_alone(project, told):
    drop(project, "a.csv", row(1), row(2, "H14.2"))
    drop(project, "b.csv", row(2, "H14.2", due="10/03/2025 17:00:00"))
    with watching(project) as engine:
        assert eventually(lambda: live_alerts(project) == 2)
        [identity] = read(project, "SELECT id FROM alerts WHERE unit = 'H14.1'")
        write_act(project, "acknowledge", {"alert": identity[0], "note": "đã gọi"})
        assert eventually(lambda: read(project, "SELECT state FROM alerts WHERE unit = 'H14.1'") == [("acknowledged",)])
        engine.send_signal(signal.SIGTERM)
        assert engine.wait(20) == Exit.CLEAN
    what = "SELECT id, state, severity, count, of, value, facts, note FROM alerts ORDER BY id"
    files = "SELECT path, status, rows, accepted, rejected, exported_at FROM arrivals ORDER BY path"
    before = read(project, what), read(project, files)
    for path in (project / "inbox/one-stop").iterdir():
        path.unlink()
    code, out, err = told("rebuild", project)
    assert (code, out) == (Exit.CLEAN, "")
    assert "2 files taken in again, 2 units, 2 live alerts" in err
    assert (read(project, what), read(project, files)) == before


def test_feeds_lists_what_waits_and_counts_what_is_ignored(project, told):
    drop(project, "a.csv", row(1))
    (project / "inbox/one-stop/b.json").write_text("[{", "utf-8")
    (project / "inbox/one-stop/c.csv.part").write_text("x", "utf-8")
    with watching(project) as engine:
        assert eventually(lambda: read(project, "SELECT 1 FROM waiting") and read(project, "SELECT 1 FROM arrivals"))
        engine.send_signal(signal.SIGTERM)
        engine.wait(20)
    code, out, err = told("feeds", project, "--format", "json")
    assert code == Exit.CLEAN
    assert [(Path(one["file"]).name, one["status"]) for one in json.loads(out)] == [
        ("a.csv", "taken"),
        ("b.json", "waiting"),
    ]
    assert err.startswith("reform-tui: ignored: 1, ")
    assert "is not a project" in told("feeds", project / "inbox")[2]


def test_feeds_lists_every_file_and_its_rows_balance(project, told):
    drop(project, "a.csv", row(1), ";no code")
    drop(project, "b.csv", row(1), ";no code")
    (project / "state/archive").mkdir(parents=True)
    told("rebuild", project)
    with watching(project) as engine:
        assert eventually(lambda: len(read(project, "SELECT 1 FROM arrivals")) == 2)
        engine.send_signal(signal.SIGTERM)
        engine.wait(20)
    code, out, _ = told("feeds", project, "--format", "json")
    assert code == Exit.CLEAN
    files = json.loads(out)
    assert [(one["status"], one["rows"], one["accepted"], one["rejected"]) for one in files] == [
        ("taken", 2, 1, 1),
        ("duplicate", 0, 0, 0),
    ]
    _, out, _ = told("feeds", project, "--format", "csv")
    assert [line["file"] for line in csv.DictReader(io.StringIO(out))] == [one["file"] for one in files]


@pytest.mark.parametrize(
    ("count", "unit", "code"),
    [(1, "H14.1", Exit.CLEAN), (2, "H14.1", Exit.CASE_FAILED), (1, "H14.9", Exit.CASE_FAILED)],
)
def test_cases_and_samples_are_run(project, told, count, unit, code):
    (project / "rules/late.toml").write_text(FILES["rules/late.toml"] + CASE.replace("COUNT", str(count)), "utf-8")
    (project / "feeds/one-stop.toml").write_text(FILES["feeds/one-stop.toml"] + SAMPLE.replace("UNIT", unit), "utf-8")
    found, out, err = told("test-rules", project)
    assert found == code
    assert "late.toml [late]: one late record" in out
    assert "feeds/one-stop.toml: 1 sample" in out
    assert ("1 failed" in err) == (code == Exit.CASE_FAILED)
    assert ("FAIL" in out) == (code == Exit.CASE_FAILED)


def test_one_rule_can_be_run_alone(project, told):
    (project / "rules/late.toml").write_text(FILES["rules/late.toml"] + CASE.replace("COUNT", "1"), "utf-8")
    code, out, err = told("test-rules", project, "--rule", "late")
    assert (code, out.count("\n")) == (Exit.CLEAN, 1)
    assert "1 passed, 0 failed" in err


def test_checks_lists_keys_with_types_and_defaults(project, told):
    code, out, _ = told("checks", project, "--format", "json")
    assert code == Exit.CLEAN
    rows = [one for one in json.loads(out) if one["check"] == "overdue_by_field"]
    assert (rows[0]["grain"], rows[0]["key"], rows[0]["help"][:12]) == ("unit", "", "Records that")
    keys = {one["key"]: one["default"] for one in rows}
    assert keys["by"] == '"field"'


def test_doctor_looks_at_the_machine_and_the_project(project, told, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    _, out, _ = told("doctor", project, "--format", "json")
    found = {one["what"]: one["state"] for one in json.loads(out)}
    assert found["configuration"] == "ok"
    assert found["trail"] == "ok"
    assert found["engine"] == "warn"
    (project / "reform.toml").write_text("= what", "utf-8")
    code, out, _ = told("doctor", project)
    assert code == Exit.CONFIGURATION
    assert "reform.toml" in out


def test_doctor_sees_a_trail_that_was_changed_by_hand(project, told):
    drop(project, "a.csv", row(1))
    (project / "state/archive").mkdir(parents=True)
    told("rebuild", project)
    connection = sqlite3.connect(project / "state/store.sqlite")
    connection.execute("UPDATE changes SET detail = '{}' WHERE seq = 1")
    connection.commit()
    connection.close()
    code, out, _ = told("doctor", project)
    assert code == Exit.CONFIGURATION
    assert "line 1 does not follow" in out
    (project / "state/store.sqlite").write_bytes(b"nothing that anybody wrote" * 500)
    code, out, err = told("doctor", project)
    assert code == Exit.CONFIGURATION
    assert "Traceback" not in err


def test_doctor_tells_a_damaged_store_and_a_missing_folder_beside_the_rest(project, told):
    drop(project, "a.csv", *map(row, range(1, 40)))
    (project / "state/archive").mkdir(parents=True)
    told("rebuild", project)
    store = project / "state/store.sqlite"
    store.write_bytes(store.read_bytes()[:8192] + b"\xff" * (store.stat().st_size - 8192))
    (project / "inbox").rename(project / "outbox")
    code, out, _ = told("doctor", project, "--format", "json")
    found = {one["what"]: (one["state"], f"{one['found']} {one['do']}") for one in json.loads(out)}
    assert code == Exit.CONFIGURATION
    assert found["folders"] == ("bad", "not there: inbox/one-stop make them, or mend 'folder' of the feed")
    assert found["store"][0] == "bad"
    assert "stop the engine and run reform-tui rebuild" in found["store"][1]


def test_doctor_does_nothing_at_a_path_that_is_no_project(told, tmp_path):
    code, _, err = told("doctor", tmp_path / "typo")
    assert code == Exit.CONFIGURATION
    assert "Traceback" not in err
    assert tree(tmp_path) == {}


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"reform-tui {__version__}\n"


def test_a_demo_is_made_and_can_be_checked(tmp_path, told):
    code, _, _ = told("demo", "--no-console", "--into", tmp_path / "demo")
    assert code == Exit.CLEAN
    (tmp_path / "demo/inbox/one-stop").mkdir(parents=True, exist_ok=True)
    assert told("check", tmp_path / "demo")[0] in {Exit.CLEAN, Exit.ALERTS}
    assert told("test-rules", tmp_path / "demo")[0] == Exit.CLEAN


def test_every_command_has_a_file_and_every_file_a_command():
    folder = Path(reform_tui.cli.__file__).parent
    commands = [path for path in folder.glob("*.py") if "\ndef run(options: " in path.read_text("utf-8")]
    assert {path.stem.replace("_", "-") for path in commands} == set(COMMANDS)


def test_the_engine_that_consoles_started_ends_when_nobody_looks(project, monkeypatch):
    monkeypatch.setattr(service, "PATIENCE", 0.0)
    service.serve(project, lambda: False, while_consoles=True)
    assert (project / "state/store.sqlite").exists()
    assert not (project / "state/store.sqlite-wal").exists()
    assert os.access(project / "state/engine.lock", os.R_OK)
