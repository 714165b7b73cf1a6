"""The board as plain lines, once."""

import pytest
import synthetic

from reform_tui import times
from reform_tui.cli.main import main
from reform_tui.console.main import run_once


@pytest.fixture
def said(monkeypatch):
    monkeypatch.setattr(times, "now", lambda: synthetic.NOW)
    return []


def test_units_sums_and_alerts_the_worst_first(project, said):
    assert run_once(project, said.append, language="en", ascii=False) == 0
    assert said[0] == "Cao Bằng · H14 · engine running · as of export 31/03 13:00"
    assert said[1] == "H14.11 · Sở Nông nghiệp và Môi trường · critical · 978 overdue · 1 alert · online 98.53%"
    assert said[9:12] == [
        "whole province (8) · ▲2 ●1 · 1,024 overdue · online 72.56%",
        "provincial level (2) · ▲1 ●0 · 978 overdue · online 98.53%",
        "commune level (6) · ▲1 ●1 · 46 overdue · online 70.98%",
    ]
    assert said[12].startswith("28/03/2025 17:00 · critical · Sở Nông nghiệp và Môi trường · Đất đai: 978 of 1,559")
    assert len(said) == 12 + 5


def test_a_project_without_a_store_says_so(tmp_path, said):
    assert run_once(tmp_path, said.append, language="vi", ascii=True) == 0
    assert len(said) == 1
    assert said[0].isascii()


def test_the_option_starts_no_engine(project, capsys):
    (project / "reform.toml").write_text('name = "demo"\n', "utf-8")
    assert main(["console", str(project), "--once", "--language", "vi"]) == 0
    assert "Phường Thục Phán" in capsys.readouterr().out
    assert not (project / "state/log/start.log").exists()
