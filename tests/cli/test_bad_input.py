"""Whatever is wrong is said in a sentence that names the file, with exit code 2, and never as a traceback."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
from cli_project import AS_OF, FILES, drop, row, tree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reform_tui.cli.main import COMMANDS, main
from reform_tui.errors import Exit

PLUGIN = "from reform_tui.sdk import hookimpl\n@hookimpl\ndef reform_checks():\n    return []\n"


@pytest.fixture
def told(capsys):
    """Run a command that must fail with a sentence; return the sentence."""

    def told(*words, code=Exit.CONFIGURATION):
        assert main([str(word) for word in words]) == code
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert said.err.startswith("reform-tui: ")
        return said.err

    return told


@pytest.mark.parametrize("command", ["check", "watch", "test-rules", "rebuild", "checks", "plugins", "feeds"])
def test_a_project_that_is_not_there(command, tmp_path):
    missing = tmp_path / "typo"
    code = subprocess.run(
        [sys.executable, "-m", "reform_tui.cli.main", command, str(missing)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert code.returncode == Exit.CONFIGURATION
    assert code.stderr.startswith("reform-tui: ")
    assert "typo" in code.stderr
    assert "Traceback" not in code.stderr
    assert not missing.exists()


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("damage", [b"= what", b"\xff\xfe\x00", b"[unclosed\n"], ids=["syntax", "bytes", "unclosed"])
def test_a_file_that_cannot_be_read_is_named(project, told, path, damage):
    table = path.endswith(".csv")
    (project / path).write_bytes(b"\x00\x01\x02" if table else damage)
    code = Exit.UNHEALTHY if table else Exit.CONFIGURATION
    assert path.rpartition("/")[2] in told("check", project, code=code)


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("reform.toml", 'zone = "Mars/Olympus"\n', "'Mars/Olympus' is not a time zone"),
        ("reform.toml", "workers = 0\n", "workers"),
        ("reform.toml", 'nmae = "x"\n', "unknown key 'nmae', did you mean 'name'?"),
        ("reform.toml", 'period = "spring"\n', "spring"),
        ("feeds/one-stop.toml", 'schema = "recods"\nfolder = "x"\n', "recods"),
        ("feeds/one-stop.toml", 'schema = "records"\n', "folder"),
        ("rules/late.toml", '[late]\ncheck = "overdue_by_feild"\n', "did you mean 'overdue_by_field'"),
        ("rules/late.toml", '[late]\ncheck = "overdue_by_field"\nprofil = "x"\n', "did you mean 'profile'?"),
        ("rules/late.toml", '[indicator.x]\ncount = "online_submision"\n', "did you mean 'online_submission'"),
        ("calendar.toml", "holidays = 7\n", "calendar.toml"),
    ],
)
def test_what_does_not_fit_is_explained(project, told, path, text, says):
    (project / path).write_text(text, "utf-8")
    drop(project, "a.csv", row(1))
    assert says in told("check", project)


def test_a_reference_table_without_its_headings_stops_nothing_but_no_answer_is_clean(project, told):
    (project / "reference/staff.csv").write_text("what;is;this\n1;2;3\n", "utf-8")
    drop(project, "a.csv", row(1))
    assert "reference/staff.csv" in told("check", project, code=Exit.UNHEALTHY)


def test_every_fault_of_all_files_is_told_at_once(project, told):
    (project / "reform.toml").write_text('nmae = "x"\n', "utf-8")
    (project / "feeds/one-stop.toml").write_text('schema = "recods"\nfolder = "x"\n', "utf-8")
    (project / "rules/late.toml").write_text("[late]\n", "utf-8")
    err = told("test-rules", project)
    assert all(name in err for name in ("reform.toml", "feeds/one-stop.toml", "rules/late.toml"))


@pytest.mark.parametrize("moment", ["yesterday", "2025-13-01", "31/03/2025", "", "0001-01-01", "9999-12-31"])
def test_a_moment_that_is_none(project, told, moment):
    assert "--as-of: " in told("check", project, f"--as-of={moment}")


@pytest.mark.parametrize("moment", ["1900-01-01T00:00:00+14:00", "2200-12-31T23:59:59-12:00"])
def test_a_moment_far_away_is_judged(project, capsys, moment):
    drop(project, "a.csv", row(1))
    code = main(["check", str(project), "--as-of", moment, "--format", "json"])
    err = capsys.readouterr().err
    assert (code, err) == (Exit.CLEAN, "")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("raises", "raise RuntimeError('x')\n"),
        ("syntax", "def :\n"),
        ("missing", "import no_such_module_here\n"),
        ("exits", "import sys\nsys.exit(3)\n"),
        ("hook", PLUGIN.replace("reform_checks", "reform_chekcs")),
    ],
)
def test_a_plugin_that_cannot_be_loaded(project, capsys, name, body):
    (project / "plugins").mkdir()
    (project / f"plugins/{name}.py").write_text(body, "utf-8")
    drop(project, "a.csv", row(1))
    for command in ("doctor", "test-rules"):
        code = main([command, str(project)])
        said = capsys.readouterr()
        assert code == Exit.CONFIGURATION, command
        assert f"{name}.py" in said.out + said.err
        assert "Traceback" not in said.err
    main(["check", str(project), "--as-of", AS_OF])
    err = capsys.readouterr().err
    assert f"{name}.py" in err
    assert "Traceback" not in err


def test_a_scenario_that_nobody_knows(told, tmp_path):
    assert "there is no 'hanoi'; known are ca-mau-2025-q3, cao-bang-2025-08, cao-bang-2025-h1" in told(
        "demo", "--no-console", "--scenario", "hanoi", "--into", tmp_path / "x"
    )


def test_a_folder_that_is_not_empty_is_left_alone(told, tmp_path):
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    assert "is not empty" in told("demo", "--no-console", "--into", tmp_path)
    assert list(tree(tmp_path)) == ["mine.txt"]


def test_a_file_where_a_folder_is_meant(told, tmp_path):
    (tmp_path / "file").write_text("mine", "utf-8")
    told("demo", "--no-console", "--into", tmp_path / "file")
    told("check", tmp_path / "file")


def test_a_rule_that_nobody_wrote(project, told):
    assert "'laet'" in told("test-rules", project, "--rule", "laet")


def test_a_store_that_is_none(project, told):
    assert "reform-tui watch" in told("feeds", project)
    (project / "state").mkdir()
    (project / "state/store.sqlite").write_bytes(b"nothing that anybody wrote" * 200)
    told("feeds", project)
    told("rebuild", project / "nowhere")


def test_a_store_that_never_was_is_not_made_anew(project, told):
    assert "there is no store to make anew; reform-tui watch" in told("rebuild", project)
    assert not (project / "state").exists()


def test_a_store_that_is_damaged_in_the_middle(project, told, capsys):
    drop(project, "a.csv", *(row(number) for number in range(300)))
    (project / "state/archive").mkdir(parents=True, exist_ok=True)
    assert main(["rebuild", str(project)]) == Exit.CLEAN
    capsys.readouterr()
    path = project / "state/store.sqlite"
    whole = path.read_bytes()
    page = int.from_bytes(whole[16:18], "big")
    path.write_bytes(whole[:page] + b"\xff" * (len(whole) - page))
    told("feeds", project)
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(path).execute("SELECT * FROM arrivals").fetchall()


def test_a_store_of_a_newer_version(project, told, capsys):
    (project / "state/archive").mkdir(parents=True, exist_ok=True)
    assert main(["rebuild", str(project)]) == Exit.CLEAN
    capsys.readouterr()
    connection = sqlite3.connect(project / "state/store.sqlite")
    connection.execute("UPDATE meta SET value = '999' WHERE name = 'format'")
    connection.commit()
    connection.close()
    assert "newer version" in told("feeds", project)


def test_an_option_that_is_none_is_told_in_one_sentence(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["check", "--fail-on", "rain"])
    assert ended.value.code == Exit.CONFIGURATION
    told = capsys.readouterr().err
    assert told.startswith("reform-tui: argument --fail-on: invalid choice: 'rain'")
    assert told.endswith("; reform-tui check --help says what there is\n")
    assert told.count("\n") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert COMMANDS[command].split(":")[0][:20] in " ".join(capsys.readouterr().out.split())


def test_a_locale_without_vietnamese_is_no_reason_to_fail(project):
    drop(project, "a.csv", row(1))
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "reform_tui.cli.main", "check", str(project), "--as-of", AS_OF],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == Exit.CLEAN
    assert b"Traceback" not in done.stderr
    assert b"late" in done.stdout


def test_a_reader_of_our_output_that_goes_away_is_no_trouble(project):
    drop(project, "a.csv", *(row(number) for number in range(400)))
    words = [sys.executable, "-m", "reform_tui.cli.main", "check", str(project), "--as-of", AS_OF]
    with subprocess.Popen(
        [*words, "--format", "json", "--all-evidence"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        running.stdout.close()
        err = running.stderr.read()
    assert b"Traceback" not in err
    assert b"Exception ignored" not in err


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from([name for name in FILES if name.endswith(".toml")]),
    text=st.text(st.sampled_from('ab=[]"{}.,\n 01-:#'), max_size=40),
)
def test_any_text_in_any_file_is_a_sentence_or_fine(project, capsys, path, text):
    before = FILES[path]
    (project / path).write_text(before + text, "utf-8")
    try:
        code = main(["test-rules", str(project)])
    finally:
        (project / path).write_text(before, "utf-8")
    err = capsys.readouterr().err
    assert code in {Exit.CLEAN, Exit.CONFIGURATION, Exit.CASE_FAILED}
    assert "Traceback" not in err
    shutil.rmtree(project / "state", ignore_errors=True)


def test_a_name_with_an_escape_sequence_is_only_text(project, told, tmp_path):
    assert "no\ufffd[31mred" in told("check", tmp_path / "no\x1b[31mred")
    (project / "rules/bad\x1b]8.toml").write_text("= what", "utf-8")
    assert "\x1b" not in told("check", project)
