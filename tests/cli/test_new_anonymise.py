"""``new`` and ``anonymise`` at the command line."""

import json

import pytest
from cli_project import drop, row

from reform_tui.cli.main import main
from reform_tui.errors import Exit


@pytest.fixture
def told(capfdbinary):
    def told(*words):
        code = main([str(word) for word in words])
        said = capfdbinary.readouterr()
        return code, said.out.decode(), said.err.decode()

    return told


def test_new_says_what_it_wrote_and_what_to_do_next(tmp_path, told):
    code, out, err = told("new", "project", tmp_path / "p")
    assert code == Exit.CLEAN
    assert out.splitlines()[0] == str(tmp_path / "p/reform.toml")
    assert "reform-tui new check NAME" in err
    assert told("check", tmp_path / "p")[0] == Exit.CLEAN
    assert told("test-rules", tmp_path / "p")[0] == Exit.CLEAN


def test_options_may_stand_between_the_words(project, told):
    code, out, _ = told("new", "rule", "mine", "--check", "overdue_by_field", project)
    assert (code, out) == (Exit.CLEAN, f"{project / 'rules/mine.toml'}\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["chekc", "x"], "new: there is no 'chekc' to make, did you mean 'check'?"),
        (["check"], "new check: a name is missing; it is written: reform-tui new check NAME [PROJECT]"),
        (["check", "a", "b", "c"], "new check: 'c' is one word too many"),
        (["check", "a", "--into", "x"], "new check: --into belongs to new case"),
        (["rule", "mine"], "new rule: --check is missing"),
        (["case"], "new case: --from-alert is missing"),
        (["check", "mine", "nowhere"], "nowhere: is not a project"),
        (["feed", "nothing.csv"], "is not a project"),
    ],
)
def test_words_that_make_no_sense_are_told_how_to_write_them(words, sentence, tmp_path, monkeypatch, told):
    monkeypatch.chdir(tmp_path)
    code, out, err = told("new", *words)
    assert (code, out) == (Exit.CONFIGURATION, "")
    assert err.startswith("reform-tui: ")
    assert sentence in err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there_is_a_sentence(project, told):
    code, _, err = told("new", "feed", project / "nothing.csv", project)
    assert code == Exit.CONFIGURATION
    assert "nothing.csv: No such file or directory" in err


def test_a_file_comes_out_without_people_and_a_table_says_what_was_done(project, told):
    file = drop(project, "a.csv", row(1), row(2))
    code, out, err = told("anonymise", file)
    assert code == Exit.CLEAN
    assert out.startswith("Số hồ sơ;Lĩnh vực;")
    assert "Số hồ sơ" in err
    assert "unit and day kept, number changed" in err
    assert "a key of its own" in err


def test_files_of_a_project_share_its_key_and_nothing_is_written_over(project, told, tmp_path):
    (project / "state").mkdir()
    (project / "state/people.key").write_bytes(b"x" * 32)
    file = drop(project, "a.csv", row(1))
    assert told("anonymise", file, project)[1] == told("anonymise", file, project, "--feed", "one-stop")[1]
    code, out, err = told("anonymise", "-o", tmp_path / "out.csv", file, project)
    assert (code, out) == (Exit.CLEAN, "")
    assert "the project's key" in err
    code, _, err = told("anonymise", "-o", tmp_path / "out.csv", file)
    assert code == Exit.CONFIGURATION
    assert "is there already; nothing is written over it" in err


def test_feeds_and_columns_that_are_not_there_are_told_the_nearest(project, told):
    file = drop(project, "a.csv", row(1))
    assert (
        "there is no feed 'onestop', did you mean 'one-stop'?"
        in told("anonymise", file, project, "--feed", "onestop")[2]
    )
    assert "did you mean 'Lĩnh vực'?" in told("anonymise", file, "--keep", "Lĩnh vựcs")[2]
    assert "--key: " in told("anonymise", file, "--key", project / "none")[2]


def test_lines_of_json_come_out_as_lines_of_json(project, told):
    file = project / "a.jsonl"
    file.write_text('{"MaHoSo":"H14.1-250301-0001","ChuHoSo":"Nguyễn Văn An"}\n', "utf-8")
    [line] = told("anonymise", file)[1].splitlines()
    assert json.loads(line)["ChuHoSo"] != "Nguyễn Văn An"
    assert '":"' in line


def test_a_format_of_a_plugin_is_refused_rather_than_blanked(project, tmp_path, told):
    reader = 'Reader("pipe", lambda head, name: b"PIPE" in head, lambda content, name: {})'
    source = (
        f"from reform_tui.sdk import Reader, hookimpl\n\n\n@hookimpl\ndef reform_readers():\n    return [{reader}]\n"
    )
    (project / "plugins").mkdir(exist_ok=True)
    (project / "plugins/pipe.py").write_text(source, "utf-8")
    file = tmp_path / "a.txt"
    file.write_text("PIPE\nTrần Văn Ví\n", "utf-8")
    code, out, err = told("anonymise", file, project)
    assert (code, out) == (Exit.CONFIGURATION, "")
    assert "a.txt: 'pipe' is a format of a plugin, which can be read and not written" in err
    file.write_text('[{"PIPE": "Trần Văn Ví"}]', "utf-8")
    code, out, _ = told("anonymise", file, project)
    assert (code, "Trần Văn Ví" in out, '"PIPE"' in out) == (Exit.CLEAN, False, True)
