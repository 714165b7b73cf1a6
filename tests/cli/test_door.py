"""The command line's door: every trouble is one sentence and an exit code."""

import os

from reform_tui import report  # before rights are given up: an interpreter may lie where only root reads
from reform_tui.cli.main import main
from reform_tui.errors import Exit


def test_a_folder_that_is_no_project_is_said_to_be_none(tmp_path, capsys):
    assert main([str(tmp_path)]) == Exit.CONFIGURATION
    assert "is not a project; give a folder with a reform.toml, or try reform-tui demo" in capsys.readouterr().err


def test_a_place_that_is_closed_to_us_is_a_sentence(tmp_path, capsys):
    assert report.feed_rows
    closed = tmp_path / "project" / "state"
    closed.mkdir(parents=True)
    (closed.parent / "reform.toml").write_text('name = "x"\n')
    closed.chmod(0)
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        code = main(["feeds", str(tmp_path / "project")])
    finally:
        os.seteuid(before)
        closed.chmod(0o700)
    told = capsys.readouterr().err
    assert code == Exit.CONFIGURATION
    assert "Permission denied; see that it is there and that you may use it" in told
    assert "Traceback" not in told


def test_an_unknown_word_is_taken_for_a_project(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["ha-noi"]) == Exit.CONFIGURATION
    assert "ha-noi: is not a project" in capsys.readouterr().err


def test_a_mistyped_command_is_told_its_nearest(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["chekc", "x"]) == Exit.CONFIGURATION
    assert capsys.readouterr().err == "reform-tui: there is no command or folder 'chekc', did you mean 'check'?\n"


def test_options_of_the_console_need_no_command(tmp_path, capsys):
    assert main(["--language", "en", str(tmp_path)]) == Exit.CONFIGURATION
    assert "is not a project" in capsys.readouterr().err
